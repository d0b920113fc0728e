import { bnf, page, type DocumentedExample } from './documented-example.js';

const SPEEDS = [
  { host: 'a', kbps: 1 },
  { host: 'a', kbps: 2 },
  { host: 'b', kbps: 6 },
];

/** The page takes these three for one number and for three texts. */
const ONES = ['1', '1.0', '01'].map((v) => ({ v }));

/** The times of the page's six events, in the order of its search results. */
const TIMES = [
  '2020-04-28 00:15:05',
  '2020-05-01 00:15:04',
  '2020-04-30 00:15:02',
  '2020-04-28 00:15:01',
  '2020-05-01 00:15:05',
  '2020-04-27 00:15:01',
].map((written) => ({ _time: Date.parse(`${written.replace(' ', 'T')}Z`) / 1000, written }));

const byOrder = (name: string, written: string): DocumentedExample => ({
  source: page('Event order functions, table'),
  states: 'result',
  search: `... | stats ${name}(written)`,
  records: TIMES,
  gives: [{ [`${name}(written)`]: written }],
});

const average = (name: string, source: string): DocumentedExample => ({
  source,
  states: 'rule',
  search: `... | stats ${name}(kbps) by host`,
  records: SPEEDS,
  gives: [
    { host: 'a', [`${name}(kbps)`]: '1.5' },
    { host: 'b', [`${name}(kbps)`]: '6' },
  ],
});

const ofOnes = (name: string, result: string): DocumentedExample => ({
  source: page('Statistical and charting functions, How field values are processed'),
  states: 'rule',
  search: `... | stats ${name}(v)`,
  records: ONES,
  gives: [{ [`${name}(v)`]: result }],
});

const inWords = (name: string, result: string): DocumentedExample => ({
  source: bnf(`[stats-${name}] description`),
  states: 'rule',
  search: `... | stats ${name}(v)`,
  records: [{ v: '10' }, { v: '9' }, { v: 'n' }],
  gives: [{ [`${name}(v)`]: result }],
});

const counted = (name: string, source: string): DocumentedExample => ({
  source,
  states: 'rule',
  search: `... | stats ${name}(device) AS numdevices`,
  records: [{ device: 'x' }, { device: 'x' }, { host: 'a' }],
  gives: [{ numdevices: '2' }],
});

const rowNumbers = (name: string, numbers: readonly string[]): DocumentedExample => ({
  source: page('Multivalue stats and chart functions'),
  states: 'result',
  search: `| makeresults count=1000 | streamstats count AS rowNumber | stats ${name}(rowNumber) AS numbers`,
  gives: [{ numbers }],
});

const upTo = (count: number): string[] => Array.from({ length: count }, (_each, n) => String(n + 1));

/** For every aggregation that the stand-in knows, examples that Splunk's documentation gives. */
export const AGGREGATION_EXAMPLES: Readonly<Record<string, readonly DocumentedExample[]>> = {
  avg: [average('avg', bnf('[stats-command] example1'))],
  c: [counted('c', bnf('[stats-c] and [stats-agg-term] example2'))],
  count: [
    counted('count', bnf('[stats-agg-term] example2')),
    {
      source: bnf('[stats-agg] example4'),
      states: 'rule',
      search: '... | stats count(eval(sourcetype="splunkd")) AS n',
      records: [{ sourcetype: 'splunkd' }, { sourcetype: 'other' }, { sourcetype: 'splunkd' }, { host: 'a' }],
      gives: [{ n: '2' }],
    },
  ],
  dc: [ofOnes('dc', '3')],
  distinct_count: [ofOnes('distinct_count', '3')],
  earliest: [byOrder('earliest', '2020-04-27 00:15:01')],
  first: [byOrder('first', '2020-04-28 00:15:05')],
  last: [byOrder('last', '2020-04-27 00:15:01')],
  latest: [byOrder('latest', '2020-05-01 00:15:05')],
  // No more than a hundred.
  list: [rowNumbers('list', upTo(100))],
  max: [ofOnes('max', '1'), inWords('max', 'n')],
  mean: [average('mean', bnf('[stats-mean] and [stats-command] example1'))],
  min: [ofOnes('min', '1'), inWords('min', '10')],
  sum: [
    {
      source: bnf('[stats-command] example2'),
      states: 'rule',
      search: '... | stats sum(count)',
      records: [{ count: 3 }, { count: 4 }, { other: 5 }],
      gives: [{ 'sum(count)': '7' }],
    },
  ],
  values: [rowNumbers('values', upTo(1000).sort())],
};
