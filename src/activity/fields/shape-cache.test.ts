import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ShapeCache } from './shape-cache.js';

const filledKeys = (record: Readonly<Record<string, unknown>>) =>
  Object.keys(record)
    .filter((key) => record[key] !== undefined && record[key] !== null)
    .sort()
    .join();

describe('ShapeCache', () => {
  it('gives what would be worked out anew, whatever came before and however little is remembered', () => {
    const records = fc.array(fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', ''), fc.constantFrom(1, 'x', null, undefined)));
    fc.assert(
      fc.property(records, fc.integer({ min: 1, max: 9 }), (all, most) => {
        const cache = new ShapeCache(most, filledKeys);
        for (const record of all) expect(cache.of(record)).toBe(filledKeys(record));
      }),
    );
  });

  it('works an answer out once for all records with the same keys', () => {
    let times = 0;
    const cache = new ShapeCache(100, () => (times += 1));
    for (let value = 0; value < 50; value += 1) cache.of({ sender: value, recipient: value, subject: null });
    cache.of({ sender: 'a', recipient: 'b' });
    expect(times).toBe(1);
  });

  it('forgets where keys are many', () => {
    let times = 0;
    const cache = new ShapeCache(100, () => (times += 1));
    for (let value = 0; value < 1_000; value += 1) cache.of({ [`key ${String(value)}`]: value });
    cache.of({ 'key 0': 0 });
    expect(times).toBe(1_001);
  });
});
