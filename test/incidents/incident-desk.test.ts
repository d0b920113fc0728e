import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/correlation/observation.js';
import type { Model } from '../../src/detection/model.js';
import type { IncidentDocument } from '../../src/documents/incident.js';
import { StateError } from '../../src/errors.js';
import { createCorrelator, type Correlator } from '../../src/pipeline/incident-desk.js';
import { byWindow, entity, facet, model, observation } from './build-observation.js';
import { background, KEY_ADDED, phishToCloud, salesloft, SIX_MODELS, together } from './scenarios.js';

const OPTIONS = { tenant: 'acme', alertBudgetPerDay: 3 };

const run = (observations: readonly Observation[]): Correlator => {
  const correlator = createCorrelator(OPTIONS);
  correlator.step(observations);
  return correlator;
};

const holding = (incidents: readonly IncidentDocument[], id: string): IncidentDocument | undefined =>
  incidents.find((incident) => incident.throughline.incident.anomalies.includes(id));

const idsOf = (observations: readonly Observation[]): readonly string[] => observations.map(({ finding }) => finding.id);

describe('a stolen integration token among a month of ordinary oddities', () => {
  const story = salesloft();
  const correlator = run(together(story, background(30)));
  const incidents = correlator.incidents();
  const [top] = incidents;

  it('is one incident, ranked first, with what came weeks later', () => {
    expect(top?.throughline.incident.anomalies).toEqual(idsOf(story));
    expect(top?.throughline.incident.needs_person).toBe(true);
    expect(top?.throughline.incident.queue).toBe('critical');
  });

  it('names all six models and proposes to disable the user', () => {
    expect(top?.throughline.incident.models).toEqual(expect.arrayContaining(SIX_MODELS.map((one) => one.name)));
    const action = correlator.actions().find((one) => one.event.action === 'disable-user');
    expect(action?.throughline.entity.id).toBe('user:drift@acme.example');
    expect(action?.throughline.action.status).toBe('awaiting-confirmation');
    expect(action?.throughline.action.duration_hours).toBe(48);
    expect(top?.throughline.incident.actions).toContain(action?.throughline.id);
  });

  it('names in every document what dashboards and searches rely on', () => {
    const actions = correlator.actions();
    expect(actions.length).toBeGreaterThan(0);
    for (const document of [...correlator.incidents(), ...actions]) {
      expect(Object.keys(document)).toEqual(expect.arrayContaining(['@timestamp', 'message', 'event', 'related', 'threat', 'throughline']));
      expect(Object.keys(document.event)).toEqual(expect.arrayContaining(['start', 'end', 'risk_score']));
      expect(Object.keys(document.throughline)).toEqual(expect.arrayContaining(['id', 'kind', 'tenant', 'entity', 'events']));
      expect(Object.keys(document.throughline.entity)).toEqual(expect.arrayContaining(['id', 'name', 'type', 'role']));
      for (const event of document.throughline.events) expect(Object.keys(event)).toEqual(['id', 'source', 'time']);
    }
    for (const { related, throughline } of actions.filter((action) => action.throughline.entity.type === 'user')) {
      expect(related.user).toEqual([throughline.entity.name]);
    }
    expect(actions.every((action) => action.threat.tactic.length > 0)).toBe(true);
  });

  it('says who, what and the consequence', () => {
    expect(top?.throughline.incident.title).toBe(
      'drift@acme.example acted from a network nobody had used, exported data, deleted the traces of an export and created an account',
    );
  });

  it('already needed a person at the first window after the deletion', () => {
    const early = run(together(story.slice(0, 4), background(9))).incidents();
    expect(early[0]?.throughline.incident.anomalies).toEqual(idsOf(story.slice(0, 4)));
    expect(early[0]?.throughline.incident.needs_person).toBe(true);
  });

  it('leaves the ordinary oddities apart and mostly alone', () => {
    const others = incidents.slice(1);
    expect(others.length).toBeGreaterThan(20);
    for (const other of others) expect(other.throughline.incident.anomalies).toHaveLength(1);
    const wanting = others.filter((incident) => incident.throughline.incident.needs_person).length;
    expect(wanting / 30).toBeLessThanOrEqual(OPTIONS.alertBudgetPerDay);
  });

  it('tells every sentence from events of the incident', () => {
    for (const incident of incidents) {
      const { narrative, summary } = incident.throughline.incident;
      const sentences = [...narrative, ...summary.observed, ...summary.interpretation, ...summary.recommendation];
      expect(narrative.length).toBeGreaterThan(0);
      expect(summary.observed.length).toBeGreaterThan(0);
      expect(summary.interpretation.length).toBeGreaterThan(0);
      const events = new Set(incident.throughline.events.map((event) => event.id));
      for (const sentence of sentences) {
        expect(sentence.events.length).toBeGreaterThan(0);
        for (const event of sentence.events) expect(events).toContain(event.id);
      }
    }
  });
});

