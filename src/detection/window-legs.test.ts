import { describe, expect, test } from 'vitest';
import { KIND_FACETS, RawScore } from './raw-score.js';
import { ACCOUNT } from './unit-layout.js';
import { fillLegs } from './window-legs.js';

/** Legs of a window of which facets, by name, have a calibrated surprisal and rest on an event, or on none (−1). */
const legsOf = (facets: Readonly<Record<string, readonly [surprisal: number, event: number]>>): readonly number[] => {
  const raw = new RawScore(ACCOUNT);
  for (const [name, [surprisal, index]] of Object.entries(facets)) {
    const facet = KIND_FACETS[ACCOUNT]?.position.get(name) ?? -1;
    raw.set(facet, surprisal, surprisal, { index, hash: 0, observed: NaN, detail: '' });
    raw.calibrated[facet] = surprisal;
  }
  fillLegs(ACCOUNT, raw);
  return [...raw.legs];
};

describe('the facets of a window taken together', () => {
  test('several adds the five most surprising; of all, what amounts that grow together or facets of one event add to the greatest counts half', () => {
    const [, several, all] = legsOf({
      'activity-volume': [10, -1],
      'mail-volume': [9, -1],
      'distinct-resources': [8, -1],
      target: [7, 3],
      resource: [6, 3],
      travel: [5, 4],
    });
    expect(several).toBeCloseTo(10 + 9 + 8 + 7 + 6, 12);
    expect(all).toBeCloseTo(10 + 0.5 * (9 + 8) + 7 + 0.5 * 6 + 5, 12);
  });

  test('of more than five, several adds the five most surprising', () => {
    const [, several, all] = legsOf({
      'origin-network': [1, 0],
      'origin-country': [2, 1],
      client: [3, 2],
      application: [4, 3],
      action: [5, 4],
      resource: [6, 5],
    });
    expect(several).toBeCloseTo(20, 12);
    expect(all).toBeCloseTo(21, 12);
  });

  test('the strongest is at least the most surprising, less the number of facets', () => {
    const [strongest = 0] = legsOf({ client: [9, 0], action: [2, 1] });
    expect(strongest).toBeGreaterThan(9 - Math.log(KIND_FACETS[ACCOUNT]?.facets.length ?? 1) - 1e-9);
    expect(strongest).toBeLessThanOrEqual(9);
  });
});
