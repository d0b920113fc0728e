import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AmountJudgement, AmountStore, usualRange } from './amount-store.js';
import { SnapshotReader, SnapshotWriter } from './snapshot.js';
import { logStudentTail } from './special-functions.js';

const blank = (): AmountJudgement => ({ surprisal: 0, observations: 0, centre: 0, scale: 0 });
const prior = { mean: 1, variance: 0.5 };
const level = fc.double({ min: 0, max: 12, noNaN: true });

const learned = (values: readonly number[]): AmountStore => {
  const store = new AmountStore();
  store.allocate(1);
  for (const y of values) store.learn(0, y, 1);
  return store;
};

describe('AmountStore', () => {
  test('without history the prior alone judges: Student t with 10 degrees of freedom about its mean', () => {
    const store = learned([]);
    const scale = Math.sqrt((prior.variance * 6) / 5 + 0.2);
    for (const y of [1, 2, 4]) {
      expect(store.judge(0, y, prior, undefined, blank()).surprisal).toBeCloseTo(-logStudentTail((y - 1) / scale, 10), 10);
    }
    expect(store.judge(0, prior.mean, prior, undefined, blank()).surprisal).toBeCloseTo(Math.LN2, 12);
  });

  test('with history it is the normal-inverse-gamma predictive (Murphy 2007, eq. 85–89 and 110), to which the least variance is added', () => {
    const values = [2, 3, 3.5, 1.5, 2.5];
    const n = values.length;
    const mean = values.reduce((sum, y) => sum + y, 0) / n;
    const squares = values.reduce((sum, y) => sum + (y - mean) ** 2, 0);
    const [kappa, alpha] = [5 + n, 5 + n / 2];
    const centre = (5 * prior.mean + n * mean) / kappa;
    const beta = 5 * prior.variance + squares / 2 + (5 * n * (mean - prior.mean) ** 2) / (2 * kappa);
    const scale = Math.sqrt((beta * (kappa + 1)) / (alpha * kappa) + 0.2);
    const judged = learned(values).judge(0, 4, prior, undefined, blank());
    expect(judged.surprisal).toBeCloseTo(-logStudentTail((4 - centre) / scale, 2 * alpha), 5);
    expect(judged.observations).toBe(n);
    expect(usualRange(judged).low).toBeCloseTo(Math.max(0, Math.expm1(centre - 1.2815515655 * scale)), 4);
    expect(usualRange(judged).high).toBeCloseTo(Math.expm1(centre + 1.2815515655 * scale), 4);
  });

  test('more is never less surprising, and surprisal is finite however far out', () => {
    fc.assert(
      fc.property(fc.array(level, { maxLength: 30 }), level, level, (values, a, b) => {
        const store = learned(values);
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((y) => store.judge(0, y, prior, undefined, blank()).surprisal);
        expect(more).toBeGreaterThanOrEqual((less ?? 0) - 1e-9);
      }),
    );
    expect(Number.isFinite(learned([0, 0, 0]).judge(0, 60, prior, undefined, blank()).surprisal)).toBe(true);
  });

  test('leaving one out is never having learned it', () => {
    fc.assert(
      fc.property(fc.array(level, { minLength: 1, maxLength: 40 }), fc.nat(39), level, (values, at, y) => {
        const index = at % values.length;
        const out = learned(values).judge(0, y, prior, values[index], blank());
        const never = learned(values.toSpliced(index, 1)).judge(0, y, prior, undefined, blank());
        expect(out.observations).toBe(never.observations);
        expect(Math.abs(out.surprisal - never.surprisal)).toBeLessThan(1e-3 * Math.max(1, never.surprisal));
      }),
    );
  });

  test('a merged series is the series of both', () => {
    fc.assert(
      fc.property(fc.array(level, { maxLength: 20 }), fc.array(level, { maxLength: 20 }), level, (a, b, y) => {
        const store = new AmountStore();
        store.allocate(2);
        for (const value of a) store.learn(0, value, 1);
        for (const value of b) store.learn(1, value, 1);
        store.merge(0, 1);
        const merged = store.judge(1, y, prior, undefined, blank());
        const together = learned([...a, ...b]).judge(0, y, prior, undefined, blank());
        expect(merged.observations).toBe(together.observations);
        expect(Math.abs(merged.surprisal - together.surprisal)).toBeLessThan(1e-3 * Math.max(1, together.surprisal));
        expect(store.judge(0, y, prior, undefined, blank()).observations).toBe(0);
      }),
    );
  });

  test('beyond its memory of 500 windows a series follows a lasting change', () => {
    const store = learned([...Array.from({ length: 2_000 }, () => 1), ...Array.from({ length: 2_000 }, () => 5)]);
    const judged = store.judge(0, 5, prior, undefined, blank());
    expect(judged.observations).toBe(501);
    expect(judged.surprisal).toBeLessThan(1.2);
  });

  test('a restored store judges as the saved one', () => {
    const store = learned([1, 4, 2]);
    const writer = new SnapshotWriter();
    store.save(writer);
    const loaded = AmountStore.load(new SnapshotReader(writer.finish('1'), '1'));
    loaded.allocate(3);
    expect(loaded.judge(0, 5, prior, undefined, blank())).toEqual(store.judge(0, 5, prior, undefined, blank()));
    expect(loaded.judge(2, 5, prior, undefined, blank()).observations).toBe(0);
  });
});
