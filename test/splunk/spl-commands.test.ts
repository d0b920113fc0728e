import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { column, index, rowsOver, run, startEngine, stopEngine } from './spl-rows.js';

/** The worked table of the reference's page on streamstats. */
const BYTES = [
  ['x', 'LOGON', 100],
  ['y', 'APP_START', 200],
  ['x', 'FILE_DOWNLOAD', 400],
  ['x', 'REBOOT', 50],
  ['y', 'LOGON', 150],
  ['x', 'LOGON', 100],
].map(([host, action, bytes]) => ({ host, action, bytes }));

beforeAll(async () => {
  await startEngine();
  index('main', [{ raw: '{"in":"main"}' }]);
});
afterAll(stopEngine);

describe('stats, eventstats, streamstats', () => {
  it('gives one row without BY, and one for each value with it', async () => {
    expect(await rowsOver(BYTES, 'stats count sum(bytes) avg(bytes) min(bytes) max(bytes) dc(host)')).toEqual([
      { count: '6', 'sum(bytes)': '1000', 'avg(bytes)': '166.66666666666666', 'min(bytes)': '50', 'max(bytes)': '400', 'dc(host)': '2' },
    ]);
    expect(await rowsOver(BYTES, 'stats sum(bytes) AS total, count(eval(action="LOGON")) AS logons BY host')).toEqual([
      { host: 'x', total: '650', logons: '2' },
      { host: 'y', total: '350', logons: '1' },
    ]);
  });

  it('orders values() by their characters and keeps the order of list()', async () => {
    expect(await rowsOver(BYTES, 'stats values(bytes) as v list(bytes) as l first(action) as f last(action) as z')).toEqual([
      { v: ['100', '150', '200', '400', '50'], l: ['100', '200', '400', '50', '150', '100'], f: 'LOGON', z: 'LOGON' },
    ]);
  });

  it('leaves rows without a value of BY out, counts each of several values, and compares texts where not all are numbers', async () => {
    expect(await rowsOver([{ a: 'x' }, { a: ['x', 'y'] }, { b: 1 }], 'stats count by a')).toEqual([
      { a: 'x', count: '2' },
      { a: 'y', count: '1' },
    ]);
    expect(await rowsOver([{ a: '10' }, { a: '9' }, { a: 'n' }], 'stats max(a) as max min(a) as min')).toEqual([{ max: 'n', min: '10' }]);
  });

  it('eventstats puts the same beside every row', async () => {
    expect(column(await rowsOver(BYTES, 'eventstats sum(bytes) as total by host'), 'total')).toEqual([
      '650',
      '350',
      '650',
      '650',
      '350',
      '650',
    ]);
  });

  it('streamstats runs along, for all or for each host', async () => {
    expect(column(await rowsOver(BYTES, 'streamstats sum(bytes) as total'), 'total')).toEqual(['100', '300', '700', '750', '900', '1000']);
    expect(column(await rowsOver(BYTES, 'streamstats sum(bytes) as total count by host'), 'total')).toEqual([
      '100',
      '200',
      '500',
      '550',
      '350',
      '650',
    ]);
    expect(column(await rowsOver(BYTES, 'streamstats dc(host) as hosts'), 'hosts')).toEqual(['1', '2', '2', '2', '2', '2']);
  });

  it.each([
    'stats',
    'stats count(',
    'stats count by',
    'stats unheard(x)',
    'stats perc95(bytes)',
    'eventstats sum()x',
    'streamstats window=3 count',
    'stats sum',
  ])('%s is refused', async (command) => {
    await expect(rowsOver(BYTES, command)).rejects.toThrow("Error in '");
  });
});

