import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SnapshotReader, SnapshotWriter } from './snapshot.js';
import { FULL, type ValueJudgement, ValueStore } from './value-store.js';

const blank = (): ValueJudgement => ({ count: 0, total: 0, singles: 0, tail: 0 });

const restored = (store: ValueStore): ValueStore => {
  const writer = new SnapshotWriter();
  store.save(writer);
  return ValueStore.load(new SnapshotReader(writer.finish('1'), '1'));
};

const sights = fc.array(fc.record({ list: fc.nat(3), hash: fc.integer({ min: 1, max: 20 }), weight: fc.constantFrom(1, 4, FULL) }), {
  maxLength: 200,
});

describe('ValueStore', () => {
  test('an empty list knows nothing', () => {
    const store = new ValueStore();
    const list = store.allocate(1);
    expect(store.judge(list, 7, blank())).toEqual(blank());
    expect(store.entries(list)).toEqual([]);
    expect(store.subtract(list, 7, FULL)).toBe(0);
  });

  test('within capacity every list counts exactly, whatever the others do', () => {
    fc.assert(
      fc.property(sights, (all) => {
        const store = new ValueStore(32);
        store.allocate(4);
        const truth = new Map<string, number>();
        for (const { list, hash, weight } of all) {
          const before = truth.get(`${list} ${hash}`) ?? 0;
          expect(store.add(list, hash, weight, 1)).toBe(before * 65536 + before + weight);
          truth.set(`${list} ${hash}`, before + weight);
        }
        for (let list = 0; list < 4; list += 1) {
          const counts = [...truth].filter(([key]) => key.startsWith(`${list} `)).map(([, count]) => count);
          expect(store.entries(list).map(({ count }) => count)).toEqual(counts.sort((a, b) => b - a));
          expect(store.total(list)).toBe(counts.reduce((sum, count) => sum + count, 0));
        }
      }),
    );
  });

  test('judges by the weight of what was seen at most as often', () => {
    const store = new ValueStore();
    const list = store.allocate(1);
    for (const [hash, windows] of [
      [1, 6],
      [2, 2],
      [3, 1],
      [4, 1],
    ] as const) {
      for (let window = 0; window < windows; window += 1) store.add(list, hash, FULL, window);
    }
    expect(store.judge(list, 2, blank())).toEqual({ count: 2 * FULL, total: 10 * FULL, singles: 2, tail: 4 * FULL });
    expect(store.judge(list, 9, blank())).toEqual({ count: 0, total: 10 * FULL, singles: 2, tail: 0 });
  });

  test('taking a value back and putting it back leaves every judgement as it was', () => {
    fc.assert(
      fc.property(sights, fc.nat(3), fc.integer({ min: 1, max: 25 }), (all, list, hash) => {
        const store = new ValueStore(8);
        store.allocate(4);
        for (const sight of all) store.add(sight.list, sight.hash, sight.weight, 1);
        const view = (): unknown => [store.entries(list), store.judge(list, hash, blank())];
        const before = view();
        const packed = store.subtract(list, hash, FULL);
        const taken = Math.floor(packed / 65536) - (packed % 65536);
        expect(taken).toBeGreaterThanOrEqual(0);
        if (taken > 0) store.restore(list, hash, taken);
        expect(view()).toEqual(before);
      }),
    );
  });

  test('beyond capacity no count is too high, and what is forgotten was the least seen', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 50, maxLength: 300 }), (hashes) => {
        const store = new ValueStore(8);
        const list = store.allocate(1);
        const truth = new Map<number, number>();
        for (const hash of hashes) {
          const least = Math.min(...store.entries(list).map(({ count }) => count));
          const full = store.entries(list).length === 8 && store.count(list, hash) === 0;
          store.evicted.length = 0;
          store.add(list, hash, FULL, 0);
          truth.set(hash, (truth.get(hash) ?? 0) + FULL);
          if (full) expect(store.evicted).toHaveLength(1);
          if (full) expect(least).toBeLessThanOrEqual(Math.floor(store.total(list) / 8));
        }
        expect(store.entries(list).length).toBeLessThanOrEqual(8);
        for (const { hash, count } of store.entries(list)) expect(count).toBeLessThanOrEqual(truth.get(hash) ?? 0);
        expect(store.total(list)).toBe(hashes.length * FULL);
      }),
      { numRuns: 25 },
    );
  });

  test('what makes up most of a long stream is kept (Zipf stream over 2,000 values, capacity 32)', () => {
    const store = new ValueStore(32);
    const list = store.allocate(1);
    const windows = 4_000;
    for (let window = 0; window < windows; window += 1) {
      store.add(list, 1 + (window % 2 === 0 ? window % 10 : 10 + ((window * 7919) % 2_000)), 1, window >> 6);
    }
    for (const hash of [1, 3, 5, 7, 9]) expect(store.count(list, hash)).toBe(windows / 10);
  });

  test('among the least seen the longest unseen makes room', () => {
    const store = new ValueStore(3);
    const list = store.allocate(1);
    store.add(list, 1, FULL, 5);
    store.add(list, 2, FULL, 3);
    store.add(list, 3, 2 * FULL, 1);
    store.add(list, 4, FULL, 6);
    expect(store.entries(list).map(({ hash }) => hash)).toEqual([3, 1, 4]);
    expect(store.evicted).toEqual([{ list, hash: 2 }]);
  });

  test('halving is a half-life: counts halve, what falls to nothing is gone, its room is used again', () => {
    const store = new ValueStore();
    const list = store.allocate(1);
    store.add(list, 1, 5, 0);
    store.add(list, 2, 1, 0);
    store.halve();
    expect(store.entries(list)).toEqual([{ hash: 1, count: 2 }]);
    expect(store.total(list)).toBe(2);
    store.halve();
    store.halve();
    const { bytes } = store;
    for (let round = 0; round < 50; round += 1) {
      store.add(list, round, 1, 0);
      store.halve();
    }
    expect(store.bytes).toBe(bytes);
  });

  test('merging moves every count and tells of each', () => {
    fc.assert(
      fc.property(sights, (all) => {
        const store = new ValueStore(64);
        store.allocate(4);
        for (const { list, hash, weight } of all) store.add(list, hash, weight, 1);
        const [from, into] = [new Map(entriesOf(store, 0)), new Map(entriesOf(store, 1))];
        const total = store.total(0) + store.total(1);
        store.merge(0, 1, (hash, count, before, after) => {
          expect([count, before, after]).toEqual([from.get(hash), into.get(hash) ?? 0, (from.get(hash) ?? 0) + (into.get(hash) ?? 0)]);
        });
        expect(store.entries(0)).toEqual([]);
        expect(store.total(0)).toBe(0);
        expect(store.total(1)).toBe(total);
        for (const [hash, count] of from) expect(store.count(1, hash)).toBe(count + (into.get(hash) ?? 0));
      }),
    );
  });

  test('a restored store goes on exactly as the saved one', () => {
    fc.assert(
      fc.property(sights, sights, (before, after) => {
        const store = new ValueStore(6);
        store.allocate(4);
        for (const { list, hash, weight } of before) store.add(list, hash, weight, 1);
        store.halve();
        const other = restored(store);
        for (const { list, hash, weight } of after) {
          expect(other.add(list, hash, weight, 2)).toBe(store.add(list, hash, weight, 2));
        }
        expect(other.allocate(2)).toBe(store.allocate(2));
        for (let list = 0; list < 6; list += 1) expect(other.entries(list)).toEqual(store.entries(list));
      }),
    );
  });

  test('counts stop at 65,535', () => {
    const store = new ValueStore();
    const list = store.allocate(1);
    store.add(list, 1, 65_530, 0);
    expect(store.add(list, 1, FULL, 0) % 65536).toBe(65_535);
    expect(store.total(list)).toBe(65_535);
  });
});

function entriesOf(store: ValueStore, list: number): readonly (readonly [number, number])[] {
  return store.entries(list).map(({ hash, count }) => [hash, count] as const);
}