describe('merge memory', () => {
  const drift = entity('user:drift@acme.example', 'actor');

  it("does not draw in the person's next mild oddity two weeks later", () => {
    const later = observation({
      hour: 203 + 14 * 24,
      subject: drift,
      probability: 8e-4,
      operations: ['Login'],
      facts: ['sign-in'],
      facets: [facet('hour-of-week', 8e-4, 'Sunday 03:00')],
    });
    const incidents = run([...salesloft().slice(0, 4), later]).incidents();
    expect(incidents).toHaveLength(1);
    expect(holding(incidents, later.finding.id)).toBeUndefined();
  });

  describe('of an incident too mild to be recognised by its addresses alone', () => {
    const mild = observation({
      hour: 200,
      subject: drift,
      others: [entity('address:203.0.113.77', 'source'), entity('address:203.0.113.0/24', 'source')],
      models: SIX_MODELS.slice(0, 1),
      probability: 2e-4,
      facts: ['sign-in', 'new-network-for-account'],
      facets: [facet('origin-network', 2e-4, '203.0.113.0/24')],
    });
    const later = (changes: Partial<Parameters<typeof observation>[0]> = {}): Observation =>
      observation({
        hour: 203 + 12 * 24,
        subject: drift,
        others: [entity('address:203.0.113.91', 'source'), entity('address:203.0.113.0/24', 'source')],
        models: [KEY_ADDED],
        probability: 4e-4,
        domain: 'cloud',
        service: 'AWS IAM',
        facts: ['credential-added'],
        operations: ['UpdateAccessKey'],
        facets: [facet('access-change', 4e-4, 'UpdateAccessKey'), facet('origin-behaviour', 1e-3, '203.0.113.0/24: credential-added')],
        ...changes,
      });

    const scoreOf = (incident: IncidentDocument | undefined): number =>
      incident?.throughline.incident.score_parts.reduce((sum, part) => sum + part.value, 0) ?? NaN;

    it('takes in what the same account does, weeks later and from the same strange network, to stay', () => {
      const before = run(together([mild], background(16))).incidents();
      expect(scoreOf(holding(before, mild.finding.id))).toBeLessThan(Math.log(1_000));
      const one = later();
      const incidents = run(together([mild, one], background(16))).incidents();
      expect(holding(incidents, one.finding.id)?.throughline.incident.anomalies).toEqual(idsOf([mild, one]));
    });

    it.each([
      ['by another account', { subject: entity('user:ben@acme.example', 'actor') }],
      ['from a network that is not new to it any more', { facets: [facet('access-change', 4e-4, 'UpdateAccessKey')] }],
      ['that is no way to stay', { models: SIX_MODELS.slice(2, 3) }],
      ['from a network that more than a few use', { others: [entity('address:203.0.113.0/24', 'source', { commonness: 0.02 })] }],
    ])('leaves alone what is done %s', (_, changes) => {
      const one = later(changes);
      const incidents = run(together([mild, one], background(16))).incidents();
      expect(holding(incidents, mild.finding.id)?.throughline.incident.anomalies).toEqual(idsOf([mild]));
    });
  });

  it('forgets after 45 days', () => {
    const late = salesloft()[5];
    if (late === undefined) throw new Error('the scenario has six observations');
    const shifted = observation({
      hour: 203 + 60 * 24,
      subject: late.finding.entity,
      others: late.finding.entities.slice(1),
      models: late.models,
      probability: 2e-4,
    });
    const incidents = run([...salesloft().slice(0, 4), shifted]).incidents();
    expect(incidents).toHaveLength(2);
  });

  it('does not recognise an address that much of the estate uses', () => {
    const nat = entity('address:198.51.100.1', 'source', { commonness: 0.7 });
    const story = salesloft()
      .slice(0, 4)
      .map((one) => ({ ...one, finding: { ...one.finding, entities: [one.finding.entity, nat] } }));
    const later = observation({ hour: 203 + 10 * 24, subject: entity('user:ben@acme.example', 'actor'), others: [nat], probability: 1e-5 });
    expect(run([...story, later]).incidents()).toHaveLength(2);
  });
});

