import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomGenerator } from './random.js';

function sample(draw: (random: RandomGenerator) => number, count = 40_000): { readonly mean: number; readonly variance: number } {
  const random = RandomGenerator.keyed(11, 'sample');
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < count; i += 1) {
    const value = draw(random);
    sum += value;
    squares += value * value;
  }
  const mean = sum / count;
  return { mean, variance: squares / count - mean * mean };
}

describe('RandomGenerator', () => {
  it('repeats its sequence for a key and differs between keys', () => {
    const draw = (seed: number, purpose: string, first: number) => {
      const random = RandomGenerator.keyed(seed, purpose, first);
      return [random.word(), random.word(), random.word()];
    };
    expect(draw(1, 'a', 2)).toEqual(draw(1, 'a', 2));
    expect(draw(1, 'a', 2)).not.toEqual(draw(1, 'a', 3));
    expect(draw(1, 'a', 2)).not.toEqual(draw(1, 'b', 2));
    expect(draw(1, 'a', 2)).not.toEqual(draw(2, 'a', 2));
    expect(draw(1, 'a', 2)).not.toEqual(draw(4294967297, 'a', 2));
  });

  it('is uniform, with mean 1/2 and variance 1/12', () => {
    const { mean, variance } = sample((random) => random.next());
    expect(mean).toBeCloseTo(0.5, 2);
    expect(variance).toBeCloseTo(1 / 12, 2);
  });

  it('has the moments of the normal, Poisson, gamma and negative binomial laws', () => {
    const normal = sample((random) => random.normal(3, 2));
    expect(normal.mean).toBeCloseTo(3, 1);
    expect(normal.variance).toBeCloseTo(4, 0);
    const poisson = sample((random) => random.poisson(2.5));
    expect(poisson.mean).toBeCloseTo(2.5, 1);
    expect(poisson.variance).toBeCloseTo(2.5, 0);
    const gamma = sample((random) => random.gamma(0.8));
    expect(gamma.mean).toBeCloseTo(0.8, 1);
    const count = sample((random) => random.negativeBinomial(4, 1.6));
    expect(count.mean).toBeCloseTo(4, 0);
    expect(count.variance / (4 + 16 / 1.6)).toBeGreaterThan(0.9);
    expect(count.variance / (4 + 16 / 1.6)).toBeLessThan(1.1);
  });

  it('picks the first of two ranks about 1.7 times as often as the second under the continuous Zipf law', () => {
    const random = RandomGenerator.keyed(5, 'zipf');
    const counts = [0, 0, 0];
    for (let i = 0; i < 60_000; i += 1) {
      const rank = random.zipf(50);
      if (rank < 3) counts[rank] = (counts[rank] ?? 0) + 1;
    }
    expect((counts[0] ?? 0) / (counts[1] ?? 1)).toBeCloseTo(Math.log(2) / Math.log(3 / 2), 1);
  });

  it('writes version 4 UUIDs and stays inside its ranges', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 1000 }), (seed, size) => {
        const random = RandomGenerator.keyed(seed, 'property');
        expect(random.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(random.integer(size)).toBeLessThan(size);
        expect(random.zipf(size)).toBeLessThan(size);
        expect(random.base62(17)).toMatch(/^[A-Za-z0-9]{17}$/);
        expect(random.shuffled([1, 2, 3, 4]).sort()).toEqual([1, 2, 3, 4]);
      }),
      { numRuns: 50 },
    );
  });

  it('refuses to pick from nothing', () => {
    expect(() => RandomGenerator.keyed(1, 'x').pick([])).toThrow(RangeError);
  });
});
