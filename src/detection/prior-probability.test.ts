import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claimedProbability, PRIOR_SHARES, priorProbability } from './prior-probability.js';
import { FACET_TAILS, LEG_TAILS, UNIT_TAILS } from './prior-tails.js';

const tails = Object.entries({ ...FACET_TAILS, ...LEG_TAILS, ...UNIT_TAILS });

describe('priorProbability', () => {
  test('at the surprisal a share of windows reaches, it is that share', () => {
    const tail = [1, 2, 3, 4, 5, 6, 7];
    PRIOR_SHARES.forEach((share, index) => {
      expect(priorProbability(tail, tail[index] ?? 0)).toBeCloseTo(share, 12);
    });
    expect(priorProbability(tail, 0.5)).toBeCloseTo(Math.sqrt(0.3), 12);
    expect(priorProbability(tail, 9)).toBeCloseTo(3e-4 * Math.exp(-1), 12);
  });

  test('without a tail it halves the surprisal', () => {
    expect(priorProbability(undefined, 6)).toBeCloseTo(Math.exp(-3), 12);
  });

  test('a tail in which nothing occurred does not make a claim more improbable than it is itself', () => {
    const empty = PRIOR_SHARES.map(() => 0.04);
    expect(claimedProbability(empty, 2, 0)).toBeCloseTo(Math.exp(-2), 12);
    expect(claimedProbability([1, 2, 3, 4, 5, 6, 7], 6, 0)).toBeCloseTo(Math.exp(-6), 12);
    expect(claimedProbability([3, 6, 9, 12, 15, 18, 21], 6, 0)).toBeCloseTo(0.1, 12);
  });

  test('the claim fades as an estate gains experience', () => {
    const empty = PRIOR_SHARES.map(() => 0.04);
    expect(claimedProbability(empty, 2, 900)).toBeCloseTo(Math.exp(-2) / 100, 12);
  });

  test('is a falling probability for every tail that ships', () => {
    for (const [name, tail] of tails) {
      expect(tail.length, name).toBe(PRIOR_SHARES.length);
      fc.assert(
        fc.property(fc.double({ min: 0.001, max: 60, noNaN: true }), fc.double({ min: 0, max: 20, noNaN: true }), (s, more) => {
          const p = priorProbability(tail, s);
          return p > 0 && p <= 1 && priorProbability(tail, s + more) <= p * (1 + 1e-12);
        }),
        { numRuns: 20 },
      );
    }
  });
});
