import { describe, expect, it } from 'vitest';
import { RarityTail, TAIL_BIN } from './rarity-tail.js';

describe('RarityTail', () => {
  const exponential = (): RarityTail => {
    const tail = new RarityTail();
    for (let index = 0; index < 4000; index += 1) tail.add(-Math.log((index + 0.5) / 4000));
    return tail;
  };

  it('gives an exponential statistic its own value, counted and continued', () => {
    const tail = exponential();
    for (const value of [0.5, 1, 2, 4, 5.5]) expect(tail.surprisal(value, [1], 0)).toBeCloseTo(value, 0.8);
    expect(Math.abs(tail.surprisal(7.5, [1], 0) - 7.5)).toBeLessThan(1);
  });

  it('never claims less than a sixteenth of one window', () => {
    expect(exponential().surprisal(40, [1], 0)).toBeCloseTo(Math.log(16 * 4000), 10);
  });

  it('starts from the prior', () => {
    const prior = [1, 0.5, 0.25, 0.125];
    expect(new RarityTail().surprisal(TAIL_BIN, prior, 1000)).toBeCloseTo(Math.LN2, 10);
    expect(new RarityTail().surprisal(2 * TAIL_BIN, prior, 1000)).toBeCloseTo(2 * Math.LN2, 10);
  });

  it('never falls as the statistic grows', () => {
    const tail = exponential();
    let before = 0;
    for (let value = 0; value < 14; value += 0.1) {
      const now = tail.surprisal(value, [1, 0.4, 0.1], 200);
      expect(now).toBeGreaterThanOrEqual(before - 1e-12);
      before = now;
    }
  });
});
