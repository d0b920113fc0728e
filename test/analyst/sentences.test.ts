import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/correlation/observation.js';
import { FACETS } from '../../src/detection/facet-catalogue.js';
import { FACTS } from '../../src/detection/facts.js';
import type { Model } from '../../src/detection/model.js';
import { UNIT_KINDS } from '../../src/detection/finding.js';
import type { IncidentDocument, Sentence } from '../../src/documents/incident.js';
import { createCorrelator } from '../../src/pipeline/incident-desk.js';
import { byWindow, entity, facet, model, observation } from '../incidents/build-observation.js';

const incidentsOf = (observations: readonly Observation[]): readonly IncidentDocument[] => {
  const correlator = createCorrelator({ tenant: 'acme', alertBudgetPerDay: 3 });
  correlator.step([...observations].sort(byWindow));
  return correlator.incidents();
};

const sentencesOf = (incident: IncidentDocument): readonly Sentence[] => {
  const { narrative, summary } = incident.throughline.incident;
  return [...narrative, ...summary.observed, ...summary.interpretation, ...summary.recommendation];
};

const TEMPLATES = [
  '{actor} did {operation} in {service} from {source}.',
  '{actor} read {count} messages of {resource}, {count} times.',
  'On {time} the account {target} was used on {actor} towards {destination}.',
] as const;

const arbitraryModel: fc.Arbitrary<Model> = fc
  .record({
    name: fc.constantFrom('SaaS / A', 'Email / B', 'Device / C', 'Cloud / D'),
    tactic: fc.constantFrom('initial-access', 'collection', 'lateral-movement', 'exfiltration'),
    sentence: fc.constantFrom(...TEMPLATES),
    when: fc.constantFrom<Model['when']>(
      { combined: 1e-3 },
      { operation: 'Op*' },
      { all: [{ fact: 'mail-read' }, { facet: 'read-volume', probability: 0.01 }] },
      { all: [{ source: 'saas*' }, { model: 'SaaS / A' }] },
      { facets_below: 0.01, at_least: 3 },
    ),
  })
  .map(({ when, ...sketch }) => ({ ...model(sketch), when }));

const arbitraryObservation: fc.Arbitrary<Observation> = fc
  .record({
    hour: fc.integer({ min: 10, max: 60 }),
    unit: fc.constantFrom(...UNIT_KINDS),
    who: fc.constantFrom('ana', 'bo', 'cy'),
    address: fc.constantFrom('203.0.113.7', '203.0.113.8', '198.51.100.1'),
    exponent: fc.integer({ min: 3, max: 12 }),
    domain: fc.constantFrom('email', 'identity', 'saas', 'network', 'cloud'),
    facts: fc.uniqueArray(fc.constantFrom(...Object.keys(FACTS), 'mail-read', 'data-export'), { maxLength: 5 }),
    operations: fc.uniqueArray(fc.constantFrom('OpRead', 'OpWrite', 'Delete', 'Login'), { minLength: 1, maxLength: 4 }),
    models: fc.uniqueArray(arbitraryModel, { maxLength: 3, selector: ({ name }) => name }),
    facets: fc.uniqueArray(fc.tuple(fc.constantFrom(...FACETS), fc.string({ maxLength: 30 }), fc.integer({ min: 0, max: 2000 })), {
      minLength: 1,
      maxLength: 4,
      selector: ([{ name }]) => name,
    }),
  })
  .map(({ who, address, exponent, facets, unit, ...rest }, ...others) => {
    const mailbox = unit === 'mailbox';
    const subject =
      unit === 'device' ? entity(`device:lt-${who}`, 'source') : entity(`user:${who}@acme.example`, mailbox ? 'recipient' : 'actor');
    return observation({
      ...rest,
      unit,
      subject,
      others: [
        entity(`address:${address}`, 'source', { commonness: 0.002 }),
        entity('domain:lure.example', mailbox ? 'sender' : 'destination'),
      ],
      probability: 10 ** -exponent,
      id: `${unit}-${who}-${String(rest.hour)}-${rest.operations.join('')}${String(others.length)}`,
      facets: facets.map(([{ name, kind }, text, count]) =>
        kind === 'amount'
          ? facet(name, 1e-4, `${String(count)} records`, { observed: count, unit: 'records', typical: '0–3 records' })
          : facet(name, 1e-4, text, { typical: '2 others known' }),
      ),
    });
  });

