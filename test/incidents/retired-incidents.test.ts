import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/correlation/observation.js';
import { createCorrelator, type Correlator } from '../../src/pipeline/incident-desk.js';
import { RandomGenerator } from '../../src/simulation/random.js';
import { entity, facet, observation } from './build-observation.js';
import { background, SIX_MODELS, together } from './scenarios.js';

const DAY = 86_400_000;
const DAYS = 240;

/** Oddities of 40 people over eight months, some grave; one of them acts up every six days, so that his incident never comes to rest. */
const oddities = (): readonly Observation[] => {
  const random = RandomGenerator.keyed(20_261_128, 'oddities');
  const at = (hour: number, name: string, probability: number): Observation =>
    observation({
      hour,
      subject: entity(`user:${name}@acme.example`, 'actor'),
      others: [entity(`address:203.0.113.${random.integer(120)}`, 'source')],
      models: SIX_MODELS.slice(random.integer(6)).slice(0, 2),
      probability,
      facts: ['sign-in', 'new-network-for-estate', 'data-export'],
      operations: [`Operation${random.integer(30)}`],
      facets: [facet('client', probability, `client ${random.integer(50)}`)],
    });
  const many = Array.from({ length: DAYS * 2 }, (_value, index) =>
    at(index * 12 + random.integer(12), `p${random.integer(40)}`, 10 ** -random.between(2.5, 12)),
  );
  const restless = Array.from({ length: DAYS / 6 }, (_value, index) => at(index * 144 + 3, 'restless', 1e-5));
  return together(many, restless, background(DAYS));
};

/** What the platform would hold at the end if retired documents stay in it as they are. */
interface Held {
  readonly correlator: Correlator;
  readonly incidents: ReadonlyMap<string, string>;
  readonly actions: ReadonlyMap<string, string>;
  readonly retired: number;
}

const hold = (stream: readonly Observation[], alertBudgetPerDay: number, retiring: boolean): Held => {
  const options = { tenant: 'acme', alertBudgetPerDay };
  let correlator = createCorrelator(options);
  const [incidents, actions] = [new Map<string, string>(), new Map<string, string>()];
  const keep = (into: Map<string, string>, documents: readonly { readonly throughline: { readonly id: string } }[]): void => {
    for (const document of documents) {
      expect(into.has(document.throughline.id)).toBe(false);
      into.set(document.throughline.id, JSON.stringify(document));
    }
  };
  for (let first = 0; first < stream.length;) {
    const day = Math.floor((stream[first]?.finding.windowEnd ?? 0) / DAY);
    const next = stream.findIndex(({ finding }, index) => index > first && Math.floor(finding.windowEnd / DAY) > day);
    const end = next < 0 ? stream.length : next;
    correlator.step(stream.slice(first, end));
    first = end;
    if (!retiring) continue;
    const done = correlator.retire((day + 1) * DAY);
    keep(incidents, done.incidents);
    keep(actions, done.actions);
    if (day % 10 === 0) correlator = createCorrelator(options, correlator.snapshot());
  }
  const retired = incidents.size;
  keep(incidents, correlator.incidents());
  keep(actions, correlator.actions());
  return { correlator, incidents, actions, retired };
};

const sorted = (documents: ReadonlyMap<string, string>) => [...documents].sort(([a], [b]) => (a < b ? -1 : 1));

describe('incidents that nothing can change any more', () => {
  const stream = oddities();

  it.each([5, 0.5, 0.05])('are let go of with a budget of %d a day: every document stays the same, and the state is smaller', (budget) => {
    const whole = hold(stream, budget, false);
    const retiring = hold(stream, budget, true);
    expect(sorted(retiring.incidents)).toEqual(sorted(whole.incidents));
    expect(sorted(retiring.actions)).toEqual(sorted(whole.actions));
    expect(whole.actions.size).toBeGreaterThan(10);
    expect(retiring.retired).toBeGreaterThan(whole.incidents.size / 2);
    expect(retiring.correlator.snapshot().length).toBeLessThan(whole.correlator.snapshot().length / 2);
  });
});