describe('phish to cloud', () => {
  it('is one incident over mail, network, SaaS and cloud, the weak lure included', () => {
    const story = phishToCloud();
    const correlator = createCorrelator(OPTIONS);
    const { anomalies } = correlator.step(together(story, background(10)));
    const [top] = correlator.incidents();
    expect(top?.throughline.incident.anomalies).toEqual(expect.arrayContaining([...idsOf(story)]));
    expect(top?.throughline.incident.domains).toEqual(['email', 'saas', 'network', 'cloud']);
    expect(anomalies.map((anomaly) => anomaly.throughline.id)).toContain(story[0]?.finding.id);
  });

  it('does not write a weak observation that joined nothing', () => {
    const weak = observation({ hour: 33, subject: entity('user:anna@acme.example', 'actor'), probability: 5e-3 });
    const correlator = createCorrelator(OPTIONS);
    expect(correlator.step([weak]).anomalies).toEqual([]);
    expect(correlator.incidents()).toEqual([]);
  });
});

describe('kinds of anomalies', () => {
  const rare = model({ name: 'SaaS / Traces Wiped', tactic: 'defense-evasion' });
  const usual = model({ name: 'SaaS / Busy Hour', tactic: 'collection' });
  const daily = Array.from({ length: 200 }, (_, index) =>
    observation({
      hour: index * 3,
      subject: entity(`user:p${index}`, 'actor'),
      models: [usual],
      probability: 8e-3,
      operations: [`Op${index}`],
    }),
  );
  const named = (name: string, models: readonly Model[], probability = 1.4e-3) =>
    observation({ hour: 700, subject: entity(`user:${name}`, 'actor'), models, probability, operations: [name] });
  const incidents = run([...daily, named('wiped', [rare]), named('busy', [usual])]).incidents();

  it('open an incident where improbability alone would not, if hardly any unusual window is named so', () => {
    expect(holding(incidents, 'wiped-700-wiped')).toBeDefined();
    expect(holding(incidents, 'busy-700-busy')).toBeUndefined();
  });

  it('open none for a window less improbable than 1 in 100, of however rare a kind', () => {
    const tactics = ['defense-evasion', 'impact', 'exfiltration', 'persistence'] as const;
    const unheardOf = tactics.map((tactic) => model({ name: `SaaS / Never ${tactic}`, tactic }));
    expect(run([...daily, named('mild', unheardOf, 1.1e-2)]).incidents()).toHaveLength(0);
    expect(run([...daily, named('mild', unheardOf, 1.4e-3)]).incidents()).toHaveLength(1);
  });

  it('are an ingredient of the score that can be read', () => {
    const parts = holding(incidents, 'wiped-700-wiped')?.throughline.incident.score_parts ?? [];
    expect(parts.find((part) => part.name === 'kinds of anomalies')?.value).toBeGreaterThan(1);
  });

  it('need more than one in a thousand of a window that no model names', () => {
    const unnamed = (probability: number) => run([observation({ hour: 10, subject: entity('user:a', 'actor'), probability })]).incidents();
    expect(unnamed(9e-4)).toHaveLength(0);
    expect(unnamed(1e-4)).toHaveLength(1);
  });
});

describe('one cause told many times', () => {
  const anna = entity('user:anna@acme.example', 'actor');
  const busy = (hour: number, name: string) =>
    observation({ hour, subject: anna, probability: 5e-5, operations: [name], facets: [facet(name, 1e-5, '400')] });
  const nats = (stream: readonly Observation[]): number => {
    const [top] = run(stream).incidents();
    return (top?.throughline.incident.score_parts ?? []).reduce((sum, part) => sum + part.value, 0);
  };

  it('adds nothing: hour after hour of great amounts of one person are one finding', () => {
    const once = nats([busy(10, 'activity-volume')]);
    expect(nats([busy(10, 'activity-volume'), busy(11, 'distinct-actions')])).toBeLessThan(once + 0.1);
    expect(nats([busy(10, 'activity-volume'), busy(11, 'access-change')])).toBeGreaterThan(once + 3);
  });
});

