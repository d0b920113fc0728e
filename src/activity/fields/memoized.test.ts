import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoized } from './memoized.js';

const reversed = (text: string): string => text.split('').reverse().join('');

describe('memoized', () => {
  it('answers as the function does, whatever was asked before and however little is remembered', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '中'), maxLength: 12 });
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 60 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 12 }),
        (texts, most, longest) => {
          const read = memoized(most, longest, reversed);
          for (const asked of texts) expect(read(asked)).toBe(reversed(asked));
        },
      ),
    );
  });

  it('tells apart more texts than it finds at once', () => {
    const read = memoized(8192, 128, reversed);
    for (let round = 0; round < 2; round += 1) {
      for (let number = 0; number < 20_000; number += 1) {
        const address = `user.${String(number)}@example.com`;
        if (read(address) !== reversed(address)) expect.fail(address);
      }
    }
  });

  it('asks once for a text that recurs, and each time for one that is too long', () => {
    let times = 0;
    const read = memoized(4, 5, (text) => {
      times += 1;
      return reversed(text);
    });
    for (let round = 0; round < 3; round += 1) read('short');
    expect(times).toBe(1);
    for (let round = 0; round < 3; round += 1) read('longer');
    expect(times).toBe(4);
  });
});
