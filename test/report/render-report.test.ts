import { createHash } from 'node:crypto';
import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import { PAGE_SCRIPT } from '../../src/report/page-script.js';
import { renderReport } from '../../src/report/render-report.js';
import { trustStatements } from '../../src/report/trust.js';
import { emptyReport, fullReport, partialReport, summary } from './fixture.js';

const textOf = (page: string): string =>
  page
    .replace(/<(style|script)[\s\S]*?<\/\1>/g, '')
    .replace(/<title[^>]*>[\s\S]*?<\/title>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

describe('the report', () => {
  const page = renderReport(fullReport());
  const text = textOf(page);

  it('gives the same bytes for the same documents', () => {
    expect(renderReport(fullReport()) === page).toBe(true);
  });

  it('answers the questions of the first ten seconds first', () => {
    const order = [
      '2 incidents need a person; 1 can wait',
      '1 of a budget of 5 a day',
      'A stolen session of lena.brandt',
      'Why first: Six domains',
      'Can it be trusted?',
      'okta.system stops 3 d 10 h before it',
      'within a factor of two',
      'What changed?',
      '3 incidents opened on 12 Mar',
    ];
    const places = order.map((part) => text.replace('Why first: ', 'Why first: ').indexOf(part));
    expect(places).not.toContain(-1);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
  });

  it('says rarity in two frames, amounts in words, and keeps full precision on hover', () => {
    expect(text).toMatch(/1 in 4,100 for this user 1 in 90,000 for 212 like it/);
    expect(text).toContain('10–40 MB');
    expect(page.includes('title="3214880112 bytes"')).toBe(true);
  });

  it('cites events behind every sentence and offers the searches that find them', () => {
    expect(page.includes('aria-label="24 cited events"')).toBe(true);
    expect(text).toContain('data_stream.dataset : (&quot;aws.cloudtrail&quot;)');
    expect(text).toContain('sourcetype IN (&quot;aws:cloudtrail&quot;)');
  });

  it('shows what was read with reasons', () => {
    expect(text).toContain('no source claims it 1,180');
    expect(text).toContain('silent for 3 d 10 h');
  });

  it('asks the network for nothing and allows only its own script and style', () => {
    const policy = /Content-Security-Policy"\s+content="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#39;', "'") ?? '';
    const hash = (tag: string): string =>
      createHash('sha256')
        .update(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page)?.[1] ?? '')
        .digest('base64');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`script-src 'sha256-${hash('script')}'`);
    expect(policy).toContain(`style-src 'sha256-${hash('style')}'`);
    expect(/.{0,40}(\ssrc=|@import|url\(|\sstyle=|(?:href|src|action)="(?!#|data:,)).{0,40}/.exec(page)?.[0]).toBeUndefined();
  });

  it('stays below 3 MB with 5,000 anomalies, and says what it leaves out', () => {
    const large = renderReport(fullReport(5000));
    expect(Buffer.byteLength(large)).toBeLessThan(3_000_000);
    expect(textOf(large)).toMatch(/The [\d,]+ rarest of 5,\d{3} anomalies; all are in anomalies\.ndjson/);
  });

  it('stays below 3 MB with 500 large incidents; all that fit are told, the others listed', () => {
    const input = fullReport(200);
    const many = Array.from({ length: 500 }, (_, index) => {
      const incident = structuredClone(input.incidents[0]!);
      incident.throughline.id = `inc-${String(index)}`;
      return incident;
    });
    const large = renderReport({ ...input, incidents: many, summary: { ...input.summary, incidents: 500 } });
    expect(Buffer.byteLength(large)).toBeLessThan(3_000_000);
    expect(textOf(large)).toContain('and 200 lower-ranked incidents in incidents.ndjson');
  });

  it('caps the graph at 25 nodes and counts the rest', () => {
    const input = fullReport(0);
    const incident = structuredClone(input.incidents[0]!);
    const template = incident.throughline.incident.entities[0]!;
    incident.throughline.incident.entities = Array.from({ length: 39 }, (_, index) => ({
      ...template,
      id: `user:${String(index)}`,
      name: `user${String(index)}`,
    }));
    expect(textOf(renderReport({ ...input, incidents: [incident] }))).toContain('and 14 more');
  });

  it('keeps going with broken times, empty texts and missing anomalies', () => {
    const input = fullReport(0);
    const incident = structuredClone(input.incidents[0]!);
    incident.event.start = 'not a time';
    incident.throughline.incident.timeline.forEach((entry) => (entry.time = ''));
    const broken = textOf(renderReport({ ...input, incidents: [incident], anomalies: [] }));
    expect(broken).toContain('No moment of this incident can be placed in time');
    expect(broken).toContain('11 anomalies of this incident are not in this page');
    expect(broken).not.toMatch(/NaN|Infinity|undefined|Invalid Date/);
  });

  it('never shows a number that is none', () => {
    for (const input of [fullReport(), emptyReport, partialReport]) {
      const markup = renderReport(input).replace(/<(style|script)[\s\S]*?<\/\1>/g, '');
      expect(/.{0,40}(NaN|Infinity|undefined|Invalid Date|\[object).{0,40}/.exec(markup)?.[0]).toBeUndefined();
    }
  });
});

describe('empty and partial runs', () => {
  it('says that nothing was read instead of showing empty charts', () => {
    const text = textOf(renderReport(emptyReport));
    expect(text).toContain('Nothing was read, so nothing can be said');
    expect(text).toContain('No input held a record that could be read.');
    expect(text).not.toContain('Start here');
  });

  it('names the domains nobody told about, and the records lost', () => {
    const text = textOf(renderReport(partialReport));
    expect(text).toContain('No incident was found');
    expect(text).toContain('No identity, SaaS, network, endpoint, cloud data was found in these inputs');
    expect(text).toContain('The one source reaches the end of the data. No identity, SaaS, network, endpoint, cloud data was found.');
    expect(text).toContain('400 (33 %) could not be used');
  });
});

describe('whether the picture can be trusted', () => {
  const verdicts = (changes: Partial<typeof summary>) =>
    trustStatements({ ...summary, ...changes }, []).map((statement) => statement.verdict);

  it('judges sources, history, probabilities and reading', () => {
    expect(verdicts({})).toEqual(['partial', 'good', 'good', 'good']);
    expect(verdicts({ sources: {}, dead_letters: 900_000 })).toEqual(['poor', 'good', 'good', 'poor']);
  });

  it('does not judge probabilities on fewer than five expected units', () => {
    expect(verdicts({ calibration: { combined: { units: 400, at_1e2: 40, at_1e3: 9, at_1e4: 1 } } })[2]).toBe('unknown');
    expect(verdicts({ calibration: { combined: { units: 10_000, at_1e2: 100, at_1e3: 31, at_1e4: 9 } } })[2]).toBe('partial');
  });
});

describe('the script of the page', () => {
  it('is clean under eslint', () => {
    const browser = [
      'document',
      'localStorage',
      'navigator',
      'location',
      'addEventListener',
      'setTimeout',
      'URL',
      'Blob',
      'Element',
      'HTMLDetailsElement',
      'Intl',
    ];
    const messages = new Linter().verify(PAGE_SCRIPT, {
      languageOptions: { ecmaVersion: 2022, sourceType: 'script', globals: Object.fromEntries(browser.map((name) => [name, 'readonly'])) },
      rules: {
        'no-undef': 'error',
        'no-unused-vars': 'error',
        eqeqeq: 'error',
        'prefer-const': 'error',
        'no-var': 'error',
        'no-implied-eval': 'error',
        'no-eval': 'error',
        'no-shadow': 'error',
      },
    });
    expect(messages).toEqual([]);
    expect(PAGE_SCRIPT).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|fetch\(|XMLHttpRequest|<\/script/i);
  });
});
