import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RandomGenerator } from '../simulation/random.js';
import { SnapshotReader, SnapshotWriter } from './snapshot.js';
import { StratumWeights } from './stratum-weights.js';

const STRATA = 4;

const weightsOf = (counts: readonly number[]): StratumWeights => {
  const weights = new StratumWeights(1, STRATA);
  counts.forEach((count, stratum) => {
    for (let window = 0; window < count; window += 1) weights.learn(0, stratum);
  });
  return weights;
};

describe('StratumWeights', () => {
  test('weights average to one over the windows, whatever the shares', () => {
    const count = fc.nat({ max: 400 });
    fc.assert(
      fc.property(fc.tuple(count, count, count, count), (counts) => {
        const weights = weightsOf(counts);
        const all = counts.reduce((sum, n) => sum + n + 0.5, 0);
        const mean = counts.reduce((sum, n, stratum) => sum + ((n + 0.5) / all) * weights.weight(0, stratum), 0);
        return Math.abs(mean - 1) < 1e-9;
      }),
      { numRuns: 30 },
    );
  });

  test('before anything is known all strata weigh the same', () => {
    for (let stratum = 0; stratum < STRATA; stratum += 1) expect(weightsOf([]).weight(0, stratum)).toBeCloseTo(1, 12);
  });

  test('the rate of weighted p-values is nominal overall and raised in the rare stratum', () => {
    const random = RandomGenerator.keyed(11, 'strata');
    const weights = weightsOf([1, 10, 100, 889]);
    const draws = 400_000;
    const alarms = [0, 0, 0, 0];
    for (let draw = 0; draw < draws; draw += 1) {
      const at = random.next();
      const stratum = at < 0.001 ? 0 : at < 0.011 ? 1 : at < 0.111 ? 2 : 3;
      if (random.next() / weights.weight(0, stratum) <= 1e-2) alarms[stratum] = (alarms[stratum] ?? 0) + 1;
    }
    const total = alarms.reduce((sum, count) => sum + count, 0);
    expect(total / draws / 1e-2).toBeGreaterThan(0.9);
    expect(total / draws / 1e-2).toBeLessThan(1.1);
    expect((alarms[0] ?? 0) / (draws * 0.001)).toBeGreaterThan(0.2);
  });

  test('what is long past counts less', () => {
    const weights = weightsOf([50, 0, 0, 950]);
    const before = weights.weight(0, 0);
    for (let day = 0; day < 7; day += 1) weights.decay(2 ** (-1 / 7));
    for (let window = 0; window < 1_000; window += 1) weights.learn(0, 3);
    expect(weights.weight(0, 0)).toBeGreaterThan(2 * before);
  });

  test('restored weights are the saved ones', () => {
    const weights = weightsOf([1, 2, 3, 4]);
    const writer = new SnapshotWriter();
    weights.save(writer);
    const loaded = StratumWeights.load(new SnapshotReader(writer.finish('1'), '1'), 1, STRATA);
    for (let stratum = 0; stratum < STRATA; stratum += 1) expect(loaded.weight(0, stratum)).toBe(weights.weight(0, stratum));
  });
});
