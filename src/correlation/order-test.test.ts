import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderTest } from './order-test.js';

/** Every arrangement of a sequence, for the definition of the permutation p-value. */
const arrangements = (items: readonly number[]): readonly (readonly number[])[] =>
  items.length < 2
    ? [items]
    : items.flatMap((item, index) => arrangements([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]));

const outOfOrder = (items: readonly number[]): number =>
  items.reduce((sum, item, index) => sum + items.slice(0, index).filter((earlier) => earlier > item).length, 0);

describe('orderTest', () => {
  it('is 1/n! for n different stages in order, and 1 in reverse', () => {
    expect(orderTest([2, 8, 12]).probability).toBeCloseTo(1 / 6, 12);
    expect(orderTest([0, 1, 2, 3, 4]).probability).toBeCloseTo(1 / 120, 12);
    expect(orderTest([12, 8, 2])).toEqual({ statistic: -1, probability: 1 });
    expect(orderTest([2, 8, 12]).statistic).toBe(1);
  });

  it('agrees with the Mann-Whitney table: n = 4 and 4, U ≤ 1 gives 2/70, U ≤ 3 gives 7/70', () => {
    expect(orderTest([0, 0, 0, 1, 0, 1, 1, 1]).probability).toBeCloseTo(2 / 70, 12);
    expect(orderTest([0, 0, 0, 1, 1, 1, 0, 1]).probability).toBeCloseTo(7 / 70, 12);
  });

  it('says nothing about no, one or equal stages', () => {
    for (const sequence of [[], [4], [4, 4, 4]]) expect(orderTest(sequence)).toEqual({ statistic: 0, probability: 1 });
  });

  it('is the share of arrangements at least as orderly', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 6 }), (sequence) => {
        const all = arrangements(sequence);
        const share = all.filter((one) => outOfOrder(one) <= outOfOrder(sequence)).length / all.length;
        expect(orderTest(sequence).probability).toBeCloseTo(share, 10);
      }),
      { numRuns: 60 },
    );
  });

  it('stays a probability for long sequences', () => {
    const { probability } = orderTest(Array.from({ length: 300 }, (_, index) => index % 14));
    expect(probability).toBeGreaterThan(0);
    expect(probability).toBeLessThanOrEqual(1);
  });
});