describe('every sentence', () => {
  it('cites at least one event, and only events that the incident names', () => {
    fc.assert(
      fc.property(fc.array(arbitraryObservation, { minLength: 1, maxLength: 12 }), (observations) => {
        for (const incident of incidentsOf(observations)) {
          const named = new Set(incident.throughline.events.map(({ id, source }) => `${source} ${id}`));
          const sentences = sentencesOf(incident);
          expect(incident.throughline.incident.narrative.length).toBeGreaterThan(0);
          for (const { text, events } of sentences) {
            expect(events.length, text).toBeGreaterThan(0);
            for (const { id, source } of events) expect(named, text).toContain(`${source} ${id}`);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is whole: no open placeholder, a beginning, an end, said once', () => {
    fc.assert(
      fc.property(fc.array(arbitraryObservation, { minLength: 1, maxLength: 12 }), (observations) => {
        for (const incident of incidentsOf(observations)) {
          const { narrative } = incident.throughline.incident;
          for (const { text } of sentencesOf(incident)) {
            expect(text).not.toMatch(/\{(actor|service|count|operation|source|destination|resource|target|time)\}|undefined|NaN/);
            expect(text).toMatch(/[.!?]$/);
          }
          const told = narrative.map(({ text }) => text);
          expect(told).toEqual([...new Set(told)]);
        }
      }),
      { numRuns: 100 },
    );
  });
});

const tell = (observed: Observation): string =>
  incidentsOf([observed])
    .flatMap((incident) => incident.throughline.incident.narrative.map(({ text }) => text))
    .join('\n');

describe('who does what to whom', () => {
  it('in mail: the recipient is the subject, the sender is whom it came from', () => {
    const text = tell(
      observation({
        hour: 10,
        unit: 'mailbox',
        domain: 'email',
        subject: entity('user:ana@acme.example', 'recipient'),
        others: [entity('domain:acrne.example', 'sender'), entity('address:203.0.113.7', 'source')],
        probability: 1e-6,
        facets: [facet('sender', 1e-5, 'bo@acrne.example'), facet('link-domain', 1e-3, 'portal.acrne.example')],
        models: [model({ name: 'Email / Lure', tactic: 'initial-access', sentence: '{actor} had mail from {source}.' })],
      }),
    );
    expect(text).toContain('ana@acme.example had mail from bo@acrne.example.');
  });

  it('in mail of several senders: the domain that the model is about, not the newest sender', () => {
    const text = tell(
      observation({
        hour: 10,
        unit: 'mailbox',
        domain: 'email',
        subject: entity('user:ana@acme.example', 'recipient'),
        others: [entity('domain:acrne.example', 'sender')],
        probability: 1e-6,
        facets: [facet('sender', 1e-5, 'news@letters.example'), facet('look-alike', 1e-3, 'acrne.example resembles acme.example')],
        models: [
          {
            ...model({ name: 'Email / Look', tactic: 'initial-access', sentence: '{actor} had mail from {source}.' }),
            when: { facet: 'look-alike', probability: 0.02 },
          },
        ],
      }),
    );
    expect(text).toContain('ana@acme.example had mail from acrne.example.');
  });

  it('on a device: the device acts, the account is what was used on it', () => {
    const text = tell(
      observation({
        hour: 10,
        unit: 'device',
        domain: 'network',
        subject: entity('device:lt-1', 'source'),
        others: [entity('user:bo', 'actor')],
        probability: 1e-6,
        facets: [facet('account-on-device', 1e-5, 'bo')],
        models: [
          model({
            name: 'Device / Odd',
            tactic: 'lateral-movement',
            sentence: 'The account {target} was used on {actor}, where it does not belong.',
          }),
        ],
      }),
    );
    expect(text).toContain('The account bo was used on lt-1, where it does not belong.');
  });

  it('of a beacon: its own destination and contacts, not those of the whole hour', () => {
    const text = tell(
      observation({
        hour: 10,
        unit: 'device',
        domain: 'network',
        subject: entity('device:lt-1', 'source'),
        others: [entity('address:198.51.100.7', 'destination')],
        probability: 1e-6,
        operations: ['connection'],
        facets: [facet('beaconing', 1e-5, '57 contacts with c2.example, every 63.1 s; timing 0.98, evenness 0.80, coverage 0.98')],
        models: [
          {
            ...model({
              name: 'Device / Beacon',
              tactic: 'command-and-control',
              sentence: '{actor} contacted {destination} {count} times.',
            }),
            when: { facet: 'beaconing', probability: 0.01 },
          },
        ],
      }),
    );
    expect(text).toContain('lt-1 contacted c2.example 57 times.');
  });

  it('one thing is not told in the plural', () => {
    const text = tell(
      observation({
        hour: 10,
        subject: entity('user:ana@acme.example', 'actor'),
        probability: 1e-6,
        operations: ['query'],
        facets: [facet('failure-volume', 1e-5, '1 failure', { observed: 1, unit: 'failures', typical: '0–1 failures' })],
        models: [
          {
            ...model({ name: 'SaaS / Api', tactic: 'collection', sentence: '{actor} made {count} unusual calls of it.' }),
            when: { operation: 'query' },
          },
        ],
      }),
    );
    expect(text).toContain('ana@acme.example made 1 unusual call of it.');
    expect(text).toContain('1 failure (usually 0–1)');
  });
});
