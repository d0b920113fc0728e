import { describe, expect, test } from 'vitest';
import { RandomGenerator } from '../simulation/random.js';
import { GroupStatistics } from './group-statistics.js';
import { HOUR_BINS } from './lived-hours.js';
import { patternLayout } from './pattern-layout.js';
import { PatternOfLife } from './pattern-of-life.js';
import { SnapshotReader, SnapshotWriter } from './snapshot.js';
import { FULL } from './value-store.js';

const layout = patternLayout([{ lists: ['value'], amounts: ['amount'], amountPriors: [{ mean: 0.7, variance: 1 }], hours: false }]);

const statistics = (): GroupStatistics => {
  const groups = new GroupStatistics(layout);
  groups.reserve(2);
  return groups;
};

/** Four kinds of entity of algorithms 1.2: how many values they draw from (Zipf), and how often they meet something outside them. */
const ENTITIES = [
  { name: 'stable user', values: 6, novel: 0.002 },
  { name: 'normal user', values: 40, novel: 0.02 },
  { name: 'administrator', values: 300, novel: 0.1 },
  { name: 'service account', values: 3, novel: 0.0005 },
] as const;

describe('probability of a first-seen value', () => {
  test('knowing nothing it falls with the history: 1, 4/5, 1/2 …', () => {
    const groups = statistics();
    expect(groups.noveltyRate(0, 0, 0, 0)).toBe(1);
    expect(groups.noveltyRate(0, 0, 0, 1)).toBeCloseTo(0.8, 12);
    expect(groups.noveltyRate(0, 0, 0, 4)).toBeCloseTo(0.5, 12);
  });

  test("a group's own rate takes over from its kind's, and the kind's from the start", () => {
    const groups = statistics();
    for (let window = 0; window < 5_000; window += 1) groups.learnNovelty(0, 0, 100, window % 10 === 0);
    expect(groups.noveltyRate(0, 0, 0, 100)).toBeCloseTo(0.1, 2);
    expect(groups.noveltyRate(1, 0, 0, 100)).toBeCloseTo(0.1, 2);
    for (let window = 0; window < 2_000; window += 1) groups.learnNovelty(1, 0, 100, window % 2 === 0);
    expect(groups.noveltyRate(1, 0, 0, 100)).toBeCloseTo(0.5, 1);
    expect(groups.noveltyRate(1, 0, 0, 1_000)).toBeLessThan(0.1);
  });

  test.each(ENTITIES)('$name: predicted and actual rate of new values agree (Good–Turing shrunk to peers, algorithms 1.2)', (kind) => {
    const pattern = PatternOfLife.empty(layout);
    const random = RandomGenerator.keyed(17, kind.name);
    const score = { own: 0, raw: 0, seen: 0, history: 0, peersSharing: 0, peers: 0, estateSharing: 0, estate: 0 };
    let fresh = 1_000;
    let [predicted, actual] = [0, 0];
    for (let window = 0; window < 300; window += 1) {
      for (let entity = 0; entity < 20; entity += 1) {
        const subject = pattern.subject(0, entity, window);
        const hash = random.chance(kind.novel) ? (fresh += 1) : 1 + random.zipf(kind.values);
        const seen = pattern.valueCount(subject, 0, hash) > 0;
        if (window >= 10) {
          pattern.judgeValue(subject, 0, 999_999, score);
          predicted += Math.exp(-score.own);
          actual += seen ? 0 : 1;
        }
        pattern.learn({ subject, hour: window, lists: [0], hashes: [hash], amounts: Float64Array.of(NaN), hourBin: 0 }, FULL);
      }
    }
    expect(predicted / actual).toBeGreaterThan(0.7);
    expect(predicted / actual).toBeLessThan(1.5);
  });
});

describe('what a group knows of amounts', () => {
  test('mean and variance over all windows, shrunk to what was stated', () => {
    const groups = statistics();
    expect(groups.amountPrior(0, 0, 0)).toEqual({ mean: 0.7, variance: 1 });
    const random = RandomGenerator.keyed(18, 'amounts');
    for (let window = 0; window < 10_000; window += 1) groups.learnAmount(0, 0, window % HOUR_BINS, random.normal(3, 0.5));
    const { mean, variance } = groups.amountPrior(0, 0, 0);
    expect(mean).toBeCloseTo(3, 1);
    expect(variance).toBeCloseTo(0.25, 1);
    expect(groups.amountPrior(1, 0, 0).mean).toBeCloseTo(mean, 12);
  });

  test('the rhythm of the week is the difference between an hour and the mean', () => {
    const groups = statistics();
    for (let week = 0; week < 2_000; week += 1) {
      groups.learnAmount(0, 0, 9, 4);
      groups.learnAmount(0, 0, 3, 2);
    }
    expect(groups.rhythm(0, 0, 9)).toBeCloseTo(1, 1);
    expect(groups.rhythm(0, 0, 3)).toBeCloseTo(-1, 1);
    expect(groups.rhythm(0, 0, 20)).toBeCloseTo(0, 12);
  });

  test('hours nobody was active in are possible; shares sum to one', () => {
    const groups = statistics();
    for (let window = 0; window < 100; window += 1) groups.learnHour(0, 9);
    const lived = Float64Array.from({ length: HOUR_BINS }, (_, bin) => (bin < 24 ? 100 : 40));
    const shares = groups.hourShares(0, lived);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(shares[9]).toBeGreaterThan(0.98);
    expect(shares[3]).toBeGreaterThan(0.01 / HOUR_BINS);
    expect(shares[3]).toBeLessThan(0.02 / HOUR_BINS);
  });

  test('a weekend that nobody lived through yet is taken for days like the others', () => {
    const groups = statistics();
    for (let day = 0; day < 5; day += 1) for (let window = 0; window < 20; window += 1) groups.learnHour(0, 9 + (window % 8));
    const unlived = groups.hourShares(
      0,
      Float64Array.from({ length: HOUR_BINS }, (_, bin) => (bin < 24 ? 5 : 0)),
    );
    expect((unlived[33] ?? 0) / (unlived[9] ?? 1)).toBeCloseTo(2 / 5, 1);
    const idle = groups.hourShares(
      0,
      Float64Array.from({ length: HOUR_BINS }, (_, bin) => (bin < 24 ? 5 : 2)),
    );
    expect((idle[33] ?? 0) / (idle[9] ?? 1)).toBeLessThan(0.06);
  });

  test('restored statistics are the saved ones', () => {
    const groups = statistics();
    groups.learnNovelty(1, 0, 3, true);
    groups.learnAmount(1, 0, 5, 2);
    groups.learnHour(1, 5);
    const writer = new SnapshotWriter();
    groups.save(writer);
    const loaded = GroupStatistics.load(new SnapshotReader(writer.finish('1'), '1'), layout);
    expect(loaded.noveltyRate(1, 0, 0, 3)).toBe(groups.noveltyRate(1, 0, 0, 3));
    expect(loaded.amountPrior(1, 0, 0)).toEqual(groups.amountPrior(1, 0, 0));
    loaded.reserve(4);
    expect(loaded.rhythm(1, 0, 5)).toBe(groups.rhythm(1, 0, 5));
  });
});
