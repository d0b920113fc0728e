import { describe, expect, test } from 'vitest';
import { activityMaker, email, HOUR, MINUTE, MONDAY, names } from '../../test/pipeline/example-activity.js';
import type { Activity } from '../activity/activity.js';
import { SnapshotReader, SnapshotWriter } from '../baselines/snapshot.js';
import { EntityRegistry } from '../entities/entity-registry.js';
import { contextFor, Detector, type Pass } from './detector.js';
import { DetectorState } from './detector-state.js';
import type { Finding } from './finding.js';
import { Surroundings } from './surroundings.js';

const OPTIONS = { internalNetworks: [], mailDomains: ['example.com'], aliases: [], criticalAssets: [], vips: ['eve@example.com'] };
const HOURS = 10 * 24;
const PEOPLE = ['ada', 'bob', 'cyd', 'dan', 'eve', 'fay', 'gus', 'hal'] as const;

const engine = (state = new DetectorState(), registry = new EntityRegistry(OPTIONS)): { detector: Detector; registry: EntityRegistry } => {
  const surroundings = new Surroundings(registry, false);
  const detector = new Detector(state, registry, surroundings, {
    configuredGroup: () => '',
    commonness: (name) => (name.startsWith('203.0.113.') ? 0.9 : 0.01),
    observe: () => undefined,
  });
  return { detector, registry };
};

const activity = activityMaker();

/** Office hours: each person reads some files from the office. */
const ordinary = (hour: number): readonly Activity[] => {
  const day = Math.floor(hour / 24) % 7;
  if (day >= 5 || hour % 24 < 8 || hour % 24 >= 16) return [];
  return PEOPLE.flatMap((person, index) =>
    Array.from({ length: 3 + ((hour * 7 + index) % 4) }, (_, read) =>
      activity({
        time: MONDAY + hour * HOUR + (index * 7 + read) * MINUTE,
        actor: names(`upn:${person}@example.com`),
        actorName: `${person}@example.com`,
        service: 'SharePoint',
        container: `site-${index % 3}`,
        resource: `file-${(hour + read) % 9}`,
        sourceIp: '203.0.113.10',
        asn: 'AS64500',
        country: 'DE',
        userAgent: 'Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36',
      }),
    ),
  );
};

/** The last Wednesday, ten o'clock: a stolen token exports everything and removes its traces. */
const THEFT = 9 * 24 + 10;
const stolen = (): readonly Activity[] =>
  Array.from({ length: 40 }, (_, call) =>
    activity({
      time: MONDAY + THEFT * HOUR + 30 * MINUTE + call * 1_000,
      actor: names('upn:eve@example.com'),
      actorName: 'eve@example.com',
      source: 'salesforce.api',
      service: 'Salesforce',
      action: call < 38 ? 'Query' : call === 38 ? 'BulkQuery' : 'DeleteJob',
      actionClass: call < 38 ? 'api-query' : call === 38 ? 'bulk-job' : 'job-deleted',
      container: 'Case',
      records: 2_000,
      sourceIp: '198.51.100.66',
      asn: 'AS64666',
      country: 'NL',
      authentication: 'refresh-token',
      userAgent: 'python-requests/2.32',
    }),
  );

const byTime = (a: Activity, b: Activity): number => a.time - b.time || (a.id < b.id ? -1 : 1);
const HISTORY: readonly (readonly Activity[])[] = Array.from({ length: HOURS }, (_, hour) =>
  [...ordinary(hour), ...(hour === THEFT ? stolen() : [])].sort(byTime),
);

const play = (detector: Detector, pass: Pass, from = 0, to = HOURS): readonly Finding[] =>
  HISTORY.slice(from, to).flatMap((activities, index) => [...detector.step(MONDAY + (from + index) * HOUR, activities, pass).findings]);

const mostSurprising = (findings: readonly Finding[]): Finding | undefined =>
  [...findings].sort((a, b) => a.probability - b.probability)[0];

const retrospective = (): { findings: readonly Finding[]; detector: Detector } => {
  const { detector } = engine();
  for (const pass of ['learn', 'pool', 'combine'] as const) {
    play(detector, pass);
    detector.endPass(pass);
  }
  return { findings: play(detector, 'report'), detector };
};

describe('contextFor', () => {
  test.each([
    [1e-4, 0.02],
    [1e-3, 0.02],
    [4e-3, 0.08],
    [0.05, 0.25],
  ])('where incidents open at %d, windows up to %d are told', (openAt, context) => {
    expect(contextFor(openAt)).toBeCloseTo(context, 12);
  });
});

