import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Restlessness } from './restlessness.js';
import { SnapshotReader, SnapshotWriter } from './snapshot.js';

const CALM = 1;
const UNUSUAL = 5;

const learned = (windows: readonly (readonly [subject: number, unusual: boolean])[]): Restlessness => {
  const restlessness = new Restlessness(1);
  for (const [subject, unusual] of windows) restlessness.learn(0, subject, unusual ? UNUSUAL : CALM, 0.1);
  return restlessness;
};

/** `often` of 100 windows of a subject unusual, and 1 in 50 of so many others that the share of the kind is 1 in 50. */
const estate = (often: number): Restlessness => {
  const own = Array.from({ length: 100 }, (_, at) => [0, at < often] as const);
  const missing = Math.max(0, often * 50 - 100);
  return learned([...own, ...Array.from({ length: missing }, () => [1, false] as const)]);
};

describe('Restlessness', () => {
  test('is the posterior mean of a Gamma–Poisson rate with mean and shape one', () => {
    expect(estate(25).of(0, 0)).toBeCloseTo((25 + 1) / (100 * 0.02 + 1), 6);
    expect(estate(2).of(0, 0)).toBeCloseTo(1, 12);
  });

  test('is one for whom nothing is known of, and never below a half', () => {
    expect(new Restlessness(1).of(0, 7)).toBe(1);
    const calm = learned(Array.from({ length: 5_000 }, (_, at) => [at % 2, at % 2 === 1 && at % 20 === 1] as const));
    expect(calm.of(0, 0)).toBe(0.5);
  });

  test('a window that is taken out counts as if it had never been', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3), fc.boolean()), { maxLength: 60 }), fc.boolean(), (windows, unusual) => {
        const kind = Array.from({ length: 200 }, (_, at) => [9, at % 50 === 0] as const);
        const before = learned([...kind, ...windows]).of(0, 0);
        const after = learned([...kind, ...windows, [0, unusual] as const]).of(0, 0, unusual ? UNUSUAL : CALM);
        return Math.abs(after / before - 1) < 0.06;
      }),
    );
  });

  test('suspicious windows count an eighth', () => {
    const restlessness = new Restlessness(1);
    for (let window = 0; window < 8; window += 1) restlessness.learn(0, 0, UNUSUAL, 1e-4);
    const once = learned([...Array.from({ length: 7 }, () => [0, false] as const), [0, true] as const]);
    expect(restlessness.of(0, 0)).toBeCloseTo(once.of(0, 0), 12);
  });

  test('what became another subject counts there, what is restored is what was saved, and all fades', () => {
    const restlessness = learned([
      ...Array.from({ length: 6 }, () => [0, true] as const),
      ...Array.from({ length: 6 }, () => [1, true] as const),
    ]);
    const alone = restlessness.of(0, 1);
    restlessness.merge(0, 1);
    expect(restlessness.of(0, 1)).toBeGreaterThan(alone);
    expect(restlessness.of(0, 0)).toBe(1);
    const writer = new SnapshotWriter();
    restlessness.save(writer);
    const restored = Restlessness.load(new SnapshotReader(writer.finish('1'), '1'), 1);
    expect(restored.of(0, 1)).toBe(restlessness.of(0, 1));
    restored.decay(0);
    expect(restored.of(0, 1)).toBe(1);
  });
});
