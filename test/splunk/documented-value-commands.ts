import { bnf, page, type DocumentedExample } from './documented-example.js';

/** Examples that Splunk's documentation gives for commands that calculate, extract or compare values within a row. */
export const VALUE_EXAMPLES: Readonly<Record<string, readonly DocumentedExample[]>> = {
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
  rex: [
    {
      source: bnf('[rex-command] examplecheat'),
      states: 'result',
      search: '... | rex field=_raw "From: (?<from>.*) To: (?<to>.*)"',
      records: [{ _raw: 'From: Susan To: Bob' }],
      shows: ['from', 'to'],
      gives: [{ from: 'Susan', to: 'Bob' }],
    },
    {
      source: page('rex, example 1'),
      states: 'result',
      search: '... | rex field=_raw "From: <(?<from>.*)> To: <(?<to>.*)>" | dedup from to | table from to',
      records: [
        { _raw: 'Info: Bounced: DCID 8413617 MID 19338947 From: <MariaDubois@example.com> To: <zecora@buttercupgames.com> RID 0 - 5.4.7' },
        { _raw: 'Info: Delayed: DCID 8414309 MID 19410908 From: <WeiZhang@example.com> To: <mcintosh@buttercupgames.com> RID 0 - 4.3.2' },
      ],
      gives: [
        { from: 'MariaDubois@example.com', to: 'zecora@buttercupgames.com' },
        { from: 'WeiZhang@example.com', to: 'mcintosh@buttercupgames.com' },
      ],
    },
    {
      source: page('rex, example 3'),
      states: 'result',
      search: '... | rex field=savedsearch_id "(?<user>\\w+);(?<app>\\w+);(?<SavedSearchName>\\w+)"',
      records: [{ savedsearch_id: 'bob;search;my_saved_search' }],
      shows: ['user', 'app', 'SavedSearchName'],
      gives: [{ user: 'bob', app: 'search', SavedSearchName: 'my_saved_search' }],
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
    {
      source: page('spath, example 2'),
      states: 'rule',
      search: '... | spath output=myfield server.name',
      records: [{ _raw: '{"server":{"name":"www1"}}' }],
      shows: ['myfield'],
      gives: [{ myfield: 'www1' }],
    },
    {
      source: page('spath, example 4'),
      states: 'result',
      search: '... | spath output=myfield path=vendorProductSet.product{}.locDesc',
      records: [{ _raw: '{"vendorProductSet":{"product":[{"desc":1},{"locDesc":2}]}}' }],
      shows: ['myfield'],
      gives: [{ myfield: '2' }],
    },
  ],
  where: [
    {
      source: page('where, example 1'),
      states: 'rule',
      search: '... | where like(ipaddress, "198.%")',
      records: [{ ipaddress: '198.51.100.1' }, { ipaddress: '192.0.2.198' }],
      gives: [{ ipaddress: '198.51.100.1' }],
    },
    {
      source: page('where, Usage'),
      states: 'rule',
      search: '... | where ipaddress=clientip',
      records: [
        { ipaddress: '192.0.2.1', clientip: '192.0.2.1' },
        { ipaddress: '192.0.2.1', clientip: '192.0.2.2' },
      ],
      gives: [{ ipaddress: '192.0.2.1', clientip: '192.0.2.1' }],
    },
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
