import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ContactStore } from './contact-store.js';
import { SnapshotReader, SnapshotWriter } from './snapshot.js';

describe('ContactStore', () => {
  test('gives back the latest 32 contacts of a pair in order of time', () => {
    const store = new ContactStore();
    expect(store.add(1, 2, [10.9, 20])).toEqual([10, 20]);
    const all = Array.from({ length: 50 }, (_, index) => 100 + index);
    expect(store.add(1, 2, all)).toEqual(all.slice(-32));
    expect(store.add(1, 3, [])).toEqual([]);
  });

  test('begins anew after it was cleared', () => {
    const store = new ContactStore();
    store.add(1, 2, [10]);
    store.clear();
    expect(store.bytes).toBe(0);
    expect(store.add(1, 2, [5])).toEqual([5]);
    expect(store.add(1, 3, [7])).toEqual([7]);
  });

  test('pairs do not mix', () => {
    const store = new ContactStore();
    store.add(1, 2, [10]);
    store.add(2, 2, [20]);
    expect(store.add(1, 2, [30])).toEqual([10, 30]);
  });

  test('a fifth destination takes the place of the one longest silent', () => {
    const store = new ContactStore();
    for (const [destination, time] of [
      [1, 50],
      [2, 20],
      [3, 40],
      [4, 30],
    ] as const)
      store.add(9, destination, [time]);
    store.add(9, 5, [60]);
    expect(store.add(9, 1, [70])).toEqual([50, 70]);
    expect(store.add(9, 2, [80])).toEqual([80]);
    expect(store.bytes).toBe(4 * (16 + 32 * 4));
  });

  test('a restored store goes on as the saved one', () => {
    const contacts = fc.array(fc.record({ device: fc.nat(5), destination: fc.nat(8), times: fc.array(fc.nat(1e6), { maxLength: 5 }) }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(contacts, contacts, (before, after) => {
        const store = new ContactStore();
        for (const { device, destination, times } of before) store.add(device, destination, times);
        const writer = new SnapshotWriter();
        store.save(writer);
        const loaded = ContactStore.load(new SnapshotReader(writer.finish('1'), '1'));
        for (const { device, destination, times } of after)
          expect(loaded.add(device, destination, times)).toEqual(store.add(device, destination, times));
      }),
    );
  });
});
