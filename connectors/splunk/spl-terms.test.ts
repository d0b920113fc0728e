import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PLATFORM_DEFAULTS, type SplunkPlatformSettings } from './platform-settings.js';
import { anyTerm, groupTerms, termValue } from './spl-terms.js';

const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('"', '\\', '`', '|', '[', ']', '$', '*', '\n', 'a') }),
);

/** Whether a search reads the quoted value as fitting a text: `*` stands for anything, all else for itself. */
const fits = (quoted: string, text: string): boolean =>
  new RegExp(
    `^${quoted
      .slice(1, -1)
      .replace(/[.+?^${}()|[\]\\/-]/g, '\\$&')
      .replaceAll('*', '[^]*')}$`,
    'u',
  ).test(text);

describe('values of search terms', () => {
  it('never end the quotes, start a command, a subsearch or a macro, whatever they are', () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(termValue(value)).toMatch(/^"[\p{L}\p{N}_.:/@ +,=*-]*"$/u);
      }),
      { numRuns: 2000 },
    );
  });

  it('fit what they stand for', () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(fits(termValue(value), value)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('are as exact as they can be', () => {
    expect(termValue('o365:management:activity')).toBe('"o365:management:activity"');
    expect(anyTerm('index', ['a', 'b"c'])).toBe('(index="a" OR index="b*c")');
  });
});

describe('terms of a group', () => {
  const settings = { ...PLATFORM_DEFAULTS } as Pick<SplunkPlatformSettings, 'outputIndex'> as SplunkPlatformSettings;
  const group = { name: 'g', sourcetypes: 'all', read: 'raw', models: [] } as const;

  it('name indexes or macros, and leave out what Throughline wrote', () => {
    const places = { kind: 'macros', names: ['throughline_input_saas', 'throughline_input_email'] } as const;
    expect(groupTerms({ ...group, places }, undefined, settings)).toBe(
      '((`throughline_input_saas`) OR (`throughline_input_email`)) NOT index="throughline"',
    );
    const indexes = { kind: 'indexes', names: ['o365'] } as const;
    expect(groupTerms({ ...group, places: indexes }, ['a:b'], settings)).toBe('(index="o365") (sourcetype="a:b") NOT index="throughline"');
  });

  it('take no macro whose name could be more than a name', () => {
    fc.assert(
      fc.property(anything, (name) => {
        const terms = groupTerms({ ...group, places: { kind: 'macros', names: ['fine', name] } }, undefined, settings);
        expect(terms).toMatch(/^\(\(`fine`\)(?: OR \(`[A-Za-z0-9_]+`\))?\) NOT index="throughline"$/);
      }),
    );
  });
});
