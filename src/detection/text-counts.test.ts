import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextCounts } from './text-counts.js';

const texts = fc.array(fc.tuple(fc.constantFrom('sign-in', 'file-read', 'mail-sent', 'failed:sign-in', ''), fc.nat(9)));

test('counts as a map does, in order of first occurrence', () => {
  fc.assert(
    fc.property(texts, (all) => {
      const counts = new TextCounts();
      const truth = new Map<string, number>();
      for (const [text, times] of all) {
        counts.add(text, times);
        truth.set(text, (truth.get(text) ?? 0) + times);
      }
      expect([...counts.toMap()]).toEqual([...truth]);
      expect(counts.size).toBe(truth.size);
      for (const text of ['sign-in', 'never']) expect([counts.get(text), counts.has(text)]).toEqual([truth.get(text), truth.has(text)]);
    }),
  );
});

test('beyond the limit only known texts are counted', () => {
  const counts = new TextCounts();
  for (const text of ['a', 'b', 'c', 'a']) counts.add(text, 1, 2);
  expect([...counts.toMap()]).toEqual([
    ['a', 2],
    ['b', 1],
  ]);
});

test('setting replaces', () => {
  const counts = new TextCounts();
  counts.add('a', 5);
  counts.set('a', 1);
  counts.set('b', 3);
  expect([...counts.toMap()]).toEqual([
    ['a', 1],
    ['b', 3],
  ]);
});

test('cleared, it counts from nothing', () => {
  const counts = new TextCounts();
  for (const text of ['a', 'b', 'b']) counts.add(text, 5);
  counts.clear();
  expect([counts.size, counts.has('b')]).toEqual([0, false]);
  counts.add('b', 1);
  expect([...counts.toMap()]).toEqual([['b', 1]]);
});