describe('commands that order, thin out and shape rows', () => {
  it('dedup keeps the first, or the first few, of each combination, and drops rows without the field', async () => {
    const rows = [{ s: 'a', n: 1 }, { s: 'a', n: 2 }, { s: 'b', n: 3 }, { s: 'a', n: 4 }, { n: 5 }];
    expect(column(await rowsOver(rows, 'dedup s'), 'n')).toEqual(['1', '3']);
    expect(column(await rowsOver(rows, 'dedup 2 s'), 'n')).toEqual(['1', '2', '3']);
    expect(
      column(
        await rowsOver(
          [
            { a: 1, b: 1 },
            { a: 1, b: 2 },
            { a: 1, b: 1 },
          ],
          'dedup a b',
        ),
        'b',
      ),
    ).toEqual(['1', '2']);
  });

  it('sort takes numbers as numbers unless told otherwise, and 10,000 rows unless told otherwise', async () => {
    const rows = [
      { n: '10', s: 'b' },
      { n: '9', s: 'a' },
      { n: '9', s: 'c' },
    ];
    expect(column(await rowsOver(rows, 'sort n, -s'), 's')).toEqual(['c', 'a', 'b']);
    expect(column(await rowsOver(rows, 'sort 0 -num(n), +str(s)'), 's')).toEqual(['b', 'a', 'c']);
    expect(column(await rowsOver(rows, 'sort str(n)'), 'n')).toEqual(['10', '9', '9']);
    expect(column(await rowsOver(rows, 'sort 1 -n'), 'n')).toEqual(['10']);
    expect(column(await rowsOver(rows, 'sort 2 s'), 's')).toEqual(['a', 'b']);
    expect(await run('| makeresults count=10001 | streamstats count as n | sort n | stats count')).toEqual([{ count: '10000' }]);
    expect(await run('| makeresults count=10001 | streamstats count as n | sort 0 n | stats count')).toEqual([{ count: '10001' }]);
  });

  it('head takes ten, or as many as asked for', async () => {
    expect(await run('| makeresults count=20 | head')).toHaveLength(10);
    expect(await run('| makeresults count=20 | head 3')).toHaveLength(3);
  });

  it('fields keeps, or takes away, and leaves internal fields unless they are named; table leaves nothing else', async () => {
    const [kept = {}] = await run('search index=main | fields in');
    expect(Object.keys(kept).sort()).toEqual(['_bkt', '_cd', '_indextime', '_raw', '_si', '_sourcetype', '_time', 'in']);
    expect(Object.keys((await run('search index=main | fields in | fields - _*'))[0] ?? {})).toEqual(['in']);
    expect(await run('search index=main | table in none')).toEqual([{ in: 'main' }]);
    expect(await rowsOver([{ aa: 1, ab: 2, b: 3 }], 'table a*')).toEqual([{ aa: '1', ab: '2' }]);
  });

  it('rename takes phrases, and what it names over is gone', async () => {
    expect(await rowsOver([{ usr: 'ann', b: 1 }], 'rename usr AS "User name"')).toEqual([{ 'User name': 'ann', b: '1' }]);
    expect(await rowsOver([{ a: 1, b: 2 }], 'rename a as b')).toEqual([{ b: '1' }]);
  });

  it('mvexpand makes a row of each value', async () => {
    expect(await rowsOver([{ m: ['a', 'b'], n: 1 }, { n: 2 }], 'mvexpand m | table m n')).toEqual([
      { m: 'a', n: '1' },
      { m: 'b', n: '1' },
      { n: '2' },
    ]);
  });

  it('where keeps what is true, and compares fields with fields', async () => {
    expect(await rowsOver([{ a: 1, b: 1 }, { a: 1, b: 2 }, { a: 1 }], 'where a=b')).toEqual([{ a: '1', b: '1' }]);
  });

  it('bin puts times into spans', async () => {
    index(
      'times',
      [100, 200, 300].map((time) => ({ time, raw: String(time) })),
    );
    expect(column(await run('search index=times | bin span=2m _time as t | table t'), 't')).toEqual(['240', '120', '0']);
  });

  it('rex takes named groups out of a field', async () => {
    const rows = [{ _raw: 'From: <Susan> To: <Bob>' }, { _raw: 'nothing' }];
    expect(await rowsOver(rows, 'rex field=_raw "From: <(?<from>.*)> To: <(?<to>.*)>" | table from to')).toEqual([
      { from: 'Susan', to: 'Bob' },
      {},
    ]);
  });

  it('spath takes a path out of JSON', async () => {
    const rows = [{ _raw: '{"commits":[{"author":{"name":"Ann"}},{"author":{"name":"Bob"}}],"one":{"deep":7}}' }, { _raw: 'no JSON' }];
    expect(await rowsOver(rows, 'spath output=names path=commits{}.author.name | spath one.deep | table names one.deep')).toEqual([
      { names: ['Ann', 'Bob'], 'one.deep': '7' },
      {},
    ]);
  });

  it('xyseries makes columns of values', async () => {
    const rows = [
      { day: 1, who: 'a', n: 5 },
      { day: 1, who: 'b', n: 6 },
      { day: 2, who: 'a', n: 7 },
    ];
    expect(await rowsOver(rows, 'xyseries day who n')).toEqual([
      { day: '1', a: '5', b: '6' },
      { day: '2', a: '7' },
    ]);
  });

  it('addinfo tells the bounds of the search', async () => {
    expect(await rowsOver([{ a: 1 }], 'addinfo | table info_*')).toEqual([
      { info_min_time: '0.000', info_max_time: '+Infinity', info_search_time: '1000000.000', info_sid: '1000000.1' },
    ]);
  });

  it('lookup brings fields of a collection along', async () => {
    const lookup = (): {
      readonly fields: readonly string[];
      readonly records: readonly Readonly<Record<string, readonly string[]>>[];
    } => ({
      fields: ['_key', 'who', 'team'],
      records: [
        { _key: ['1'], who: ['main'], team: ['red'] },
        { _key: ['2'], who: ['main'], team: ['blue'] },
      ],
    });
    expect(await run('search index=main | lookup teams who as in OUTPUT team as teams | table in teams', { lookup })).toEqual([
      { in: 'main', teams: ['red', 'blue'] },
    ]);
    await expect(run('search index=main | lookup teams nothing OUTPUT team', { lookup })).rejects.toThrow(
      "Could not find the field 'nothing'",
    );
  });

  it.each([
    'dedup',
    'fields',
    'table',
    'sort',
    'sort a desc',
    'head x',
    'rename a b',
    'mvexpand a limit=2',
    'bin a',
    'rex "no group"',
    'spath',
    'xyseries a b',
    'top a',
    'join a',
  ])('%s is refused', async (command) => {
    await expect(rowsOver([{ a: 1, b: 2 }], command)).rejects.toThrow("Error in '");
  });
});
