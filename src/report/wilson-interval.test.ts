import { describe, expect, it } from 'vitest';
import { wilsonInterval } from './wilson-interval.js';

describe('wilsonInterval', () => {
  it('agrees with the published example of 81 of 263 (Newcombe 1998, method 3)', () => {
    const [low, high] = wilsonInterval(81, 263);
    expect(low).toBeCloseTo(0.2553, 4);
    expect(high).toBeCloseTo(0.3662, 4);
  });

  it.each([
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%i of %i: %f to %f (the same table)', (seen, units, from, to) => {
    const [low, high] = wilsonInterval(seen, units);
    expect(low).toBeCloseTo(from, 4);
    expect(high).toBeCloseTo(to, 4);
  });

  it('says nothing where nothing was counted', () => {
    expect(wilsonInterval(0, 0)).toEqual([0, 1]);
  });
});
