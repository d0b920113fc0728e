import { describe, expect, it } from 'vitest';
import { incidentEvidence, jointSurprisal } from '../../src/correlation/incident-evidence.js';
import { tallyOf } from '../../src/correlation/incident-state.js';
import { recordObservation } from '../../src/correlation/observation.js';
import { entity, facet, model, observation } from './build-observation.js';

const ESTATE = 1000;

const recordOf = (person: string, hour: number, facetName: string, address?: ReturnType<typeof entity>, named?: string) =>
  recordObservation(
    observation({
      hour,
      subject: entity(`user:${person}@example.com`, 'actor'),
      ...(address === undefined ? {} : { others: [address] }),
      probability: 1e-4,
      facets: [facet(facetName, 1e-4, 'x')],
      ...(named === undefined ? {} : { models: [model({ name: named, tactic: 'initial-access' })] }),
    }),
    { weight: 1, weak: false, opens: true, kind: 0, telling: [] },
  );

const newcomerRecord = (hour: number, facetName: string): ReturnType<typeof recordOf> => {
  const record = recordOf('ada', hour, facetName, undefined, `Model ${hour}`);
  return { ...record, baselineWindows: 2, facets: [...record.facets, facet('account-age', 2e-3, 'never seen before')] };
};

const sumOf = (records: readonly ReturnType<typeof recordOf>[]): number =>
  incidentEvidence(records, records.map(tallyOf), 1e-3, 0.02, { estate: ESTATE, recognised: new Set() }).sum;

const rarityOf = (records: readonly ReturnType<typeof recordOf>[], recognised: readonly string[] = []): number =>
  incidentEvidence(records, records.map(tallyOf), 1e-3, 0.02, { estate: ESTATE, recognised: new Set(recognised) }).rarity;

describe('evidence of an incident', () => {
  const alone = rarityOf([recordOf('ada', 9, 'client')]);

  it('grows by somebody tied through what hardly anybody shares', () => {
    const rare = entity('address:198.51.100.7', 'source', { commonness: 0.001 });
    expect(rarityOf([recordOf('ada', 9, 'client', rare), recordOf('bea', 10, 'access-change', rare)])).toBeGreaterThan(alone + 3);
  });

  it('hardly grows by one of the many who share a way out of the office, any of whom could have been drawn in', () => {
    const office = entity('address:203.0.113.1', 'source', { commonness: 0.4 });
    const rare = entity('address:198.51.100.7', 'source', { commonness: 0.001 });
    const many = rarityOf([recordOf('ada', 9, 'client', office), recordOf('bea', 10, 'access-change', office)]);
    expect(many).toBeLessThan(alone + 1);
    expect(many).toBeLessThan(rarityOf([recordOf('ada', 9, 'client', rare), recordOf('bea', 10, 'access-change', rare)]));
  });

  it('of one person is charged for all days between', () => {
    const soon = rarityOf([recordOf('ada', 9, 'client'), recordOf('ada', 12, 'access-change')]);
    const late = rarityOf([recordOf('ada', 9, 'client'), recordOf('ada', 12 + 24 * 20, 'access-change')]);
    expect(late).toBeLessThan(soon - 1);
    expect(late).toBeGreaterThanOrEqual(alone - 2);
  });

  it('of what came within hours hardly suffers from what follows at leisure', () => {
    const mild = (hour: number, name: string, probability: number) => ({
      ...recordOf('ada', hour, name),
      surprisal: -Math.log(probability),
      weak: true,
    });
    const soon = [mild(9, 'client', 2e-3), mild(10, 'access-change', 2e-3), mild(12, 'mail-recipient', 2e-3)];
    const later = ['destination', 'hour-of-week', 'look-alike'].map((name, week) => mild(10 + 24 * 7 * (week + 1), name, 1.5e-2));
    expect(rarityOf([...soon, ...later])).toBeGreaterThan(rarityOf(soon) - Math.log(4));
  });

  it('is not charged for the days between where infrastructure of the incident was recognised', () => {
    const [first, back] = [recordOf('ada', 9, 'client'), recordOf('ada', 12 + 24 * 20, 'access-change')];
    expect(rarityOf([first, back], [back.id])).toBeGreaterThan(rarityOf([first, back]) + 1);
  });

  it('of a cause that returns on another day counts for less the more often it has returned', () => {
    const days = [0, 1, 2].map((day) => recordOf('ada', 9 + 24 * day, 'origin-network', undefined, `Model ${day}`));
    const alike = jointSurprisal(-Math.log(1e-4), 0, 0.02);
    const gain = (count: number): number => sumOf(days.slice(0, count)) - sumOf(days.slice(0, count - 1));
    expect(gain(2)).toBeCloseTo(alike - Math.log(6), 6);
    expect(gain(3)).toBeCloseTo(alike - 2 * Math.log(6), 6);
  });

  it('of the same cause within a day is one finding', () => {
    expect(sumOf([recordOf('ada', 9, 'origin-network'), recordOf('ada', 12, 'origin-network', undefined, 'Another')])).toBeCloseTo(
      sumOf([recordOf('ada', 9, 'origin-network')]),
      6,
    );
  });

  it('of a newcomer counts once, however much is new', () => {
    const firstDay = ['access-change', 'client', 'application'].map((name, hour) => newcomerRecord(hour + 9, name));
    expect(sumOf(firstDay)).toBeCloseTo(sumOf(firstDay.slice(0, 1)), 6);
  });
});
