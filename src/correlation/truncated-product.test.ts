import { describe, expect, it } from 'vitest';
import { logGamma } from '../baselines/special-functions.js';
import { truncatedProductSurprisal } from './truncated-product.js';

/** Zaykin et al. 2002, equation 1: P(W ≤ w) of the truncated product of `looks` independent uniform p-values. */
const zaykin = (surprisal: number, threshold: number, looks: number): number => {
  let total = 0;
  let binomial = 1;
  for (let k = 1; k <= looks; k += 1) {
    binomial *= (looks - k + 1) / k;
    const excess = surprisal + k * Math.log(threshold);
    let inner = threshold ** k;
    if (excess > 0) {
      let term = 1;
      let sum = 0;
      for (let s = 0; s < k; s += 1) {
        sum += term;
        term *= excess / (s + 1);
      }
      inner = Math.exp(-surprisal) * sum;
    }
    total += binomial * (1 - threshold) ** (looks - k) * inner;
  }
  return total;
};

describe('truncatedProductSurprisal', () => {
  it.each([
    [8, 50],
    [14, 50],
    [20, 120],
    [36, 120],
    [60, 120],
  ])('agrees with the closed form of Zaykin et al. for %d nats among %d looks', (surprisal, looks) => {
    const exact = zaykin(surprisal, 1e-3, looks);
    const ours = Math.exp(-truncatedProductSurprisal(surprisal, 1e-3, looks * 1e-3));
    expect(ours / exact).toBeGreaterThan(0.95);
    expect(ours / exact).toBeLessThan(1.25);
  });

  it('is the chance of any p-value below the threshold where the sum is just that of one', () => {
    expect(Math.exp(-truncatedProductSurprisal(-Math.log(1e-3), 1e-3, 0.05))).toBeCloseTo(1 - Math.exp(-0.05), 6);
  });

  it.each([
    [14, 0.05, 0.5],
    [24, 0.5, 1],
    [40, 2, 3],
  ])('of %d nats among %d expected of shape %d is the mean over rates that vary as a Gamma', (total, expected, shape) => {
    const scale = expected / shape;
    let mean = 0;
    let weight = 0;
    for (let step = 0.5; step < 40_000; step += 1) {
      const rate = scale * Math.exp(-30 + (step * 34) / 40_000);
      const density = Math.exp(shape * Math.log(rate / scale) - rate / scale - logGamma(shape));
      weight += density;
      mean += density * Math.exp(-truncatedProductSurprisal(total, 1e-3, rate));
    }
    expect(Math.exp(-truncatedProductSurprisal(total, 1e-3, expected, shape)) / (mean / weight)).toBeCloseTo(1, 3);
  });

  it('is nothing without evidence or without looks', () => {
    expect(truncatedProductSurprisal(0, 1e-3, 1)).toBe(0);
    expect(truncatedProductSurprisal(20, 1e-3, 0)).toBe(0);
  });

  it('grows with the evidence and shrinks with the looks, far into the tail', () => {
    let before = 0;
    for (const nats of [7, 10, 20, 40, 80, 160, 400, 900]) {
      const here = truncatedProductSurprisal(nats, 1e-3, 0.2);
      expect(here).toBeGreaterThan(before);
      expect(truncatedProductSurprisal(nats, 1e-3, 2)).toBeLessThan(here);
      before = here;
    }
  });
});
