import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cauchyCombination, cauchyScore, cauchySurprisal, sidak, sidakSurprisal } from './combine.js';

describe('combination of p-values', () => {
  test('Šidák: 1 − 0.95³ and tiny p', () => {
    expect(sidak(0.05, 3)).toBeCloseTo(0.142625, 12);
    expect(sidak(1e-18, 1000)).toBeCloseTo(1e-15, 25);
    expect(sidakSurprisal(-Math.log(0.05), 3)).toBeCloseTo(-Math.log(0.142625), 10);
    expect(sidakSurprisal(50, 10)).toBeCloseTo(50 - Math.log(10), 12);
  });
  test('Cauchy of equal p-values is that p-value (Liu & Xie 2020, a mean of equal scores)', () => {
    for (const p of [0.3, 1e-2, 1e-5, 1e-12]) expect(cauchyCombination([-Math.log(p), -Math.log(p)])).toBeCloseTo(-Math.log(p), 6);
  });
  test('Cauchy of one tiny p among k is about k·p (Bonferroni limit)', () => {
    expect(Math.exp(-cauchyCombination([-Math.log(1e-8), 0, 0, 0]))).toBeCloseTo(4e-8, 12);
  });
  test('score and surprisal are inverse for p < ½', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.7, max: 200, noNaN: true }),
        (s) => Math.abs(cauchySurprisal(cauchyScore(s)) - s) < 1e-5 * Math.max(1, s),
      ),
    );
  });
});
