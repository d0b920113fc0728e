import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextPool } from './text-pool.js';

describe('TextPool', () => {
  it('gives back what the bytes say, whatever was asked for before', () => {
    const pool = new TextPool();
    const latin1 = fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 6 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(latin1, fc.string({ unit: 'binary', maxLength: 600 }), fc.nat(40), (bytes, text, before) => {
        const narrow = Buffer.concat([Buffer.alloc(before, 7), bytes, Buffer.from([9])]);
        expect(pool.text(narrow, before, before + bytes.length, false)).toBe(bytes.toString('latin1'));
        const wide = Buffer.from(text, 'utf16le');
        expect(pool.text(wide, 0, wide.length, true)).toBe(wide.toString('utf16le'));
      }),
      { numRuns: 2_000 },
    );
  });

  it('does not fail where many texts share few places', () => {
    const pool = new TextPool();
    for (let number = 0; number < 400_000; number += 1) {
      const text = `text ${String(number % 150_000)}`;
      const bytes = Buffer.from(text, 'latin1');
      if (pool.text(bytes, 0, bytes.length, false) !== text) expect.fail(text);
    }
  });
});
