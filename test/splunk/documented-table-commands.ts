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

/** The search of the page on eventstats that makes its four events; the last one's age is what is given. */
const fourEvents = (age: string): string =>
  `| makeresults count=4 | streamstats count | eval age = case(count=1, 25, count=2, 39, count=3, 31, count=4, ${age}) | eval city = case(count=1 OR count=3, "San Francisco", count=2 OR count=4, "Seattle")`;

const averages = (name: string, last: Readonly<Record<string, string>>): DocumentedExample['gives'] => [
  { count: '1', age: '25', city: 'San Francisco', [name]: '28' },
  { count: '2', age: '39', city: 'Seattle', [name]: '39' },
  { count: '3', age: '31', city: 'San Francisco', [name]: '28' },
  { count: '4', ...last, city: 'Seattle', [name]: '39' },
];

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
      source: page('eventstats, extended example: a row without the field'),
      states: 'result',
      search: `${fourEvents('null()')} | eventstats avg(age) BY city`,
      shows: ['count', 'age', 'city', 'avg(age)'],
      gives: averages('avg(age)', {}),
    },
    {
      source: page('eventstats, extended example: the new field renamed'),
      states: 'result',
      search: `${fourEvents('null()')} | eventstats avg(age) AS "average age by city" BY city`,
      shows: ['count', 'age', 'city', 'average age by city'],
      gives: averages('average age by city', {}),
    },
    {
      source: page('eventstats, extended example: a text among numbers'),
      states: 'result',
      search: `${fourEvents('"test"')} | eventstats avg(age) BY city`,
      shows: ['count', 'age', 'city', 'avg(age)'],
      gives: averages('avg(age)', { age: 'test' }),
    },
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
      source: page('eventstats, extended example: Creating a set of events'),
      states: 'result',
      search: fourEvents('null()'),
      shows: ['count', 'age', 'city'],
      gives: [
        { count: '1', age: '25', city: 'San Francisco' },
        { count: '2', age: '39', city: 'Seattle' },
        { count: '3', age: '31', city: 'San Francisco' },
        { count: '4', city: 'Seattle' },
      ],
    },
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
      source: page('stats, extended example 2'),
      states: 'rule',
      search: '... | stats count(eval(method="GET")) AS GET, count(eval(method="POST")) AS POST BY host',
      records: [
        { host: 'www1', method: 'GET' },
        { host: 'www1', method: 'POST' },
        { host: 'www1', method: 'GET' },
        { host: 'www2', method: 'PUT' },
      ],
      gives: [
        { host: 'www1', GET: '2', POST: '1' },
        { host: 'www2', GET: '0', POST: '0' },
      ],
      ordered: true,
    },
    {
      source: page('stats, extended example 1'),
      states: 'rule',
      search: '... | stats count BY status, host',
      records: [
        { status: '404', host: 'www2' },
        { status: '404', host: 'www1' },
        { status: '200', host: 'www2' },
        { status: '404', host: 'www1' },
      ],
      gives: [
        { status: '200', host: 'www2', count: '1' },
        { status: '404', host: 'www1', count: '2' },
        { status: '404', host: 'www2', count: '1' },
      ],
      ordered: true,
    },
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
      source: page('streamstats, Escaping string values'),
      states: 'result',
      search: '| makeresults count=3 | streamstats count | eval test=if(count==2,"yes","no")',
      shows: ['count', 'test'],
      gives: [
        { count: '1', test: 'no' },
        { count: '2', test: 'yes' },
        { count: '3', test: 'no' },
      ],
    },
    {
      source: page('streamstats, extended example 1'),
      states: 'result',
      search: '| makeresults count=5 | streamstats count | eval _time=_time-(count*3600)',
      now: Date.UTC(2020, 0, 9, 16, 35, 14) / 1000,
      gives: ['15', '14', '13', '12', '11'].map((hour, n) => ({ _time: `2020-01-09T${hour}:35:14.000+00:00`, count: String(n + 1) })),
    },
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
