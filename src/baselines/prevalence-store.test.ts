import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PrevalenceStore } from './prevalence-store.js';
import { SnapshotReader, SnapshotWriter } from './snapshot.js';

const changes = fc.array(fc.record({ space: fc.nat(5), value: fc.nat(12), by: fc.constantFrom(1, 1, 1, -1) }), { maxLength: 300 });

describe('PrevalenceStore', () => {
  test('counts like a map that never goes below zero, before and after being saved', () => {
    fc.assert(
      fc.property(changes, (all) => {
        const store = new PrevalenceStore();
        const truth = new Map<string, number>();
        for (const { space, value, by } of all) {
          store.change(space, value, by);
          truth.set(`${space} ${value}`, Math.max(0, (truth.get(`${space} ${value}`) ?? 0) + by));
        }
        const writer = new SnapshotWriter();
        store.save(writer);
        const loaded = PrevalenceStore.load(new SnapshotReader(writer.finish('1'), '1'));
        for (let space = 0; space < 6; space += 1) {
          for (let value = 0; value < 13; value += 1) {
            expect(store.members(space, value)).toBe(truth.get(`${space} ${value}`) ?? 0);
            expect(loaded.members(space, value)).toBe(store.members(space, value));
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  test('grows past its first room of 4,096 slots without losing a member', () => {
    const store = new PrevalenceStore();
    for (let value = 0; value < 20_000; value += 1) store.change(value % 7, Math.imul(value, 2_654_435), 1 + (value % 3));
    for (let value = 0; value < 20_000; value += 1) expect(store.members(value % 7, Math.imul(value, 2_654_435))).toBe(1 + (value % 3));
    expect(store.size).toBe(20_000);
    expect(store.bytes).toBe(12 * 32_768);
  });

  test('forgets on compaction what nobody shows any more', () => {
    const store = new PrevalenceStore();
    store.change(1, 1, 1);
    store.change(1, 2, 1);
    store.change(1, 1, -1);
    store.compact();
    expect(store.size).toBe(1);
    expect([store.members(1, 1), store.members(1, 2)]).toEqual([0, 1]);
  });
});
