import { describe, expect, it } from 'vitest';
import { incidentEvidence } from '../../src/correlation/incident-evidence.js';
import { tallyOf } from '../../src/correlation/incident-state.js';
import { recordObservation } from '../../src/correlation/observation.js';
import { entity, facet, observation } from './build-observation.js';

const ESTATE = 1000;

const recordOf = (person: string, hour: number, facetName: string, address?: ReturnType<typeof entity>) =>
  recordObservation(
    observation({
      hour,
      subject: entity(`user:${person}@example.com`, 'actor'),
      ...(address === undefined ? {} : { others: [address] }),
      probability: 1e-4,
      facets: [facet(facetName, 1e-4, 'x')],
    }),
    { weight: 1, weak: false, opens: true, kind: 0 },
  );

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

  it('is not charged for the days between where infrastructure of the incident was recognised', () => {
    const [first, back] = [recordOf('ada', 9, 'client'), recordOf('ada', 12 + 24 * 20, 'access-change')];
    expect(rarityOf([first, back], [back.id])).toBeGreaterThan(rarityOf([first, back]) + 1);
  });
});
