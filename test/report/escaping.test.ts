import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anchor, embeddedJson, escapeText, visibleText } from '../../src/report/html.js';
import { renderReport } from '../../src/report/render-report.js';
import { fullReport } from './fixture.js';
import { HOSTILE, poison } from './hostile.js';

const ALLOWED = new Set(
  'a article b body br button circle code dd desc details div dl dt em figcaption figure footer g h1 h2 h3 h4 h5 head header html i input label li line link main meta nav ol output p path polygon polyline pre rect section small span strong summary svg table tbody td text th thead time title tr ul'.split(
    ' ',
  ),
);

/** Tags of the page outside its own style and script, each as its source text. */
const tagsOf = (page: string): string[] => {
  const withoutPrograms = page
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/<script>[\s\S]*?<\/script>/, '')
    .replace(/<script type="application\/json"[^>]*>[^<]*<\/script>/, '');
  return withoutPrograms.match(/<[^>]*>?/g) ?? [];
};

const problemsOf = (page: string): string[] =>
  tagsOf(page).filter((tag) => {
    const name = /^<\/?([a-z][a-z0-9]*)[\s/>]/i.exec(tag)?.[1] ?? '';
    if (tag === '<!DOCTYPE html>') return false;
    const attributes = tag.replace(/"[^"]*"/g, '""');
    return (
      !ALLOWED.has(name) ||
      /\son[a-z]+\s*=/i.test(attributes) ||
      /(href|src)="(?!#|data:,)/i.test(tag) ||
      attributes.includes("'") ||
      attributes.includes('`')
    );
  });

const hostileText = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', '/', '=', ' ', 'x', '`', '\n') }),
);

describe('values from logs are text, never markup', () => {
  it.each(HOSTILE)('survives %j in every free text', (text) => {
    const page = renderReport(poison(fullReport(3), (original) => `${text}${original.slice(0, 6)}`));
    expect(problemsOf(page)).toEqual([]);
  });

  it('survives anything', () => {
    fc.assert(
      fc.property(fc.array(hostileText, { minLength: 1, maxLength: 5 }), (texts) => {
        let next = 0;
        const page = renderReport(poison(fullReport(1), (original) => `${texts[next++ % texts.length] ?? ''}${original}`));
        expect(problemsOf(page)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it('leaves no character that can open markup, end an attribute or turn the writing direction', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = escapeText(text);
        expect(escaped).not.toMatch(/[<>"'`]/);
        expect(escaped).not.toMatch(/(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        expect(escaped.replace(/&(amp|lt|gt|quot|#39|#96);/g, '')).not.toContain('&');
      }),
    );
  });

  it('makes controls visible instead of dropping them', () => {
    expect(visibleText('a\u0000b\u001b[31m')).toBe('a\u2400b\u241b[31m');
    expect(visibleText('invoice\u202egnp.exe')).toBe('invoice⟨U+202E⟩gnp.exe');
    expect(visibleText('\ud800x')).toBe('\ufffdx');
  });

  it('embeds JSON that cannot end its block and that parses back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const { markup } = embeddedJson(value);
        expect(markup).not.toMatch(/[<>&\u2028\u2029]/);
        expect(JSON.stringify(JSON.parse(markup))).toBe(JSON.stringify(value));
      }),
    );
  });

  it('makes anchors that are distinct for distinct ids', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(anchor('x', a)).toMatch(/^x-[A-Za-z0-9_]*$/);
        expect(anchor('x', a) === anchor('x', b)).toBe(a === b);
      }),
    );
  });
});
