import { describe, expect, test } from 'vitest';
import { RandomGenerator } from '../simulation/random.js';
import { CalibratorBank } from './calibrator.js';
import { SnapshotReader, SnapshotWriter } from './snapshot.js';

/** Raw surprisals of several shapes, all to be made honest by the bank. */
const SHAPES: readonly (readonly [name: string, draw: (random: RandomGenerator) => number])[] = [
  ['honest: −ln of a uniform p', (random) => random.exponential(1)],
  ['twice too surprised', (random) => random.exponential(2)],
  ['half of the windows not at all', (random) => (random.chance(0.5) ? 0 : random.exponential(1))],
  ['lognormal', (random) => Math.exp(random.normal(0, 0.6))],
];

const options = { reach: 20, priorUnits: 50, heaviest: 0.4 };

const bankOf = (draw: (random: RandomGenerator) => number, units: number, purpose: string, reach = 20): CalibratorBank => {
  const bank = new CalibratorBank({ ...options, reach }, (_, surprisal) => Math.exp(-surprisal / 2));
  bank.reserve(2);
  const random = RandomGenerator.keyed(1, purpose);
  for (let unit = 0; unit < units; unit += 1) bank.learn(0, draw(random));
  return bank;
};

describe('CalibratorBank', () => {
  test.each(SHAPES)('%s: as rare on fresh draws as it says', (name, draw) => {
    const bank = bankOf(draw, 60_000, name);
    const random = RandomGenerator.keyed(2, name);
    const fresh = 120_000;
    let [hundredth, thousandth] = [0, 0];
    for (let unit = 0; unit < fresh; unit += 1) {
      const p = bank.probability(0, draw(random));
      if (p <= 1e-2) hundredth += 1;
      if (p <= 1e-3) thousandth += 1;
    }
    expect(hundredth / fresh / 1e-2).toBeGreaterThan(0.8);
    expect(hundredth / fresh / 1e-2).toBeLessThan(1.25);
    expect(thousandth / fresh / 1e-3).toBeGreaterThan(0.8);
    expect(thousandth / fresh / 1e-3).toBeLessThan(1.25);
  });

  test('beyond the counted the Pareto tail goes on as the exponential it was fitted to', () => {
    const bank = bankOf((random) => random.exponential(1), 100_000, 'tail');
    for (const surprisal of [9, 10, 11, 12]) {
      const ratio = bank.probability(0, surprisal) / Math.exp(-surprisal);
      expect(ratio, `at ${surprisal} nats`).toBeGreaterThan(0.3);
      expect(ratio, `at ${surprisal} nats`).toBeLessThan(3);
    }
  });

  test('where few units are surprised at all, and those by much, the tail begins where they lie', () => {
    const bank = bankOf((random) => (random.chance(0.995) ? 0 : 8 + random.exponential(1)), 40_000, 'sparse');
    for (const beyond of [2, 3, 4]) {
      const ratio = bank.probability(0, 8 + beyond) / (0.005 * Math.exp(-beyond));
      expect(ratio, `${beyond} nats further`).toBeGreaterThan(0.4);
      expect(ratio, `${beyond} nats further`).toBeLessThan(2.5);
    }
  });

  test('rarer is never more probable', () => {
    const bank = bankOf((random) => random.exponential(1.5), 5_000, 'monotone');
    let last = 1;
    for (let surprisal = 0; surprisal < 40; surprisal += 0.05) {
      const p = bank.probability(0, surprisal);
      expect(p).toBeLessThanOrEqual(last * 1.02);
      expect(p).toBeGreaterThan(0);
      last = Math.min(last, p);
    }
  });

  test('no probability is below what could be counted: 1 / (reach × units)', () => {
    const units = 10_000;
    for (const reach of [4, 20, 1_000]) {
      const p = bankOf((random) => random.exponential(1), units, 'floor', reach).probability(0, 900);
      expect(p).toBeGreaterThanOrEqual(1 / (reach * (units + 2_000)) - 1e-15);
      expect(p).toBeLessThan(1e-3);
    }
  });

  test('nothing learned: the prior speaks, and zero surprisal is certain', () => {
    const bank = bankOf(() => 0, 0, 'empty');
    expect(bank.probability(0, 4)).toBeCloseTo(Math.exp(-2), 12);
    expect(bank.probability(0, 0)).toBe(1);
  });

  test('the prior gives way as units come in', () => {
    const prior = 0.5;
    const distance = (units: number): number => {
      const bank = new CalibratorBank(options, () => prior);
      bank.reserve(1);
      const random = RandomGenerator.keyed(3, 'prior');
      for (let unit = 0; unit < units; unit += 1) bank.learn(0, random.exponential(1));
      return Math.abs(bank.probability(0, 3) - Math.exp(-3));
    };
    expect(distance(20)).toBeGreaterThan(distance(500));
    expect(distance(500)).toBeGreaterThan(distance(20_000));
    expect(distance(20_000)).toBeLessThan(0.005);
  });

  test('a group is tied to its kind: with few units of its own it says what the parent says', () => {
    const bank = bankOf((random) => random.exponential(1), 10, 'group');
    const parent = { row: 0, probability: 0.02 };
    expect(bank.probability(0, 5, parent) / 0.02).toBeCloseTo(1, 1);
    expect(bank.probability(1, 5, parent)).toBeCloseTo(0.02, 12);
  });

  test('groups of a kind that exceed every level unequally often are each as rare as said', () => {
    const bank = new CalibratorBank(options, (_, surprisal) => Math.exp(-surprisal));
    bank.reserve(3);
    const random = RandomGenerator.keyed(7, 'unequal groups');
    const draw = (group: number): number => (random.chance(group === 1 ? 0.5 : 0.05) ? random.exponential(1) : 0);
    for (let unit = 0; unit < 6_000; unit += 1) {
      const group = 1 + (unit % 2);
      const surprisal = draw(group);
      bank.learn(0, surprisal);
      bank.learn(group, surprisal);
    }
    for (const group of [1, 2]) {
      const fresh = 200_000;
      let thousandth = 0;
      for (let unit = 0; unit < fresh; unit += 1) {
        const surprisal = draw(group);
        const parent = { row: 0, probability: bank.probability(0, surprisal) };
        if (bank.probability(group, surprisal, parent) <= 1e-3) thousandth += 1;
      }
      expect(thousandth / fresh / 1e-3, `group ${group}`).toBeGreaterThan(0.6);
      expect(thousandth / fresh / 1e-3, `group ${group}`).toBeLessThan(1.6);
    }
  });

  test('a tail read from few units is as rare as said on average, for a fit is not taken for the truth', () => {
    const random = RandomGenerator.keyed(8, 'few units');
    let [thousandth, tenThousandth, fresh] = [0, 0, 0];
    for (let estate = 0; estate < 150; estate += 1) {
      const bank = new CalibratorBank({ ...options, priorUnits: 1 }, (_, surprisal) => Math.exp(-surprisal));
      bank.reserve(1);
      for (let unit = 0; unit < 1_000; unit += 1) bank.learn(0, random.exponential(1));
      for (let unit = 0; unit < 4_000; unit += 1) {
        const p = bank.probability(0, random.exponential(1));
        fresh += 1;
        if (p <= 1e-3) thousandth += 1;
        if (p <= 1e-4) tenThousandth += 1;
      }
    }
    expect(thousandth / fresh / 1e-3).toBeGreaterThan(0.7);
    expect(thousandth / fresh / 1e-3).toBeLessThan(1.3);
    expect(tenThousandth / fresh / 1e-4).toBeLessThan(1.6);
  });

  test('values that are all the same have their mid-p, wherever in a bin they lie', () => {
    for (const value of [2.01, 5.3, 7.77, 9.99]) {
      const bank = new CalibratorBank({ ...options, priorUnits: 0 }, () => 1);
      bank.reserve(1);
      for (let unit = 0; unit < 10_000; unit += 1) bank.learn(0, unit % 100 === 0 ? value : 0.1);
      expect(bank.probability(0, value), String(value)).toBeCloseTo(0.005, 6);
    }
  });

  test('what another bank learned is added', () => {
    const [one, other] = [bankOf((random) => random.exponential(1), 1_000, 'one'), bankOf((random) => random.exponential(2), 500, 'other')];
    one.absorb(other, 1);
    expect(one.units(0)).toBe(1_500);
  });

  test('a unit left out is one never learned, where its share is counted', () => {
    const [with_, without] = [0, 1].map((skip) => {
      const bank = new CalibratorBank(options, (_, surprisal) => Math.exp(-surprisal));
      bank.reserve(1);
      for (let unit = skip; unit < 2_000; unit += 1) bank.learn(0, unit === 0 ? 2 : (unit % 400) / 50);
      return bank;
    });
    expect(with_?.probability(0, 2, undefined, 1)).toBeCloseTo(without?.probability(0, 2) ?? 0, 12);
    expect(with_?.units(0)).toBe(2_000);
  });

  test('leaving one out keeps the rates honest over the very units learned', () => {
    const random = RandomGenerator.keyed(5, 'self');
    const units = Array.from({ length: 40_000 }, () => random.exponential(1));
    const bank = new CalibratorBank(options, (_, surprisal) => Math.exp(-surprisal));
    bank.reserve(1);
    for (const unit of units) bank.learn(0, unit);
    for (const nominal of [1e-2, 1e-3]) {
      const realised = units.filter((unit) => bank.probability(0, unit, undefined, 1) <= nominal).length / units.length;
      expect(realised / nominal).toBeGreaterThan(0.8);
      expect(realised / nominal).toBeLessThan(1.25);
    }
  });

  test('decay forgets at the given rate', () => {
    const bank = bankOf((random) => random.exponential(1), 1_000, 'decay');
    for (let day = 0; day < 30; day += 1) bank.decay(2 ** (-1 / 30));
    expect(bank.units(0)).toBeCloseTo(500, 6);
  });

  test('states the surprisals that shares of its units reach', () => {
    const bank = bankOf((random) => random.exponential(1), 50_000, 'shares');
    const tail = bank.tail(0, [0.3, 0.1, 0.01]);
    [0.3, 0.1, 0.01].forEach((share, index) => {
      expect(Math.abs((tail[index] ?? 0) - -Math.log(share))).toBeLessThan(0.3);
    });
  });

  test('a restored bank says what the saved one said', () => {
    const bank = bankOf((random) => random.exponential(1), 3_000, 'saved');
    const writer = new SnapshotWriter();
    bank.save(writer);
    const loaded = CalibratorBank.load(new SnapshotReader(writer.finish('1'), '1'), options, (_, surprisal) => Math.exp(-surprisal / 2));
    for (const surprisal of [0.1, 3, 8, 20]) expect(loaded.probability(0, surprisal)).toBe(bank.probability(0, surprisal));
    expect(loaded.bytes).toBe(bank.bytes);
  });
});
