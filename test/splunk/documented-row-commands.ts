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

const numbered = (count: number): readonly { readonly n: string }[] => Array.from({ length: count }, (_each, n) => ({ n: String(n + 1) }));

/** Examples that Splunk's documentation gives for commands that take rows one by one, or order and thin them out. */
export const ROW_EXAMPLES: Readonly<Record<string, readonly DocumentedExample[]>> = {
  bin: [
    {
      source: bnf('[bin-command] examplecheat2'),
      states: 'rule',
      search: '... | bin _time span=5m | stats avg(thruput) by _time host',
      records: [
        { _time: 0, host: 'a', thruput: 10 },
        { _time: 100, host: 'a', thruput: 20 },
        { _time: 299, host: 'a', thruput: 30 },
        { _time: 300, host: 'a', thruput: 50 },
        { _time: 0, host: 'b', thruput: 7 },
      ],
      gives: [
        { _time: '1970-01-01T00:00:00.000+00:00', host: 'a', 'avg(thruput)': '20' },
        { _time: '1970-01-01T00:00:00.000+00:00', host: 'b', 'avg(thruput)': '7' },
        { _time: '1970-01-01T00:05:00.000+00:00', host: 'a', 'avg(thruput)': '50' },
      ],
    },
  ],
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
  eval: [
    {
      source: bnf('[eval-command] example1'),
      states: 'rule',
      search: '... | eval full_name = first_name." ".last_name, low_name = lower(full_name)',
      records: [{ first_name: 'Ann', last_name: 'Lee' }],
      shows: ['full_name', 'low_name'],
      gives: [{ full_name: 'Ann Lee', low_name: 'ann lee' }],
    },
    {
      source: bnf('[eval-command] examplecheat'),
      states: 'rule',
      search: '... | eval velocity=distance/time',
      records: [{ distance: 9, time: 2 }],
      shows: ['velocity'],
      gives: [{ velocity: '4.5' }],
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
  rex: [
    {
      source: bnf('[rex-command] examplecheat'),
      states: 'result',
      search: '... | rex field=_raw "From: (?<from>.*) To: (?<to>.*)"',
      records: [{ _raw: 'From: Susan To: Bob' }],
      shows: ['from', 'to'],
      gives: [{ from: 'Susan', to: 'Bob' }],
    },
  ],
  sort: [
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
  spath: [
    {
      source: bnf('[spath-command] example1'),
      states: 'rule',
      search: '... | spath output=myfield path=foo.bar.baz',
      records: [{ _raw: '{"foo":{"bar":{"baz":"deep"}}}' }],
      shows: ['myfield'],
      gives: [{ myfield: 'deep' }],
    },
    {
      source: bnf('[spath-command] example3'),
      states: 'rule',
      search: '... | spath server.name',
      records: [{ _raw: '{"server":{"name":"www1"}}' }],
      shows: ['server.name'],
      gives: [{ 'server.name': 'www1' }],
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
  where: [
    {
      source: bnf('[where-command] example1'),
      states: 'rule',
      search: '... | where distance/time > 100',
      records: [
        { distance: 300, time: 2 },
        { distance: 200, time: 2 },
      ],
      gives: [{ distance: '300', time: '2' }],
    },
    {
      source: page('Comparison and conditional functions, in'),
      states: 'rule',
      search: '... | where "203.0.113.255" in(ipaddress, clientip)',
      records: [{ ipaddress: '203.0.113.255' }, { clientip: '203.0.113.255' }, { clientip: '203.0.113.1' }],
      gives: [{ ipaddress: '203.0.113.255' }, { clientip: '203.0.113.255' }],
    },
  ],
};
