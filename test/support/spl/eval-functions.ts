import { SplError } from './spl-error.js';
import { asNumber, asSeveral, asText, asTruth, bool, NOTHING, num, quoted, several, text, type SqlValue } from './sql-value.js';

/** A function of eval: how many arguments it takes, and its SQL. */
interface EvalFunction {
  readonly takes: readonly [least: number, most: number];
  readonly sql: (given: readonly SqlValue[]) => SqlValue;
}

const one = (sql: (value: SqlValue) => SqlValue): EvalFunction => ({ takes: [1, 1], sql: ([value = NOTHING]) => sql(value) });
const two = (sql: (first: SqlValue, second: SqlValue) => SqlValue): EvalFunction => ({
  takes: [2, 2],
  sql: ([first = NOTHING, second = NOTHING]) => sql(first, second),
});

/** What the reference lets act on each of several values. */
const inCase = (name: 'lower' | 'upper'): EvalFunction =>
  one((value) => (value.type === 'mv' ? several(`list_transform(${value.sql}, lambda e: ${name}(e))`) : text(`${name}(${asText(value)})`)));

/** The type that all of some values can have; numbers stay numbers only among themselves. */
function common(values: readonly SqlValue[]): SqlValue['type'] {
  const types = new Set(values.map(({ type }) => type).filter((type) => type !== 'null'));
  if (types.size === 0) return 'null';
  const [first] = types;
  if (types.size === 1 && first !== undefined) return first;
  return types.has('mv') ? 'mv' : 'text';
}

function cast(value: SqlValue, type: SqlValue['type']): string {
  if (type === 'num') return asNumber(value);
  if (type === 'mv') return asSeveral(value);
  return type === 'bool' ? asTruth(value) : asText(value);
}

/** Documented patterns of times that both sides know, with the names that DuckDB gives them. */
const TIME_PATTERNS: Readonly<Record<string, string>> = {
  ...Object.fromEntries('Y m d H M S y j b B a A p I u w % f'.split(' ').map((letter) => [letter, `%${letter}`])),
  F: '%Y-%m-%d',
  T: '%H:%M:%S',
  '3N': '%g',
  '6N': '%f',
  Q: '%g',
  z: '+0000',
  Z: 'UTC',
};

/** A pattern of strftime and strptime as DuckDB has it. Times are told in UTC. */
function timePattern(given: SqlValue): string {
  const written = /^'(.*)'$/s.exec(given.sql)?.[1];
  if (given.type !== 'text' || written === undefined) throw SplError.in('eval', 'the stand-in takes formats of time as constants only.');
  return quoted(
    written.replaceAll("''", "'").replace(/%(3N|6N|.)/g, (_all, name: string) => {
      const pattern = TIME_PATTERNS[name];
      if (pattern === undefined) throw SplError.in('eval', `the stand-in does not know %${name} in a format of time.`);
      return pattern;
    }),
  );
}

/** The time that a text tells; times of day without a day, which Splunk takes for the day of the search, are refused. */
function timeOf(value: SqlValue, pattern: SqlValue): SqlValue {
  if (!/%[YyF]/.test(pattern.sql)) throw SplError.in('eval', 'the stand-in reads whole dates only.');
  return text(`printf('%.6f', epoch(try_strptime(${asText(value)}, ${timePattern(pattern)})))`);
}

const instant = (value: SqlValue): string => `make_timestamp(CAST(${asNumber(value)} * 1000000 AS BIGINT))`;

/** `{}` of spath as DuckDB writes it; a path without it gives the value as it is. */
function jsonPath(path: SqlValue): string {
  const written = /^'(.*)'$/s.exec(path.sql)?.[1];
  if (path.type !== 'text' || written === undefined) throw SplError.in('spath', 'the stand-in takes paths as constants only.');
  const steps = written.split('.').map((step) => {
    const [, name = '', index] = /^(.*?)(?:\{(\d*)\})?$/.exec(step) ?? [];
    return `."${name}"${index === undefined ? '' : `[${index === '' ? '*' : index}]`}`;
  });
  return `'$${steps.join('')}'`;
}

/** Values at a path of JSON text, as `spath` gives them; nothing where the text is no JSON. */
export function atPath(json: SqlValue, path: SqlValue): SqlValue {
  const where = jsonPath(path);
  const parsed = `CASE WHEN json_valid(${asText(json)}) THEN ${asText(json)} END`;
  if (where.includes('[*]')) return several(`spl_some(json_extract_string(${parsed}, ${where}))`);
  return text(`json_extract_string(${parsed}, ${where})`);
}

function cases(given: readonly SqlValue[]): SqlValue {
  if (given.length % 2 === 1) throw SplError.in('eval', "The arguments to the 'case' function are invalid.");
  const results = given.filter((_value, index) => index % 2 === 1);
  const type = common(results);
  const arms = results.map((result, index) => `WHEN ${asTruth(given[index * 2] ?? NOTHING)} THEN ${cast(result, type)}`);
  return { sql: `CASE ${arms.join(' ')} END`, type };
}

