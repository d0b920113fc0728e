import { AGGREGATIONS, allValues } from './aggregations.js';
import { conditionSql, expressionSql } from './eval-sql.js';
import type { Pipeline } from './pipeline.js';
import { spanSeconds, spanStart, type RowCommand } from './row-commands.js';
import { SplError } from './spl-error.js';
import { partsBetween } from './split-search.js';
import { asSeveral, asText, num, quoted, several, text, type SqlValue } from './sql-value.js';

/** One aggregation as written: `sum(bytes) as total`. */
interface Aggregation {
  readonly name: string;
  readonly inner: string | undefined;
  readonly as: string;
}

/** What stands before and behind `by`. */
interface Clauses {
  readonly aggregations: readonly Aggregation[];
  readonly by: readonly string[];
}

const AGGREGATION = /^\s*,?\s*([A-Za-z]\w*)/;

/** Text up to the bracket that closes the one at the start. */
function bracketed(written: string, command: string): string {
  let depth = 0;
  for (let at = 0; at < written.length; at += 1) {
    if (written[at] === '"') at = written.indexOf('"', at + 1);
    if (at < 0) break;
    if (written[at] === '(') depth += 1;
    if (written[at] === ')') depth -= 1;
    if (depth === 0) return written.slice(1, at);
  }
  throw SplError.in(command, 'Missing a closing parenthesis.');
}

export function aggregationsOf(written: string, command: string): readonly Aggregation[] {
  const found: Aggregation[] = [];
  let rest = written;
  while (rest.trim() !== '') {
    const [all = '', name] = AGGREGATION.exec(rest) ?? [];
    if (name === undefined) throw SplError.in(command, `The argument '${rest.trim().slice(0, 30)}' is invalid.`);
    rest = rest.slice(all.length);
    const inner = rest.startsWith('(') ? bracketed(rest, command) : undefined;
    if (inner !== undefined) rest = rest.slice(inner.length + 2);
    const [named = '', quotedName, plainName] = /^\s+as\s+(?:"([^"]+)"|([\w.:{}@-]+))/i.exec(rest) ?? [];
    rest = rest.slice(named.length);
    found.push({ name: name.toLowerCase(), inner, as: quotedName ?? plainName ?? (inner === undefined ? name : `${name}(${inner})`) });
  }
  if (found.length === 0) throw SplError.in(command, 'no aggregation is named.');
  return found;
}

export function clausesOf(written: string, command: string): Clauses {
  const [before = '', after, ...more] = partsBetween('by', written);
  if (more.length > 0) throw SplError.in(command, "The argument 'by' is invalid.");
  const by = after?.split(/[\s,]+/).filter((name) => name !== '') ?? [];
  if (after !== undefined && by.length === 0) throw SplError.in(command, 'no field is named behind BY.');
  return { aggregations: aggregationsOf(before, command), by: by.map((name) => name.replace(/^"(.*)"$/, '$1')) };
}

/** SQL of an aggregation; `over` is empty, or the window in which it is taken. */
function aggregateSql({ name, inner }: Aggregation, pipeline: Pipeline, command: string, over: string): SqlValue {
  const counts = name === 'count' || name === 'c';
  if (counts && inner === undefined) return num(`CAST(count(*)${over} AS DOUBLE)`);
  const aggregate = Object.hasOwn(AGGREGATIONS, name) ? AGGREGATIONS[name] : undefined;
  if (aggregate === undefined) throw SplError.in(command, `The aggregation '${name}' is not one that the stand-in runs.`);
  if (inner === undefined) throw SplError.in(command, `The aggregation '${name}' needs a field.`);
  const [, expression] = /^\s*eval\((.*)\)\s*$/s.exec(inner) ?? [];
  if (counts && expression !== undefined) {
    const condition = conditionSql(expression, pipeline.look, command);
    return num(`CAST(coalesce(sum(CASE WHEN ${condition} THEN 1 ELSE 0 END)${over}, 0) AS DOUBLE)`);
  }
  const value =
    expression === undefined ? pipeline.look(inner.trim().replace(/^"(.*)"$/, '$1')) : expressionSql(expression, pipeline.look, command);
  return aggregate({ value, all: allValues(value, over), over, time: () => pipeline.look('_time') });
}

/** Gives each value of a field a row of its own, as grouping does; rows without one are in no group. */
function ungrouped(pipeline: Pipeline, name: string): SqlValue {
  const value = pipeline.look(name);
  if (value.type !== 'mv') return value;
  const column = pipeline.fresh('g');
  pipeline.push(`SELECT *, unnest(${value.sql}) AS ${column} FROM ${pipeline.last}`);
  return text(column);
}

/** One row for each combination of values, in their order. */
export function groupRows(pipeline: Pipeline, { aggregations, by }: Clauses, keys: readonly SqlValue[], command: string): void {
  const groups = keys.map((value, index) => ({
    name: by[index] ?? '',
    type: value.type === 'null' ? ('text' as const) : value.type,
    sql: value.type === 'num' ? value.sql : asText(value),
    column: pipeline.fresh('g'),
  }));
  const results = aggregations.map((each) => ({ as: each.as, value: aggregateSql(each, pipeline, command, ''), column: pipeline.fresh() }));
  const columns = [
    ...groups.map(({ sql, column }) => `${sql} AS ${column}`),
    ...results.map(({ value, column }) => `${value.sql} AS ${column}`),
  ];
  const there = groups.map(({ sql }) => `${sql} IS NOT NULL`).join(' AND ');
  const grouped = `SELECT ${columns.join(', ')} FROM ${pipeline.last}${groups.length === 0 ? '' : ` WHERE ${there} GROUP BY ALL`}`;
  const order = groups.map(({ type, column }) => (type === 'num' ? column : `spl_num(${column}) NULLS LAST, ${column}`)).join(', ');
  pipeline.push(`SELECT *, row_number() OVER (${order === '' ? '' : `ORDER BY ${order}`}) AS ord FROM (${grouped})`);
  pipeline.replace([
    ...groups.map(({ name, type, column }): readonly [string, SqlValue] => [name, { sql: column, type: type === 'num' ? 'num' : 'text' }]),
    ...results.map(({ as, value, column }): readonly [string, SqlValue] => [as, { sql: column, type: value.type }]),
  ]);
  pipeline.transforming = true;
}