describe.each([
  { mode: 'prequential', findings: () => play(engine().detector, 'live') },
  { mode: 'retrospective', findings: () => retrospective().findings },
] as const)('a $mode detector over ten days of eight people', ({ mode, findings: judge }) => {
  const findings = judge();
  const theft = mostSurprising(findings);

  test('finds the stolen token as the least probable window', () => {
    expect(theft).toMatchObject({ unit: 'account', windowStart: MONDAY + THEFT * HOUR, mode });
    expect(theft?.entity).toMatchObject({ id: 'user:eve@example.com', role: 'actor', hops: 0 });
    expect(theft?.probability).toBeLessThan(1e-3);
  });

  test.skipIf(mode === 'retrospective')(
    'nobody who follows the office to its new line acts from a new network; whoever goes elsewhere does',
    () => {
      const { detector } = engine();
      play(detector, 'live', 0, 8 * 24);
      const moved = [8 * 24 + 9, 8 * 24 + 10].flatMap((hour) => {
        const activities = ordinary(hour).map((one) =>
          one.actorName === 'eve@example.com'
            ? { ...one, sourceIp: '198.51.100.66', asn: 'AS64666' }
            : { ...one, sourceIp: '192.0.2.1', asn: 'AS64501' },
        );
        detector.contextProbability = 1;
        return [...detector.step(MONDAY + hour * HOUR, activities.sort(byTime), 'live').findings];
      });
      expect(moved).toHaveLength(2 * PEOPLE.length);
      const elsewhere = moved.filter((finding) => finding.facts.has('new-network-for-account')).map((finding) => finding.entity.id);
      expect([...new Set(elsewhere)]).toEqual(['user:eve@example.com']);
    },
  );

  test.each([
    ['entra.signin', 'Windows Azure Service Management API', true],
    ['aws.cloudtrail', 'signin', true],
    ['entra.signin', 'Office 365 Exchange Online', false],
  ])('one factor at a sign-in by %s to %s is one to a console of a cloud: %s', (source, service, console) => {
    const { detector } = engine();
    detector.contextProbability = 1;
    const signIn = activity({
      source,
      service,
      domain: 'identity',
      actionClass: 'sign-in',
      authentication: 'password',
      actor: names('upn:eve@example.com'),
    });
    const [finding] = detector.step(MONDAY, [{ ...signIn, time: MONDAY }], 'live').findings;
    expect(finding?.facts.has('console-single-factor')).toBe(console);
  });

  test('says in facts what happened', () => {
    const facts = ['new-network-for-account', 'new-network-for-estate', 'new-country-for-account', 'machine-client', 'vip'];
    expect([...(theft?.facts.keys() ?? [])]).toEqual(
      expect.arrayContaining([...facts, 'token-authentication', 'api-burst', 'delete-after-export', 'bulk-job']),
    );
    expect(theft?.operations.get('Query')).toBe(38);
  });

  test('facets come most surprising first, as probabilities', () => {
    const facets = theft?.facets ?? [];
    expect(facets.length).toBeGreaterThan(3);
    expect(facets.map(({ surprisal }) => surprisal)).toEqual(facets.map(({ surprisal }) => surprisal).sort((a, b) => b - a));
    for (const { probability, surprisal } of facets) {
      expect(probability).toBeCloseTo(Math.exp(-surprisal), 12);
      expect(probability).toBeGreaterThan(0);
      expect(probability).toBeLessThanOrEqual(1);
    }
    const network = facets.find(({ name }) => name === 'origin-network');
    expect(network).toMatchObject({ value: 'AS64666', seen: 0, peers_sharing: 0, estate_sharing: 0 });
  });

  test("names the attacker's address and range; the office's is common to all", () => {
    const ids = theft?.entities.map(({ id }) => id) ?? [];
    expect(ids[0]).toBe('user:eve@example.com');
    expect(ids).toEqual(expect.arrayContaining(['address:198.51.100.66', 'address:198.51.100.0/24']));
    for (const { name, commonness } of theft?.entities ?? []) if (name.startsWith('203.')) expect(commonness).toBe(0.9);
    expect(ids).not.toContain('address:203.0.113.0/24');
  });

  test('evidence leads with the theft and holds export and removal, at most 64 events', () => {
    const events = theft?.events ?? [];
    expect(events.length).toBeLessThanOrEqual(64);
    expect(events[0]?.sourceIp).toBe('198.51.100.66');
    expect(events.map(({ actionClass }) => actionClass)).toEqual(expect.arrayContaining(['bulk-job', 'job-deleted', 'api-query']));
    expect(events.slice(0, 40).filter(({ sourceIp }) => sourceIp === '198.51.100.66').length).toBeGreaterThanOrEqual(35);
  });

  test.skipIf(mode === 'retrospective')('what was done from a strange network goes before what its owner did that is new as well', () => {
    const { detector } = engine();
    play(detector, 'live', 0, THEFT);
    const own = ordinary(THEFT).flatMap((one) =>
      one.actorName === 'eve@example.com'
        ? Array.from({ length: 6 }, (_, copy) => ({ ...one, id: `${one.id}-${copy}`, container: 'never-seen', resource: `own-${copy}` }))
        : [one],
    );
    const { findings: found } = detector.step(MONDAY + THEFT * HOUR, [...own, ...stolen()].sort(byTime), 'live');
    const sources = found.find(({ entity }) => entity.id === 'user:eve@example.com')?.events.map(({ sourceIp }) => sourceIp) ?? [];
    const after = sources.slice(sources.lastIndexOf('198.51.100.66') + 1);
    expect(sources.filter((source) => source === '198.51.100.66')).toHaveLength(40);
    expect(after.length).toBeGreaterThanOrEqual(12);
  });

  test('ordinary life raises next to nothing after the first days', () => {
    const others = findings.filter(({ windowStart, probability }) => windowStart >= MONDAY + 48 * HOUR && probability <= 1e-3);
    expect(others.filter((finding) => finding.id !== theft?.id).length).toBeLessThanOrEqual(1);
  });

  test('judges the same twice', () => {
    expect(JSON.stringify(judge())).toBe(JSON.stringify(findings));
  });
});

