import { bnf, page, type DocumentedExample } from './documented-example.js';

/** The table of the page on dedup of the SPL2 Search Reference; the command is written alike in both languages. */
const REQUESTS = [
  ['www1', 'view', '211.166.11.101'],
  ['www2', 'addtocart', '194.215.205.19'],
  ['www3', 'view', '74.53.23.135'],
  ['www1', 'addtocart', '128.241.220.82'],
  ['www1', 'purchase', '64.66.0.20'],
  ['www3', 'view', '107.3.146.207'],
  ['www2', 'remove', '194.215.205.19'],
].map(([host = '', action = '', client_ip = '']) => ({ host, action, client_ip }));

/** The table of the page on sort. */
const DAYS = [
  ['Friday', '120'],
  ['Monday', '93'],
  ['Tuesday', '124'],
  ['Thursday', '356'],
  ['Weekend', '1022'],
  ['Wednesday', '248'],
].map(([Day = '', Total = '']) => ({ Day, Total }));

const numbered = (count: number): readonly { readonly n: string }[] => Array.from({ length: count }, (_each, n) => ({ n: String(n + 1) }));

/** Examples that Splunk's documentation gives for commands that choose among rows and fields. */
export const ROW_EXAMPLES: Readonly<Record<string, readonly DocumentedExample[]>> = {
  dedup: [
    {
      source: 'SPL2 Search Reference, dedup',
      states: 'result',
      search: '... | dedup host',
      records: REQUESTS,
      gives: REQUESTS.slice(0, 3),
    },
    {
      source: 'SPL2 Search Reference, dedup',
      states: 'result',
      search: '... | dedup host, client_ip',
      records: REQUESTS,
      gives: REQUESTS.slice(0, 6),
    },
    {
      source: bnf('[dedup-command] example1'),
      states: 'rule',
      search: '... | dedup 3 source',
      records: ['a', 'a', 'b', 'a', 'a'].map((source, n) => ({ source, n })),
      gives: ['a', 'a', 'b', 'a'].map((source, n) => ({ source, n: String(n) })),
    },
  ],
  fields: [
    {
      source: bnf('[fields-command] example1'),
      states: 'rule',
      search: '... | fields source, sourcetype, host, error*',
      records: [{ host: 'h', source: 's', sourcetype: 't', error: 1, error_code: 2, ip: '192.0.2.1', an_error: 3 }],
      gives: [{ source: 's', sourcetype: 't', host: 'h', error: '1', error_code: '2' }],
    },
    {
      source: bnf('[fields-command] examplecheat1'),
      states: 'rule',
      search: '... | fields host, ip',
      records: [{ n: 1, ip: '192.0.2.1', host: 'h' }],
      gives: [{ host: 'h', ip: '192.0.2.1' }],
      ordered: true,
    },
    {
      source: bnf('[fields-command] examplecheat2'),
      states: 'rule',
      search: '... | fields - host, ip',
      records: [{ host: 'h', ip: '192.0.2.1', n: 1 }],
      gives: [{ n: '1' }],
    },
  ],
  head: [
    {
      source: bnf('[head-command] examplecheat'),
      states: 'rule',
      search: '... | head 20',
      records: numbered(25),
      gives: numbered(20),
    },
  ],
  mvexpand: [
    {
      source: bnf('[mvexpand-command] example1'),
      states: 'rule',
      search: '... | mvexpand foo',
      records: [
        { foo: ['a', 'b'], n: 1 },
        { foo: 'c', n: 2 },
      ],
      gives: [
        { foo: 'a', n: '1' },
        { foo: 'b', n: '1' },
        { foo: 'c', n: '2' },
      ],
    },
    {
      source: page('mvexpand, example 3'),
      states: 'result',
      // Behind mvzip, which the stand-in does not know. The page's own table lacks the first of the six rows.
      search: '... | mvexpand fields | rex field=fields "(?<alpha>\\d+),(?<beta>\\d+)" | table _time alpha beta',
      records: [
        { _time: '00:11:23', fields: ['22,21', '23,32', '51,24'] },
        { _time: '00:11:22', fields: ['1,2', '2,3', '5,2'] },
      ],
      gives: [
        { _time: '00:11:23', alpha: '22', beta: '21' },
        { _time: '00:11:23', alpha: '23', beta: '32' },
        { _time: '00:11:23', alpha: '51', beta: '24' },
        { _time: '00:11:22', alpha: '1', beta: '2' },
        { _time: '00:11:22', alpha: '2', beta: '3' },
        { _time: '00:11:22', alpha: '5', beta: '2' },
      ],
    },
  ],
  rename: [
    {
      source: bnf('[rename-command] example1'),
      states: 'rule',
      search: '... | rename count as "Count of Events"',
      records: [{ count: 3, host: 'h' }],
      gives: [{ 'Count of Events': '3', host: 'h' }],
    },
    {
      source: bnf('[rename-command] examplecheat'),
      states: 'rule',
      search: '... | rename _ip as IPAddress',
      records: [{ _ip: '192.0.2.1' }],
      gives: [{ IPAddress: '192.0.2.1' }],
    },
  ],
  sort: [
    {
      source: page('sort, extended example'),
      states: 'result',
      search:
        '... | eval wd=lower(Day) | eval sort_field=case(wd=="monday",1, wd=="tuesday",2, wd=="wednesday",3, wd=="thursday",4, wd=="friday",5, wd=="weekend",6) | sort sort_field | fields - sort_field',
      records: DAYS,
      shows: ['Day', 'Total'],
      gives: [1, 2, 5, 3, 0, 4].flatMap((n) => DAYS.slice(n, n + 1)),
    },
    {
      source: page('sort, example 1'),
      states: 'rule',
      search: '... | sort ip(ipaddress), -str(url)',
      records: [
        { ipaddress: '10.0.0.10', url: '/a' },
        { ipaddress: '10.0.0.9', url: '/10' },
        { ipaddress: '10.0.0.9', url: '/9' },
      ],
      gives: [
        { ipaddress: '10.0.0.9', url: '/9' },
        { ipaddress: '10.0.0.9', url: '/10' },
        { ipaddress: '10.0.0.10', url: '/a' },
      ],
    },
    {
      source: page('sort, example 5'),
      states: 'rule',
      search: '... | sort 1 -_time',
      records: [{ _time: 9 }, { _time: 11 }, { _time: 10 }],
      gives: [{ _time: '11' }],
    },
    {
      source: bnf('[sort-command] example1'),
      states: 'rule',
      search: '... | sort _time, -host',
      records: [
        { _time: 2, host: 'a' },
        { _time: 1, host: 'a' },
        { _time: 1, host: 'b' },
      ],
      gives: [
        { _time: '1', host: 'b' },
        { _time: '1', host: 'a' },
        { _time: '2', host: 'a' },
      ],
    },
    {
      source: bnf('[sort-command] example2'),
      states: 'rule',
      search: '... | sort 100 -size, +source',
      records: Array.from({ length: 120 }, (_each, n) => ({ size: n >> 1, source: n % 2 === 0 ? 'b' : 'a' })),
      gives: Array.from({ length: 100 }, (_each, n) => ({ size: String(59 - (n >> 1)), source: n % 2 === 0 ? 'a' : 'b' })),
    },
    {
      source: bnf('[sort-command] examplecheat'),
      states: 'rule',
      // Addresses are ordered as addresses.
      search: '... | sort ip, -url',
      records: [
        { ip: '10.0.0.10', url: '/a' },
        { ip: '10.0.0.9', url: '/a' },
        { ip: '9.0.0.1', url: '/a' },
        { ip: '10.0.0.9', url: '/b' },
      ],
      gives: [
        { ip: '9.0.0.1', url: '/a' },
        { ip: '10.0.0.9', url: '/b' },
        { ip: '10.0.0.9', url: '/a' },
        { ip: '10.0.0.10', url: '/a' },
      ],
    },
    {
      source: bnf('[sort-by-clause] example2'),
      states: 'rule',
      // A sign with a space behind it holds for the fields that follow, too.
      search: '... | sort - time, host',
      records: [
        { time: 1, host: 'a' },
        { time: 2, host: 'a' },
        { time: 2, host: 'b' },
      ],
      gives: [
        { time: '2', host: 'b' },
        { time: '2', host: 'a' },
        { time: '1', host: 'a' },
      ],
    },
    {
      source: bnf('[sort-command] description'),
      states: 'rule',
      // What lacks the field counts as the smallest where the order descends, as the largest where it ascends.
      search: '... | sort -size',
      records: [{ n: 1 }, { size: 1, n: 2 }, { size: 10, n: 3 }, { size: 9, n: 4 }],
      shows: ['n'],
      gives: [{ n: '3' }, { n: '4' }, { n: '2' }, { n: '1' }],
    },
  ],
  table: [
    {
      source: bnf('[table-command] example1'),
      states: 'rule',
      search: '... | table foo bar baz*',
      records: [{ bazaar: 1, bar: 2, foo: 3, baz: 4, other: 5 }],
      gives: [{ foo: '3', bar: '2', bazaar: '1', baz: '4' }],
      ordered: true,
    },
  ],
};