const UNKNOWN_INDEX = 'the stand-in takes whole numbers as places only.';
const place = (value: SqlValue): number => {
  const found = Number(value.sql.replace(/[()]|::DOUBLE/g, ''));
  if (!Number.isInteger(found)) throw SplError.in('eval', UNKNOWN_INDEX);
  return found < 0 ? found : found + 1;
};

/** Functions that shipped searches and readers use, by our reading of the reference. */
export const EVAL_FUNCTIONS: Readonly<Record<string, EvalFunction>> = {
  abs: one((value) => num(`abs(${asNumber(value)})`)),
  case: { takes: [2, 98], sql: cases },
  ceiling: one((value) => num(`ceil(${asNumber(value)})`)),
  coalesce: {
    takes: [1, 99],
    sql: (given) => {
      const type = common(given);
      return type === 'null' ? NOTHING : { sql: `coalesce(${given.map((value) => cast(value, type)).join(', ')})`, type };
    },
  },
  exact: one((value) => num(asNumber(value))),
  false: { takes: [0, 0], sql: () => bool('false') },
  floor: one((value) => num(`floor(${asNumber(value)})`)),
  if: {
    takes: [3, 3],
    sql: ([condition = NOTHING, yes = NOTHING, no = NOTHING]) => {
      const type = common([yes, no]);
      return { sql: `CASE WHEN ${asTruth(condition)} THEN ${cast(yes, type)} ELSE ${cast(no, type)} END`, type };
    },
  },
  isnotnull: one((value) => bool(`(${value.type === 'bool' ? value.sql : asText(value)}) IS NOT NULL`)),
  isnull: one((value) => bool(`(${value.type === 'bool' ? value.sql : asText(value)}) IS NULL`)),
  json_valid: one((value) => bool(`coalesce(json_valid(${asText(value)}), false)`)),
  len: one((value) => num(`CAST(length(${asText(value)}) AS DOUBLE)`)),
  like: two((value, pattern) => bool(`${asText(value)} LIKE ${asText(pattern)}`)),
  lower: inCase('lower'),
  match: two((value, pattern) => bool(`regexp_matches(${asText(value)}, ${asText(pattern)})`)),
  md5: one((value) => text(`md5(${asText(value)})`)),
  mvappend: {
    takes: [1, 99],
    sql: (given) => several(`spl_some(flatten([${given.map((value) => `coalesce(${asSeveral(value)}, [])`).join(', ')}]))`),
  },
  mvcount: one((value) => num(`CAST(len(${asSeveral(value)}) AS DOUBLE)`)),
  mvdedup: one((value) => several(`list_filter(${asSeveral(value)}, lambda e, i: list_position(${asSeveral(value)}, e) = i)`)),
  mvindex: {
    takes: [2, 3],
    sql: ([value = NOTHING, from = NOTHING, to]) =>
      to === undefined
        ? text(`(${asSeveral(value)})[${place(from)}]`)
        : several(`spl_range(${asSeveral(value)}, ${place(from)}, ${place(to)})`),
  },
  mvjoin: two((value, between) => text(`array_to_string(${asSeveral(value)}, ${asText(between)})`)),
  mvsort: one((value) => several(`list_sort(${asSeveral(value)})`)),
  null: { takes: [0, 0], sql: () => NOTHING },
  replace: {
    takes: [3, 3],
    sql: ([value = NOTHING, pattern = NOTHING, by = NOTHING]) =>
      text(`regexp_replace(${asText(value)}, ${asText(pattern)}, ${asText(by)}, 'g')`),
  },
  round: {
    takes: [1, 2],
    sql: ([value = NOTHING, digits]) => num(`round(${asNumber(value)}, CAST(${digits === undefined ? '0' : asNumber(digits)} AS INTEGER))`),
  },
  sha256: one((value) => text(`sha256(${asText(value)})`)),
  spath: two((json, path) => atPath(json, path)),
  split: two((value, by) => several(`string_split(${asText(value)}, ${asText(by)})`)),
  strftime: two((value, pattern) => text(`strftime(${instant(value)}, ${timePattern(pattern)})`)),
  strptime: two(timeOf),
  substr: {
    takes: [2, 3],
    sql: ([value = NOTHING, from = NOTHING, length]) =>
      text(
        `substr(${asText(value)}, CAST(${asNumber(from)} AS BIGINT)${length === undefined ? '' : `, CAST(${asNumber(length)} AS BIGINT)`})`,
      ),
  },
  tonumber: one((value) => num(asNumber(value))),
  tostring: one((value) =>
    value.type === 'bool' ? text(`CASE WHEN ${value.sql} THEN 'True' WHEN NOT ${value.sql} THEN 'False' END`) : text(asText(value)),
  ),
  true: { takes: [0, 0], sql: () => bool('true') },
  trim: {
    takes: [1, 2],
    sql: ([value = NOTHING, characters]) =>
      text(`trim(${asText(value)}, ${characters === undefined ? "' ' || chr(9)" : asText(characters)})`),
  },
  upper: inCase('upper'),
  urldecode: one((value) => text(`url_decode(${asText(value)})`)),
};