describe('data taken in portions', () => {
  it('on two evenings by one person in the same way is one incident', () => {
    const mass = model({ name: 'SaaS / Mass Download', tactic: 'collection' });
    const evening = (hour: number) =>
      observation({
        hour,
        subject: entity('user:ines@acme.example', 'actor'),
        models: [mass],
        probability: 2e-4,
        facts: ['mass-download'],
      });
    expect(run([evening(20), evening(20 + 5 * 24)]).incidents()).toHaveLength(1);
    expect(run([evening(20), evening(20 + 20 * 24)]).incidents()).toHaveLength(2);
  });

  it('is not the same way where the model in common names windows every day', () => {
    const usual = model({ name: 'SaaS / Busy Hour', tactic: 'collection' });
    const evening = (who: string, hour: number, probability: number) =>
      observation({ hour, subject: entity(`user:${who}@acme.example`, 'actor'), models: [usual], probability });
    const others = Array.from({ length: 60 }, (_, index) => evening(`p${index}`, 10 + index / 6, 8e-3));
    expect(run([...others, evening('ines', 20, 1e-5), evening('ines', 20 + 5 * 24, 1e-5)]).incidents()).toHaveLength(2);
  });
});

describe('what must stay apart', () => {
  const person = (name: string, hour: number, others: Parameters<typeof observation>[0]['others'] = []) =>
    observation({ hour, subject: entity(`user:${name}`, 'actor'), others, probability: 1e-4, operations: [`Op${name}`] });

  it('people who share nothing but a gateway, a proxy or a domain controller', () => {
    const hubs = [entity('address:198.51.100.1', 'source', { commonness: 0.9 }), entity('device:dc01', 'destination', { commonness: 0.6 })];
    const crowd = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, index) => person(`${name}@acme.example`, 10 + (index % 2), hubs));
    expect(run([...crowd].sort(byWindow)).incidents()).toHaveLength(6);
  });

  it('people whose gateway the estate does not know yet, once enough of them passed it', () => {
    const nat = entity('address:198.51.100.1', 'source', { commonness: 0 });
    const crowd = Array.from({ length: 60 }, (_, index) => person(`p${index}@acme.example`, 10 + index * 3, [nat]));
    const sizes = run([...crowd].sort(byWindow))
      .incidents()
      .map((incident) => incident.throughline.incident.anomalies.length);
    expect(Math.max(...sizes)).toBeLessThan(30);
  });

  it('two people of the same first name in two organisations', () => {
    expect(run([person('anna@acme.example', 10), person('anna@other.example', 10)].sort(byWindow)).incidents()).toHaveLength(2);
  });

  it('two attacks at the same time', () => {
    const first = phishToCloud();
    const second = salesloft()
      .slice(0, 4)
      .map((one) => {
        const back = 166 * 3_600_000;
        const { finding } = one;
        const events = finding.events.map((event) => ({ ...event, time: event.time - back }));
        return {
          ...one,
          finding: {
            ...finding,
            events,
            windowStart: finding.windowStart - back,
            windowEnd: finding.windowEnd - back,
            firstEvent: finding.firstEvent - back,
            lastEvent: finding.lastEvent - back,
          },
        };
      });
    const incidents = run(together(first, second)).incidents();
    expect(incidents).toHaveLength(2);
    expect(incidents.map((incident) => incident.throughline.incident.anomalies.length).sort()).toEqual([4, 5]);
  });

  it('a long row of people tied one to the next by doubtful ties only', () => {
    const row = Array.from({ length: 24 }, (_, index) =>
      person(`row${index}@acme.example`, 10 + index * 2, [
        entity(`resource:file${index}`, 'object', { commonness: 0.02 }),
        entity(`resource:file${index + 1}`, 'object', { commonness: 0.02 }),
      ]),
    );
    const sizes = run(row)
      .incidents()
      .map((incident) => incident.throughline.incident.anomalies.length);
    expect(Math.max(...sizes)).toBeLessThan(12);
  });
});

describe('repeats', () => {
  const noisy = Array.from({ length: 400 }, (_, index) =>
    observation({
      hour: 10 + index,
      subject: entity('device:printer', 'source'),
      unit: 'device',
      domain: 'network',
      probability: 1e-4,
      facets: [facet('beaconing', 1e-4, 'every 900 s')],
      operations: ['connection'],
    }),
  );

  it('of one signature count once, are capped, and rank below an attack of a few unlike steps', () => {
    const incidents = run(together(noisy, salesloft().slice(0, 4))).incidents();
    const [attack, host] = incidents;
    expect(attack?.throughline.entity.id).toBe('user:drift@acme.example');
    expect(host?.throughline.incident.anomalies).toHaveLength(300);
    expect(host?.throughline.incident.timeline.length).toBeLessThanOrEqual(11);
    expect(host?.throughline.event_count).toBe(400);
    expect(host?.throughline.incident.score).toBeLessThan(25);
  });

  it('lose severity, slowly and with the reason stated', () => {
    const { anomalies } = createCorrelator(OPTIONS).step(noisy);
    const reason = anomalies.at(-1)?.throughline.anomaly.severity_reason ?? '';
    expect(reason).toContain('the same was seen 399 times in the 17 days before');
    expect(anomalies[0]?.throughline.anomaly.severity_reason).toBe('');
  });
});