const stats: RowCommand = (pipeline, rest) => {
  const clauses = clausesOf(rest, 'stats');
  groupRows(
    pipeline,
    clauses,
    clauses.by.map((name) => ungrouped(pipeline, name)),
    'stats',
  );
};

/** Aggregations beside the rows they are taken over. */
const beside =
  (command: 'eventstats' | 'streamstats'): RowCommand =>
  (pipeline, rest) => {
    if (/\b(window|current|global|allnum|reset_\w+|time_window)\s*=/.test(rest))
      throw SplError.in(command, 'the stand-in takes no options.');
    const { aggregations, by } = clausesOf(rest, command);
    const keys = by.map((name) => asText(pipeline.look(name)));
    const partition = keys.length === 0 ? '' : `PARTITION BY ${keys.join(', ')} `;
    const frame = command === 'streamstats' ? 'ORDER BY ord ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW' : '';
    const there = keys.map((key) => `${key} IS NOT NULL`).join(' AND ');
    for (const each of aggregations) {
      const value = aggregateSql(each, pipeline, command, ` OVER (${partition}${frame})`);
      const sql = there === '' ? value.sql : `CASE WHEN ${there} THEN ${value.sql} END`;
      pipeline.set(each.as, { sql, type: value.type }, command);
    }
    pipeline.transforming = true;
  };

/** A row for each value of the first field, a column for each of the second, the third in between. */
const xyseries: RowCommand = async (pipeline, rest, { query }) => {
  const [x, y, data, ...more] = rest.split(/[\s,]+/);
  if (x === undefined || y === undefined || data === undefined || more.length > 0) {
    throw SplError.in('xyseries', 'the stand-in takes three fields and no options.');
  }
  const [row, column, value] = [pipeline.look(x), asText(pipeline.look(y)), pipeline.look(data)];
  const rows = await query(
    pipeline.over(`SELECT DISTINCT ${column} AS name FROM ${pipeline.last} WHERE ${column} IS NOT NULL ORDER BY name`),
  );
  const names = rows.map(([name]) => String(name));
  const key = row.type === 'num' ? row.sql : asText(row);
  const cells = names.map((name) => ({
    name,
    column: pipeline.fresh(),
    sql: `first(${value.type === 'num' ? value.sql : asText(value)} ORDER BY ord DESC) FILTER (WHERE ${column} = '${name.replaceAll("'", "''")}')`,
  }));
  const key1 = pipeline.fresh('g');
  const list = [`${key} AS ${key1}`, ...cells.map((cell) => `${cell.sql} AS ${cell.column}`)].join(', ');
  pipeline.push(
    `SELECT *, row_number() OVER (ORDER BY ${row.type === 'num' ? key1 : `spl_num(${key1}) NULLS LAST, ${key1}`}) AS ord FROM (SELECT ${list} FROM ${pipeline.last} WHERE ${key} IS NOT NULL GROUP BY ${key})`,
  );
  const type = value.type === 'num' ? 'num' : 'text';
  pipeline.replace([
    [x, { sql: key1, type: row.type === 'num' ? 'num' : 'text' }],
    ...cells.map((cell): readonly [string, SqlValue] => [cell.name, { sql: cell.column, type }]),
  ]);
  pipeline.transforming = true;
};

/**
 * `by` of tstats, where a time may have a span: `_time span=1h`.
 *
 * @param fill what stands for a value that is not there, so that its event is in a group
 */
export function groupKeys(
  pipeline: Pipeline,
  written: string,
  fill?: string,
): { readonly by: readonly string[]; readonly keys: readonly SqlValue[] } {
  const names = [...written.matchAll(/([\w.:{}@-]+)(?:\s+span\s*=\s*(\w+))?(?=[\s,]|$)/g)];
  if (
    names
      .map(([all]) => all)
      .join(' ')
      .replace(/\s+/g, ' ') !== written.replace(/[\s,]+/g, ' ').trim()
  ) {
    throw SplError.in('tstats', `Invalid argument: '${written}'.`);
  }
  return {
    by: names.map(([, name = '']) => name),
    keys: names.map(([, name = '', span]) => {
      if (fill !== undefined && name !== '_time') {
        const value = pipeline.look(name);
        pipeline.set(name, value.type === 'num' ? value : several(`coalesce(spl_some(${asSeveral(value)}), [${quoted(fill)}])`), 'tstats');
      }
      const value = ungrouped(pipeline, name);
      if (span === undefined) return value;
      if (name !== '_time') throw SplError.in('tstats', 'the stand-in takes span for _time only.');
      return spanStart(value, spanSeconds(span, 'tstats'));
    }),
  };
}

/** Commands that calculate from several rows. */
export const STATS_COMMANDS: Readonly<Record<string, RowCommand>> = {
  eventstats: beside('eventstats'),
  stats,
  streamstats: beside('streamstats'),
  xyseries,
};
