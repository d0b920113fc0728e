import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lookup } from './lookup.js';
import { pathTable } from './path-table.js';

const PARTS = ['a', 'b', 'c', 'constructor', '__proto__'] as const;
const path = fc.array(fc.constantFrom(...PARTS), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'));
const paths = fc.uniqueArray(path, { maxLength: 6 });
const scalar = fc.constantFrom(null, '', 'x', 1, ['y', { c: 'z' }]);
const inner = fc.dictionary(path, scalar, { maxKeys: 3 });
const record = fc
  .dictionary(path, fc.oneof(scalar, inner), { maxKeys: 5 })
  .map((value) => JSON.parse(JSON.stringify(value)) as typeof value);

describe('pathTable', () => {
  test('keeps, in their order, all paths under which lookup finds something', () => {
    fc.assert(
      fc.property(paths, paths, record, (one, other, value) => {
        const table = pathTable({ one, other });
        const found = table.open(value);
        for (const [slot, all] of [
          [table.slots.one, one],
          [table.slots.other, other],
        ] as const) {
          const kept = found[slot] ?? [];
          expect(all.filter((each) => kept.includes(each))).toEqual(kept);
          for (const each of all) if (lookup(value, each) !== undefined) expect(kept).toContain(each);
        }
      }),
    );
  });

  test('leaves out what cannot lead anywhere', () => {
    const table = pathTable({ from: ['email.from', 'sender', 'From'] });
    expect(table.open({ sender: 'ada@example.com', From: null, subject: 'x' })[table.slots.from]).toEqual(['sender']);
    expect(table.open({ email: {}, sender: 'ada@example.com' })[table.slots.from]).toEqual(['email.from', 'sender']);
    expect(table.open({ 'email.from': 'ada@example.com' })[table.slots.from]).toEqual(['email.from']);
  });
});
