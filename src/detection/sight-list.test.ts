import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SightList } from './sight-list.js';

const sights = fc.array(fc.tuple(fc.integer({ min: -40, max: 40 }), fc.nat(1000)), { maxLength: 80 });

function check(list: SightList, all: readonly (readonly [number, number])[]): void {
  const truth = new Map<number, number>();
  for (const [hash, index] of all) {
    expect(list.add(hash, index)).toBe(!truth.has(hash));
    if (!truth.has(hash)) truth.set(hash, index);
  }
  expect(list.size).toBe(truth.size);
  const places = Array.from({ length: list.size }, (_, place) => [list.hash(place), list.first(place)]);
  expect(places).toEqual([...truth]);
  for (let hash = -41; hash <= 41; hash += 1) expect(list.has(hash)).toBe(truth.has(hash));
}

test('keeps the first sight of every value as a map does, and anew once cleared', () => {
  fc.assert(
    fc.property(sights, sights, (before, after) => {
      const list = new SightList(0, 0);
      list.clear();
      check(list, before);
      list.clear();
      check(list, after);
    }),
  );
});
