import { expect, test } from 'vitest';
import { HashCache } from './hash-cache.js';

test('answers as the computation does, over generations, and computes what comes again only once', () => {
  let computed = 0;
  const cache = new HashCache((text) => {
    computed += 1;
    return text.length * 31 + Number(text);
  });
  for (let number = 0; number < 50_000; number += 1) {
    for (const text of [String(number), '7', String(number)]) expect(cache.of(text)).toBe(text.length * 31 + Number(text));
  }
  expect(computed).toBe(50_000);
});
