import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wildcard } from './wildcard.js';

describe('wildcard', () => {
  it('agrees with the regular expression that says the same', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'B', '.', '*'), maxLength: 10 });
    fc.assert(
      fc.property(text, text, (pattern, candidate) => {
        const source = pattern.replaceAll('.', '\\.').replaceAll('*', '.*');
        expect(wildcard(pattern)(candidate)).toBe(new RegExp(`^${source}$`, 'is').test(candidate));
      }),
    );
  });

  it.each([
    ['New-InboxRule', 'new-inboxrule', true],
    ['*principal*credentials', 'Add service principal credentials', true],
    ['salesforce.*', 'salesforce', false],
    ['ab*ba', 'aba', false],
    ['*', '', true],
  ])('%s against %s', (pattern, candidate, expected) => {
    expect(wildcard(pattern)(candidate)).toBe(expected);
  });
});
