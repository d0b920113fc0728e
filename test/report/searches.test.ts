import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidenceSearches, kqlString, splString } from '../../src/report/searches.js';
import { reference } from './builders.js';

const UNESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
/** What a KQL or SPL parser makes of a quoted string; undefined when it ends early. */
const unquote = (literal: string): string | undefined => {
  const body = /^"((?:[^"\\]|\\[\s\S])*)"$/.exec(literal)?.[1];
  return body?.replace(/\\([\s\S])/g, (_, character: string) => UNESCAPED[character] ?? character);
};

describe('searches that find the evidence', () => {
  it('quotes any id so that it stays one string', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(unquote(kqlString(text))).toBe(text);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '"', '\\', '|', ' ', '*', '[') }), (text) => {
        expect(unquote(splString(text))).toBe(text);
      }),
    );
  });

  it('makes one search per source, bound to the seconds of its events', () => {
    const [cloudtrail, zeek] = evidenceSearches(
      [
        reference('zeek.conn', 'CQ7v1x', '2026-03-12T08:04:11.250Z'),
        reference('aws.cloudtrail', 'e7f0c2f4-3a8a', '2026-03-12T14:52:18Z'),
        reference('zeek.conn', 'CfB4s2', '2026-03-12T15:24:40Z'),
      ],
      { 'zeek.conn': ['zeek.connection', 'bro:conn:json'] },
    );
    expect(zeek).toMatchObject({
      source: 'zeek.conn',
      events: 2,
      left: 0,
      kql: '(event.id : ("CQ7v1x" or "CfB4s2")) and data_stream.dataset : ("zeek.connection") and @timestamp >= "2026-03-12T08:04:11.000Z" and @timestamp <= "2026-03-12T15:24:41.000Z"',
      spl: 'search index=* sourcetype IN ("bro:conn:json") earliest=1773302651 latest=1773329082 ("CQ7v1x" OR "CfB4s2")',
    });
    expect(cloudtrail?.kql).toBe(
      '(event.id : ("e7f0c2f4-3a8a")) and @timestamp >= "2026-03-12T14:52:18.000Z" and @timestamp <= "2026-03-12T14:52:19.000Z"',
    );
  });

  it('looks for message ids where mail keeps them', () => {
    expect(evidenceSearches([reference('o365.mail', '<1@x.example>', '2026-03-12T08:00:00Z')])[0]?.kql).toContain(
      'email.message_id : ("<1@x.example>")',
    );
  });

  it('undoes the wildcard that SPL sees in a quoted term', () => {
    const spl = evidenceSearches([reference('x.y', 'a*b.c', '2026-03-12T08:00:00Z')])[0]?.spl ?? '';
    expect(spl).toContain('("a*b.c") | regex _raw="a[*]b[.]c"');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 1 }), (text) => {
        const pattern = / \| regex _raw=("[\s\S]*)$/.exec(
          evidenceSearches([reference('x.y', `*${text}`, '2026-03-12T08:00:00Z')])[0]?.spl ?? '',
        )?.[1];
        const expression = new RegExp(`^(?:${unquote(pattern ?? '') ?? ''})$`);
        expect(expression.test(`*${text}`)).toBe(true);
        expect(expression.test(`x${text}`)).toBe(false);
      }),
    );
  });

  it('says how many ids one search leaves out', () => {
    const many = Array.from({ length: 75 }, (_, index) => reference('x.y', `id-${String(index)}`, '2026-03-12T08:00:00Z'));
    expect(evidenceSearches(many)[0]?.left).toBe(15);
  });

  it('does not read inherited properties as datasets', () => {
    expect(evidenceSearches([reference('constructor', 'a', '2026-03-12T08:00:00Z')])[0]?.kql).not.toContain('data_stream');
  });
});
