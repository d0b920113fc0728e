import { bnf, page, type DocumentedExample } from './documented-example.js';

/** The table of the page on xyseries. */
const CATEGORIES = [
  ['STRATEGY', '806', '30.495649'],
  ['ARCADE', '493', '18.653046'],
  ['TEE', '367', '13.885736'],
  ['ACCESSORIES', '348', '13.166856'],
  ['SIMULATION', '246', '9.307605'],
  ['SHOOTER', '245', '9.269769'],
  ['SPORTS', '138', '5.221339'],
].map(([categoryId = '', count = '', percent = '']) => ({ categoryId, count, percent }));

const USERS = {
  name: 'usertogroup',
  records: [
    { user: 'ann', group: 'admins', foo: '1', bar: '5' },
    { user: 'bob', group: 'guests', foo: '3', bar: '4' },
    { user: 'cyd', group: 'guests', foo: '2', bar: '4' },
  ],
};

/** Examples that Splunk's documentation gives for commands that bring rows, or calculate from several. */
export const TABLE_EXAMPLES: Readonly<Record<string, readonly DocumentedExample[]>> = {
  addinfo: [
    {
      source: page('addinfo, example 2'),
      states: 'rule',
      search:
        '... | stats latest(_time) AS latest_time BY host | addinfo | eval latest_age = info_max_time - latest_time | fields - info_*',
      records: [
        { _time: 900, host: 'a' },
        { _time: 950, host: 'a' },
        { _time: 700, host: 'b' },
      ],
      until: 1000,
      gives: [
        { host: 'a', latest_time: '950', latest_age: '50' },
        { host: 'b', latest_time: '700', latest_age: '300' },
      ],
    },
  ],
  eventstats: [
    {
      source: bnf('[eventstats-command] example1'),
      states: 'rule',
      search: '... | eventstats avg(duration) as avgdur',
      records: [{ duration: 1 }, { duration: 2 }, { duration: 6 }],
      gives: [
        { duration: '1', avgdur: '3' },
        { duration: '2', avgdur: '3' },
        { duration: '6', avgdur: '3' },
      ],
    },
    {
      source: bnf('[eventstats-command] example2'),
      states: 'rule',
      search: '... | eventstats avg(duration) as avgdur by date_hour',
      records: [
        { duration: 1, date_hour: 8 },
        { duration: 2, date_hour: 9 },
        { duration: 6, date_hour: 9 },
      ],
      shows: ['avgdur'],
      gives: [{ avgdur: '1' }, { avgdur: '4' }, { avgdur: '4' }],
    },
  ],
  inputlookup: [
    {
      source: bnf('[inputlookup-command] example2'),
      states: 'rule',
      search: '| inputlookup usertogroup',
      table: USERS,
      gives: USERS.records,
    },
    {
      source: bnf('[inputlookup-command] example4'),
      states: 'rule',
      search: '| inputlookup usertogroup where foo>2 OR bar=5',
      table: USERS,
      gives: USERS.records.slice(0, 2),
    },
  ],
  lookup: [
    {
      source: bnf('[lookup-command] example1'),
      states: 'rule',
      search: '... | lookup usertogroup user as local_user OUTPUT group as user_group',
      table: USERS,
      records: [{ local_user: 'bob' }, { local_user: 'ann' }, { local_user: 'dan' }],
      gives: [{ local_user: 'bob', user_group: 'guests' }, { local_user: 'ann', user_group: 'admins' }, { local_user: 'dan' }],
    },
  ],
  makeresults: [
    {
      source: bnf('[makeresults-command] example1'),
      states: 'rule',
      search: '| makeresults | eval foo="foo"',
      shows: ['foo'],
      gives: [{ foo: 'foo' }],
    },
  ],
  search: [
    {
      source: bnf('[search-command] example1'),
      states: 'rule',
      search: 'search 404 host="webserver1"',
      events: [
        { raw: 'GET /a 404', host: 'webserver1' },
        { raw: 'GET /b 200', host: 'webserver1' },
        { raw: 'GET /c 404', host: 'webserver2' },
      ],
      shows: ['_raw'],
      gives: [{ _raw: 'GET /a 404' }],
    },
    {
      source: bnf('[search-command] example2'),
      states: 'rule',
      search: 'search (code=10 OR code=29) host!="localhost" xqp>5',
      events: [
        { raw: '{"code":10,"xqp":6,"n":1}', host: 'a' },
        { raw: '{"code":29,"xqp":6,"n":2}', host: 'localhost' },
        { raw: '{"code":29,"xqp":5,"n":3}', host: 'a' },
        { raw: '{"code":11,"xqp":7,"n":4}', host: 'a' },
      ],
      shows: ['n'],
      gives: [{ n: '1' }],
    },
    {
      source: bnf('[search-command] examplecheat1'),
      states: 'rule',
      search: '... | search src="10.9.165.*" OR dst="10.9.165.8"',
      records: [
        { src: '10.9.165.1', dst: '192.0.2.1' },
        { src: '192.0.2.2', dst: '10.9.165.8' },
        { src: '192.0.2.2', dst: '10.9.165.9' },
      ],
      gives: [
        { src: '10.9.165.1', dst: '192.0.2.1' },
        { src: '192.0.2.2', dst: '10.9.165.8' },
      ],
    },
  ],
  stats: [
    {
      source: bnf('[stats-command] examplecheat1'),
      states: 'rule',
      search: '... | stats distinct_count(host)',
      records: [{ host: 'www1' }, { host: 'www2' }, { host: 'www1' }, { host: 'www3' }],
      gives: [{ 'distinct_count(host)': '3' }],
    },
  ],
  streamstats: [
    {
      source: bnf('[streamstats-command] example1'),
      states: 'result',
      search: '... | streamstats count',
      records: [{ a: 'x' }, { a: 'y' }, { a: 'z' }],
      shows: ['count'],
      gives: [{ count: '1' }, { count: '2' }, { count: '3' }],
    },
  ],
  tstats: [
    {
      source: bnf('[tstats-command] example3'),
      states: 'rule',
      search: '| tstats count where host=x by source',
      events: [
        { raw: '1', host: 'x', source: 'a' },
        { raw: '2', host: 'x', source: 'b' },
        { raw: '3', host: 'x', source: 'b' },
        { raw: '4', host: 'y', source: 'a' },
      ],
      gives: [
        { source: 'a', count: '1' },
        { source: 'b', count: '2' },
      ],
    },
  ],
  xyseries: [
    {
      source: page('xyseries'),
      states: 'result',
      // The page's rows are in an order that nothing explains; they are compared in that of their first field.
      search: '... | xyseries categoryId count percent | sort 0 categoryId',
      records: CATEGORIES,
      gives: [...CATEGORIES]
        .sort((a, b) => (a.categoryId < b.categoryId ? -1 : 1))
        .map(({ categoryId, count, percent }) => ({ categoryId, [count]: percent })),
    },
  ],
};