describe('determinism', () => {
  const stream = together(salesloft(), phishToCloud(), background(30));
  const bytes = (correlator: Correlator): string => JSON.stringify([correlator.incidents(), correlator.actions(), correlator.snapshot()]);
  const whole = run(stream);

  it('gives the same bytes however the stream is cut, snapshots in between included', () => {
    const everything = createCorrelator(OPTIONS).step(stream).anomalies;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 3, maxLength: 12 }), fc.boolean(), (sizes, restart) => {
        let correlator = createCorrelator(OPTIONS);
        const written: unknown[] = [];
        for (let from = 0, turn = 0; from < stream.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          written.push(...correlator.step(stream.slice(from, from + size)).anomalies);
          from += size;
          if (restart) correlator = createCorrelator(OPTIONS, correlator.snapshot());
        }
        expect(JSON.stringify(written)).toBe(JSON.stringify(everything));
        expect(bytes(correlator)).toBe(bytes(whole));
      }),
      { numRuns: 6 },
    );
  });

  it('takes an observation once, and the order within a call does not matter', () => {
    const correlator = createCorrelator(OPTIONS);
    correlator.step([...stream].reverse());
    const before = bytes(correlator);
    expect(before).toBe(bytes(whole));
    expect(correlator.step(stream.slice(-5))).toEqual({ anomalies: [], changed: [], removed: [] });
    expect(bytes(correlator)).toBe(before);
  });

  it('refuses the state of another tenant or version', () => {
    const snapshot = whole.snapshot();
    expect(() => createCorrelator({ ...OPTIONS, tenant: 'other' }, snapshot)).toThrow(StateError);
    expect(() => createCorrelator(OPTIONS, snapshot.replace('"version":4', '"version":0'))).toThrow(StateError);
    expect(() => createCorrelator(OPTIONS, '{')).toThrow(StateError);
  });

  it('retires what nothing can change any more', () => {
    const correlator = createCorrelator(OPTIONS, whole.snapshot());
    const count = correlator.incidents().length;
    const retired = correlator.retire(Date.UTC(2026, 3, 20));
    expect(retired.incidents.length).toBeGreaterThan(0);
    expect(correlator.incidents()).toHaveLength(count - retired.incidents.length);
  });
});

describe('third-party alerts', () => {
  const alert = (hour: number) =>
    observation({
      hour,
      unit: 'alert',
      domain: 'alert',
      subject: entity('device:lt-anna', 'source'),
      probability: 5e-3,
      operations: ['ET MALWARE Beacon'],
      facets: [facet('alert-rarity', 5e-3, 'ET MALWARE Beacon')],
    });
  const beacon = observation({
    hour: 40,
    unit: 'device',
    domain: 'network',
    subject: entity('device:lt-anna', 'source'),
    probability: 1e-5,
    models: [model({ name: 'Device / Beacon', tactic: 'command-and-control' })],
  });

  it('join and double the odds', () => {
    const [with_] = run([beacon, alert(41)]).incidents();
    expect(with_?.throughline.incident.alerts).toHaveLength(1);
    expect(with_?.throughline.incident.score_parts).toContainEqual({ name: 'third-party alert', value: 0.693147 });
    const [without] = run([beacon]).incidents();
    expect(with_?.throughline.incident.score ?? 0).toBeGreaterThan(without?.throughline.incident.score ?? 100);
  });
});

describe('hostile names', () => {
  it('become text in valid documents, whatever they hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 400 }), (name) => {
        const odd = observation({
          hour: 10,
          id: 'odd',
          subject: { ...entity('user:x', 'actor'), id: `user:${name}`, name },
          probability: 1e-9,
          operations: [name, '__proto__', '{actor}'],
          models: [model({ name: 'SaaS / Odd', tactic: 'impact', sentence: '{actor} did {operation}.' })],
        });
        const [incident] = run([odd]).incidents();
        expect(incident?.throughline.incident.title.length).toBeLessThanOrEqual(140);
        expect(incident?.throughline.incident.narrative.length).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });
});
