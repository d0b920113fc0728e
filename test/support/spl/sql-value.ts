import { SplError } from './spl-error.js';

/** A piece of SQL and what it gives: a number, a text, a truth, several texts, or nothing at all. */
export interface SqlValue {
  readonly sql: string;
  readonly type: 'num' | 'text' | 'bool' | 'mv' | 'null';
}

export const num = (sql: string): SqlValue => ({ sql, type: 'num' });
export const text = (sql: string): SqlValue => ({ sql, type: 'text' });
export const bool = (sql: string): SqlValue => ({ sql, type: 'bool' });
export const several = (sql: string): SqlValue => ({ sql, type: 'mv' });
export const NOTHING: SqlValue = { sql: 'NULL', type: 'null' };

/** A text as SQL writes it. */
export const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`;

export function asText({ sql, type }: SqlValue, command = 'eval'): string {
  if (type === 'num') return `spl_text(${sql})`;
  if (type === 'mv') return `spl_one(${sql})`;
  if (type === 'bool') throw SplError.in(command, 'The expression is malformed: a truth stands where a value is needed.');
  return type === 'null' ? 'NULL::VARCHAR' : sql;
}

export const asNumber = (value: SqlValue): string => (value.type === 'num' ? value.sql : `spl_num(${asText(value)})`);

export const asSeveral = (value: SqlValue): string => {
  if (value.type === 'mv') return value.sql;
  return value.type === 'null' ? 'NULL::VARCHAR[]' : `spl_list(${asText(value)})`;
};

export function asTruth({ sql, type }: SqlValue, command = 'eval'): string {
  if (type === 'bool') return sql;
  if (type === 'null') return 'NULL::BOOLEAN';
  throw SplError.in(command, 'The expression is malformed: a value stands where a truth is needed.');
}

/** What the SQL of every search rests on. Numbers are written as Splunk writes them: whole ones without a point. */
export const SQL_MACROS: readonly string[] = [
  String.raw`CREATE MACRO spl_num(x) AS CASE WHEN regexp_full_match(x, '\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*') THEN TRY_CAST(x AS DOUBLE) END`,
  // Addresses of version 4 are ordered by their four numbers.
  String.raw`CREATE MACRO spl_ip(x) AS CASE WHEN regexp_full_match(x, '\d{1,3}(\.\d{1,3}){3}')
     THEN list_reduce(list_transform(string_split(x, '.'), lambda e: CAST(e AS BIGINT)), lambda a, b: a * 256 + b) END`,
  `CREATE MACRO spl_text(x) AS CASE WHEN x = trunc(x) AND abs(x) < 1e15 THEN CAST(CAST(x AS BIGINT) AS VARCHAR) ELSE CAST(CAST(x AS DOUBLE) AS VARCHAR) END`,
  `CREATE MACRO spl_one(x) AS CASE len(x) WHEN 0 THEN NULL WHEN 1 THEN x[1] ELSE array_to_string(x, chr(10)) END`,
  `CREATE MACRO spl_list(x) AS CASE WHEN x IS NULL THEN NULL ELSE [x] END`,
  `CREATE MACRO spl_some(x) AS CASE WHEN len(x) = 0 THEN NULL ELSE x END`,
  // Places count from one, or backwards from minus one; out of range, nothing comes of it, as the page on multivalue functions says.
  `CREATE MACRO spl_place(x, n) AS CASE WHEN n < 0 THEN len(x) + 1 + n ELSE n END`,
  `CREATE MACRO spl_range(x, a, b) AS CASE WHEN spl_place(x, a) >= 1 AND spl_place(x, a) <= spl_place(x, b) AND spl_place(x, b) <= len(x)
     THEN list_slice(x, spl_place(x, a), spl_place(x, b)) END`,
  // Two fields are compared as numbers if both are, else as texts.
  `CREATE MACRO spl_order(a, b) AS CASE WHEN spl_num(a) IS NOT NULL AND spl_num(b) IS NOT NULL
     THEN CASE WHEN spl_num(a) < spl_num(b) THEN -1 WHEN spl_num(a) > spl_num(b) THEN 1 ELSE 0 END
     WHEN a < b THEN -1 WHEN a > b THEN 1 WHEN a = b THEN 0 END`,
  `CREATE MACRO spl_add(a, b) AS CASE WHEN spl_num(a) IS NOT NULL AND spl_num(b) IS NOT NULL THEN spl_text(spl_num(a) + spl_num(b))
     WHEN spl_num(a) IS NULL AND spl_num(b) IS NULL THEN a || b END`,
  `CREATE MACRO spl_numbers(x) AS list_filter(list_transform(x, lambda e: spl_num(e)), lambda e: e IS NOT NULL)`,
  `CREATE MACRO spl_max(x) AS CASE WHEN len(spl_numbers(x)) = len(x) THEN spl_text(list_max(spl_numbers(x))) ELSE list_max(x) END`,
  `CREATE MACRO spl_min(x) AS CASE WHEN len(spl_numbers(x)) = len(x) THEN spl_text(list_min(spl_numbers(x))) ELSE list_min(x) END`,
];
