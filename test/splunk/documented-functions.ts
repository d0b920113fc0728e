import { bnf, evaluates, page, type DocumentedExample } from './documented-example.js';

const at = (number: number): string => bnf(`[eval-function] example${number}`);

/** Values of the examples on the page on multivalue functions. */
const NAMES = ['alex', 'celestino', 'claudia', 'david', 'ikraam', 'nyah', 'rutherford', 'wei'];
const PONIES = ['buttercup', 'dash', 'flutter', 'honey', 'ivory', 'minty', 'pinky', 'rarity'];

const place = (expression: string, result: string | readonly string[]): DocumentedExample =>
  evaluates(page('Multivalue eval functions, mvindex'), 'result', expression, result, { names: NAMES, ponies: PONIES });

/** For every function of eval that the stand-in knows, examples that Splunk's documentation gives. */
export const FUNCTION_EXAMPLES: Readonly<Record<string, readonly DocumentedExample[]>> = {
  abs: [evaluates(at(1), 'rule', 'abs(number)', '3', { number: -3 })],
  case: [
    ['200', 'OK'],
    ['408', undefined],
    ['404', 'Not found'],
    ['500', 'Internal Server Error'],
  ].map(([status, description]) =>
    evaluates(
      page('Comparison and conditional functions, case'),
      'result',
      'case(status==200, "OK", status==404, "Not found", status==500, "Internal Server Error")',
      description,
      { status },
    ),
  ),
  ceiling: [evaluates(at(3), 'result', 'ceiling(1.2)', '2')],
  coalesce: [
    evaluates(page('Comparison and conditional functions, coalesce'), 'rule', 'coalesce(clientip, ipaddress)', '10.1.1.1', {
      ipaddress: '10.1.1.1',
    }),
    evaluates(at(5), 'result', 'coalesce(null(), "Returned value", null())', 'Returned value'),
  ],
  exact: [evaluates(at(6), 'rule', 'exact(3.14 * num)', '6.28', { num: 2 })],
  false: [evaluates(at(8), 'rule', 'if(false(), "yes", "no")', 'no'), evaluates(at(8), 'rule', 'if(false() OR 1==0, "yes", "no")', 'no')],
  floor: [evaluates(at(9), 'result', 'floor(1.9)', '1')],
  if: [
    evaluates(at(10), 'rule', 'if(error == 200, "OK", "Error")', 'OK', { error: 200 }),
    evaluates(at(10), 'rule', 'if(error == 200, "OK", "Error")', 'Error', { error: 500 }),
    ...['buttercup', 'rarity', 'tenderhoof', 'dash'].map((names) =>
      evaluates(
        page('Comparison and conditional functions, nullif'),
        'result',
        'if(names="buttercup", "mistmane", names)',
        names === 'buttercup' ? 'mistmane' : names,
        { names },
      ),
    ),
  ],
  in: [
    ...['error', 'failure', 'severe', 'fine'].map((status) =>
      evaluates(
        page('Comparison and conditional functions, in'),
        'rule',
        'if(in(status, "error", "failure", "severe"),"true","false")',
        status === 'fine' ? 'false' : 'true',
        { status },
      ),
    ),
    {
      source: page('Comparison and conditional functions, in, extended example'),
      states: 'rule',
      search: '... | eval error=if(in(status, "404","500","503"),"true","false") | stats count by error',
      records: ['404', '200', '503', '500'].map((status) => ({ status })),
      gives: [
        { error: 'false', count: '1' },
        { error: 'true', count: '3' },
      ],
    },
  ],
  isnotnull: [
    evaluates(at(12), 'rule', 'if(isnotnull(field), "yes", "no")', 'yes', { field: 'x' }),
    evaluates(at(12), 'rule', 'if(isnotnull(field), "yes", "no")', 'no'),
  ],
  isnull: [evaluates(at(11), 'rule', 'if(isnull(field), "yes", "no")', 'yes')],
  json_valid: [
    evaluates(page('JSON functions, json_valid'), 'result', 'if(json_valid(firstnames), "true", "false")', 'true', {
      firstnames: '{ "names": ["maria", "arun"] }',
    }),
  ],
  len: [
    ['buttercup', '9'],
    ['rarity', '6'],
    ['tenderhoof', '10'],
    ['dash', '4'],
    ['mistmane', '8'],
  ].map(([names, length]) => evaluates(page('Text functions, len'), 'result', 'len(names)', length, { names })),
  like: [
    evaluates(at(14), 'rule', 'if(like(field, "foo%"), "yes", "no")', 'yes', { field: 'foobar' }),
    evaluates(at(14), 'rule', 'if(like(field, "foo%"), "yes", "no")', 'no', { field: 'barfoo' }),
  ],
  lower: [
    evaluates(at(17), 'rule', 'lower(username)', 'ann', { username: 'Ann' }),
    evaluates(page('Text functions, lower'), 'rule', 'lower(username)', ['ann', 'bob'], { username: ['Ann', 'BOB'] }),
  ],
  match: [
    evaluates(at(18), 'rule', 'if(match(field, "^\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}$"), 1, 0)', '1', { field: '192.0.2.7' }),
    evaluates(at(18), 'rule', 'if(match(field, "^\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}$"), 1, 0)', '0', { field: '192.0.2.7:80' }),
    {
      source: page('Comparison and conditional functions, match'),
      states: 'rule',
      search: '| makeresults | eval test="\\"yes\\"" | eval matches = if(match(test, "\\"yes\\""), 1, 0)',
      shows: ['test', 'matches'],
      gives: [{ test: '"yes"', matches: '1' }],
    },
  ],
  // The sum of RFC 1321, appendix A.5.
  md5: [evaluates(at(20), 'rule', 'md5(field)', '900150983cd24fb0d6963f7d28e17f72', { field: 'abc' })],
  mvappend: [
    evaluates(at(51), 'rule', 'mvappend(foo, "bar", baz)', ['a', 'b', 'bar', 'c'], { foo: ['a', 'b'], baz: 'c' }),
    evaluates(
      page('Multivalue eval functions, mvappend'),
      'result',
      'mvappend(mvappend("localhost", srcip), destip, "192.168.1.1")',
      ['localhost', '203.0.113.0', '203.0.113.255', '192.168.1.1'],
      { srcip: '203.0.113.0', destip: '203.0.113.255' },
    ),
  ],
  mvcount: [
    evaluates(at(21), 'rule', 'mvcount(multifield)', '3', { multifield: ['a', 'b', 'c'] }),
    evaluates(at(21), 'rule', 'mvcount(multifield)', '1', { multifield: 'a' }),
    evaluates(at(21), 'rule', 'mvcount(multifield)', undefined),
  ],
  mvdedup: [evaluates(at(58), 'rule', 'mvdedup(mvfield)', ['b', 'a'], { mvfield: ['b', 'a', 'b'] })],
  mvfilter: [
    evaluates(at(23), 'rule', 'mvfilter(match(email, "\\.net$") OR match(email, "\\.org$"))', ['a@b.net', 'c@d.org'], {
      email: ['a@b.net', 'x@y.com', 'c@d.org'],
    }),
  ],
  mvindex: [
    evaluates(at(22), 'rule', 'mvindex(multifield, 2)', 'c', { multifield: ['a', 'b', 'c'] }),
    evaluates(at(22), 'rule', 'mvindex(multifield, 2)', undefined, { multifield: ['a', 'b'] }),
    evaluates(at(22), 'rule', 'mvindex(multifield, -1)', 'c', { multifield: ['a', 'b', 'c'] }),
    place('mvindex(names, 2)', 'claudia'),
    place('mvindex(names, 0, 3)', ['alex', 'celestino', 'claudia', 'david']),
    place('mvindex(ponies, -1)', 'rarity'),
    place('mvindex(ponies, -3)', 'minty'),
    place('mvindex(ponies, -3, -1)', ['minty', 'pinky', 'rarity']),
  ],
  mvjoin: [
    evaluates(at(50), 'rule', 'mvjoin(foo, ";")', 'a;b', { foo: ['a', 'b'] }),
    evaluates(page('Multivalue eval functions, mvjoin'), 'result', `mvjoin('base'," OR ")`, '1 OR 2 OR 3 OR 4 OR 5', {
      base: ['1', '2', '3', '4', '5'],
    }),
  ],
  mvmap: [
    evaluates(page('Multivalue eval functions, mvmap'), 'rule', 'mvmap(results, results*threshold)', ['2', '4'], {
      results: ['1', '2'],
      threshold: '2',
    }),
    evaluates(at(74), 'rule', 'mvmap(foo,foo*10)', ['10', '20', '30'], { foo: [1, 2, 3] }),
    evaluates(at(76), 'rule', 'mvmap(foo,foo*foo)', ['1', '4', '9'], { foo: [1, 2, 3] }),
  ],
  mvsort: [
    evaluates(page('Multivalue eval functions, mvsort'), 'result', 'mvsort(mvfield)', ['10', '100', '70', '9'], {
      mvfield: ['10', '9', '70', '100'],
    }),
    evaluates(page('Multivalue eval functions, mvsort'), 'rule', 'mvsort(mvfield)', ['1', 'B', 'a'], { mvfield: ['a', 'B', '1'] }),
  ],
  null: [evaluates(at(26), 'rule', 'null()', undefined, { result: 'cleared' })],
  replace: [evaluates(at(31), 'result', 'replace(date, "^(\\d{1,2})/(\\d{1,2})/", "\\2/\\1/")', '12/1/2009', { date: '1/12/2009' })],
  round: [evaluates(at(32), 'result', 'round(3.5)', '4'), evaluates(at(32), 'result', 'round(2.555, 2)', '2.56')],
  // The sum of FIPS 180-4's example.
  sha256: [
    evaluates(at(35), 'rule', 'sha256(field)', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', { field: 'abc' }),
  ],
  spath: [
    evaluates(at(55), 'rule', 'spath(input, "path{}")', ['a', 'b'], { input: '{"path":["a","b"]}' }),
    evaluates(at(55), 'rule', 'spath(_raw, "commits{}.author.name")', ['Ann', 'Bob'], {
      _raw: '{"commits":[{"author":{"name":"Ann"}},{"author":{"name":"Bob"}}]}',
    }),
  ],
  split: [
    evaluates(at(52), 'rule', 'split(foo, ";")', ['a', 'b'], { foo: 'a;b' }),
    evaluates(page('Multivalue eval functions, split'), 'result', 'split("abcd","")', ['a', 'b', 'c', 'd']),
    evaluates(page('Multivalue eval functions, split'), 'result', 'split("1a2b3c4def567890","def")', ['1a2b3c4', '567890']),
    evaluates(page('Multivalue eval functions, split'), 'result', 'split("name::value","::")', ['name', 'value']),
    evaluates(
      page('Multivalue eval functions, split'),
      'result',
      'split("buttercup;rarity;tenderhoof;dash;mcintosh;fleetfoot;mistmane",";")',
      ['buttercup', 'rarity', 'tenderhoof', 'dash', 'mcintosh', 'fleetfoot', 'mistmane'],
    ),
  ],
  strftime: [
    evaluates(at(47), 'rule', 'strftime(_time, "%H:%M")', '14:00', { _time: Date.UTC(2022, 7, 14, 14, 0, 15) / 1000 }),
    evaluates(page('Date and time functions, strftime'), 'result', 'strftime(_time,"%Y-%m-%dT%H:%M:%S.%Q")', '2022-08-14T14:00:15.000', {
      _time: Date.UTC(2022, 7, 14, 14, 0, 15) / 1000,
    }),
  ],
  // The page's results have six decimals, and are those of another time zone.
  strptime: [
    evaluates(
      page('Date and time functions, strptime'),
      'rule',
      'strptime(X, "%Y-%m-%d %H:%M:%S")',
      `${Date.UTC(2022, 7, 13, 11, 22, 33) / 1000}.000000`,
      { X: '2022-08-13 11:22:33' },
    ),
  ],
  substr: [evaluates(at(38), 'result', 'substr("string", 1, 3) + substr("string", -3)', 'string')],
  tonumber: [
    evaluates(page('Conversion functions, tonumber'), 'rule', 'tonumber(store_sales)+1', '1251', { store_sales: '1250' }),
    evaluates(page('Conversion functions, tonumber'), 'rule', 'tonumber(trim(celsius))', '21.5', { celsius: ' 21.5 ' }),
  ],
  // Of the documented example the first part: nothing shipped formats numbers by the others.
  tostring: [evaluates(at(39), 'result', 'tostring(1==1)', 'True')],
  trim: [
    evaluates(at(40), 'result', 'trim("   ZZZZabcZZ ", " Z")', 'abc'),
    evaluates(at(40), 'rule', 'trim(field)', 'abc', { field: '\t abc \t' }),
  ],
  true: [
    evaluates(at(41), 'rule', 'if(true() AND 1==1, "yes", "no")', 'yes'),
    ...[
      ['200', 'OK'],
      ['408', 'Other'],
      ['404', 'Not found'],
    ].map(([status, description]) =>
      evaluates(
        page('Comparison and conditional functions, true'),
        'result',
        'case(status==200,"OK", status==404, "Not found", true(), "Other")',
        description,
        { status },
      ),
    ),
  ],
  upper: [
    evaluates(at(17), 'rule', 'upper(username)', 'ANN', { username: 'Ann' }),
    evaluates(page('Text functions, upper'), 'rule', 'upper(username)', ['ANN', 'BOB'], { username: ['Ann', 'bob'] }),
  ],
  urldecode: [
    evaluates(
      at(43),
      'result',
      'urldecode("http%3A%2F%2Fwww.splunk.com%2Fdownload%3Fr%3Dheader")',
      'http://www.splunk.com/download?r=header',
    ),
  ],
};
