import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldTable } from './spelling.js';

const SPELLINGS = { user: ['userId', 'UserId', 'user'], agent: ['userAgent', 'agent'], any: ['agent', 'user', 'other'] };
const KEYS = [...new Set([...Object.values(SPELLINGS).flat(), 'unknown', 'more'])];

test('reads the best spelling that says something, whatever keys the records before had at the same positions', () => {
  const record = fc
    .uniqueArray(fc.tuple(fc.constantFrom(...KEYS), fc.constantFrom('x', 1, false, '', null, undefined)), { selector: ([key]) => key })
    .map((entries) => Object.fromEntries(entries));
  fc.assert(
    fc.property(fc.array(record), (records) => {
      const table = fieldTable(SPELLINGS);
      for (const one of records) {
        const values = table.read(one);
        for (const name of ['user', 'agent', 'any'] as const) {
          const best = SPELLINGS[name].find((key) => one[key] !== undefined && one[key] !== null && one[key] !== '');
          expect(values[table.slots[name]]).toBe(best === undefined ? undefined : one[best]);
        }
      }
    }),
  );
});
