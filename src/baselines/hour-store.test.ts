import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hourBin, HourStore, rareHourProbability } from './hour-store.js';
import { HOUR_BINS } from './lived-hours.js';
import { SnapshotReader, SnapshotWriter } from './snapshot.js';
import { FULL } from './value-store.js';

const even = new Float64Array(HOUR_BINS).fill(1 / HOUR_BINS);
/** Five weekdays and two weekend days a week. */
const weeks = (count: number): Float64Array => Float64Array.from({ length: HOUR_BINS }, (_, bin) => count * (bin < 24 ? 5 : 2));
const sharesOf = (store: HourStore, series: number, peers: Float64Array, lived: Float64Array): Float64Array =>
  store.shares(series, peers, lived, new Float64Array(HOUR_BINS));
const sum = (shares: Float64Array): number => shares.reduce((total, share) => total + share, 0);

describe('hours of the week', () => {
  test.each([
    ['1970-01-01T00:00:00Z', 0],
    ['2026-03-13T23:59:59Z', 23],
    ['2026-03-14T00:00:00Z', 24],
    ['2026-03-15T13:30:00Z', 37],
    ['2026-03-16T00:00:00Z', 0],
  ])('%s is bin %i (weekdays 0–23, Saturday and Sunday 24–47)', (time, bin) => {
    expect(hourBin(Date.parse(time))).toBe(bin);
  });

  test('shares sum to one and none is zero, whatever was seen', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(HOUR_BINS - 1), { maxLength: 100 }), fc.nat(4), (bins, lived) => {
        const store = new HourStore();
        const series = store.allocate();
        for (const bin of bins) store.add(series, bin, FULL);
        const shares = sharesOf(store, series, even, weeks(lived));
        expect(sum(shares)).toBeCloseTo(1, 10);
        expect(Math.min(...shares)).toBeGreaterThan(0);
        expect(store.total(series)).toBe(bins.length * FULL);
      }),
    );
  });

  test('without history the peers alone speak', () => {
    const store = new HourStore();
    const peers = new Float64Array(HOUR_BINS).fill(0.5 / 47);
    peers[9] = 0.5;
    const shares = sharesOf(store, store.allocate(), peers, weeks(2));
    for (let bin = 0; bin < HOUR_BINS; bin += 1) expect(shares[bin]).toBeCloseTo(peers[bin] ?? 0, 12);
  });

  test('a day worker is not surprising at ten, a little at seven, very at three in the night', () => {
    const store = new HourStore();
    const series = store.allocate();
    for (let day = 0; day < 60; day += 1) for (let hour = 9; hour < 17; hour += 1) store.add(series, hour, FULL);
    const shares = sharesOf(store, series, even, weeks(12));
    const [ten, seven, three] = [10, 7, 3].map((bin) => rareHourProbability(shares, bin));
    expect(ten).toBeGreaterThan(0.2);
    expect(seven).toBeLessThan(ten ?? 0);
    expect(three).toBeLessThan(0.06);
    expect(rareHourProbability(shares, 30)).toBeCloseTo(three ?? 0, 2);
  });

  test('who does as the peers do has their shares, whatever of the week was lived through', () => {
    const store = new HourStore();
    const series = store.allocate();
    const peers = Float64Array.from({ length: HOUR_BINS }, (_, bin) => (bin < 24 ? 5 : 2) / 168);
    for (let day = 0; day < 5; day += 1) for (let hour = 0; hour < 24; hour += 1) store.add(series, hour, FULL);
    const weekdays = Float64Array.from({ length: HOUR_BINS }, (_, bin) => (bin < 24 ? 5 : 0));
    const shares = sharesOf(store, series, peers, weekdays);
    for (let bin = 0; bin < HOUR_BINS; bin += 1) expect(shares[bin]).toBeCloseTo(peers[bin] ?? 0, 10);
  });

  test('before the first weekend, one who works at night expects its nights; after some spent idle, no longer', () => {
    const store = new HourStore();
    const [worker, idle] = [store.allocate(), store.allocate()];
    const peers = Float64Array.from({ length: HOUR_BINS }, (_, bin) => ((bin % 24) / 6 < 1 ? 0.0005 : 0.0245) * (bin < 24 ? 1 : 0.4));
    const total = sum(peers);
    const normal = peers.map((share) => share / total);
    for (let day = 0; day < 20; day += 1)
      for (const series of [worker, idle]) for (let hour = 0; hour < 24; hour += 1) store.add(series, hour, FULL);
    const before = Float64Array.from({ length: HOUR_BINS }, (_, bin) => (bin < 24 ? 20 : 0));
    const early = rareHourProbability(sharesOf(store, worker, normal, before), 26);
    const late = rareHourProbability(sharesOf(store, idle, normal, weeks(4)), 26);
    expect(early).toBeGreaterThan(0.05);
    expect(late).toBeLessThan(early / 3);
  });

  test('the rarity of an hour is a valid p-value: P(p ≤ x) ≤ x when hours are drawn by the shares', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: HOUR_BINS, maxLength: HOUR_BINS }), (weights) => {
        const total = weights.reduce((all, weight) => all + weight, 0);
        const shares = Float64Array.from(weights, (weight) => weight / total);
        const p = Array.from(shares, (_, bin) => rareHourProbability(shares, bin));
        for (const x of [0.01, 0.05, 0.2, 0.5]) {
          const mass = Array.from(shares).reduce((all, share, bin) => all + ((p[bin] ?? 1) <= x ? share : 0), 0);
          expect(mass).toBeLessThanOrEqual(x + 1e-9);
        }
      }),
    );
  });

  test('what was taken is what is given back', () => {
    const store = new HourStore();
    const series = store.allocate();
    store.add(series, 5, 3);
    expect(store.add(series, 5, -FULL)).toBe(-3);
    expect(store.add(series, 5, 3)).toBe(3);
    store.add(series, 5, 65_530);
    expect(store.add(series, 5, FULL)).toBe(2);
  });

  test('merging moves, halving halves, a restored store is the saved one', () => {
    const store = new HourStore();
    const [a, b] = [store.allocate(), store.allocate()];
    store.add(a, 1, 9);
    store.add(b, 1, 4);
    store.merge(a, b);
    expect([store.total(a), store.total(b)]).toEqual([0, 13]);
    store.halve();
    expect(store.total(b)).toBe(6);
    const writer = new SnapshotWriter();
    store.save(writer);
    const loaded = HourStore.load(new SnapshotReader(writer.finish('1'), '1'));
    expect(loaded.total(b)).toBe(6);
    expect(loaded.allocate()).toBe(2);
    expect(loaded.total(2)).toBe(0);
  });
});