describe('the state of a detector', () => {
  test('restored in the middle it goes on to the same findings and the same bytes', () => {
    const { detector, registry } = engine();
    play(detector, 'live', 0, 100);
    const save = (state: DetectorState): Buffer => {
      const writer = new SnapshotWriter();
      state.save(writer);
      return writer.finish('1');
    };
    const other = engine(
      DetectorState.load(new SnapshotReader(save(detector.state), '1')),
      EntityRegistry.restore(registry.snapshot(), OPTIONS),
    ).detector;
    expect(JSON.stringify(play(other, 'live', 100))).toBe(JSON.stringify(play(detector, 'live', 100)));
    expect(save(other.state).equals(save(detector.state))).toBe(true);
  });

  test('passes that only judge leave the pattern of life as it was', () => {
    const { detector } = retrospective();
    const before = JSON.stringify(play(detector, 'report'));
    expect(JSON.stringify(play(detector, 'report'))).toBe(before);
  });
});

describe('a mailbox', () => {
  test('a look-alike of the own domain with a colleague as display name stands out', () => {
    const { detector } = engine();
    const message = (hour: number, index: number, fields: Parameters<typeof email>[0]): Activity =>
      activity({
        domain: 'email',
        source: 'mail.gateway',
        action: 'received',
        actionClass: 'mail-received',
        actorType: 'unknown',
        time: MONDAY + hour * HOUR + index * MINUTE,
        email: email({ recipients: [`${PEOPLE[index % PEOPLE.length] ?? 'ada'}@example.com`], dmarc: 'pass', ...fields }),
      });
    for (let hour = 0; hour < 120; hour += 1) {
      const inside = PEOPLE.map((person, index) =>
        message(hour, index + 1, { from: `${person}@example.com`, fromDisplayName: `${person} Moore` }),
      );
      const outside = PEOPLE.map((_, index) => message(hour, index + 10, { from: `sales@partner-${hour % 5}.test` }));
      detector.step(MONDAY + hour * HOUR, [...inside, ...outside].sort(byTime), 'live');
    }
    const trick = message(120, 0, { from: 'ada@exarnple.com', fromDisplayName: 'Ada Moore', replyTo: 'ada@mailbox.test', dmarc: 'fail' });
    const [finding] = detector.step(MONDAY + 120 * HOUR, [trick], 'live').findings;
    expect(finding).toMatchObject({ unit: 'mailbox', entity: { role: 'recipient' } });
    const facts = ['look-alike-domain', 'display-name-impersonation', 'reply-elsewhere', 'authentication-failed', 'new-sender-domain'];
    expect([...(finding?.facts.keys() ?? [])]).toEqual(expect.arrayContaining(facts));
    expect(finding?.entities.map(({ id, role }) => [id, role])).toContainEqual(['domain:exarnple.com', 'sender']);
  });
});
