import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecentTexts } from './recent-texts.js';

const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 12 });

test('says of a text what was said of it last, or nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(text, fc.nat())), (said) => {
      const recent = new RecentTexts<number>(8);
      const truth = new Map<string, number>();
      for (const [key, value] of said) {
        recent.set(key, value);
        truth.set(key, value);
        expect(recent.get(key)).toBe(value);
      }
      for (const [key, value] of truth) expect([value, undefined]).toContain(recent.get(key));
      recent.clear();
      for (const key of truth.keys()) expect(recent.get(key)).toBeUndefined();
    }),
  );
});

test('keeps texts of different places beside each other', () => {
  const recent = new RecentTexts<number>(4096);
  const addresses = Array.from({ length: 64 }, (_, index) => `192.0.2.${String(index)}`);
  addresses.forEach((address, index) => {
    recent.set(address, index);
  });
  const kept = addresses.filter((address, index) => recent.get(address) === index);
  expect(kept.length).toBeGreaterThan(48);
});
