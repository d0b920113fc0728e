import { expressionSql } from './eval-sql.js';
import type { Base } from './pipeline.js';
import type { SearchContext } from './search-context.js';
import { num, quoted, several, text, asSeveral, type SqlValue } from './sql-value.js';

/** Tables of what was indexed: `flat` holds the fields of JSON, `added` those that were indexed with the event. */
export const EVENT_TABLE = `CREATE TABLE events (seq BIGINT, time DOUBLE, indextime BIGINT, idx VARCHAR, sourcetype VARCHAR, source VARCHAR,
  host VARCHAR, raw VARCHAR, flat JSON, added JSON)`;

export const SERVER = 'standin';

/** Fields that every event has, as SQL. */
const OWN: Readonly<Record<string, SqlValue>> = {
  _time: num('time'),
  _indextime: num('CAST(indextime AS DOUBLE)'),
  _raw: text('raw'),
  _bkt: text(`idx || '~0~5A0E0000-0000-4000-8000-000000000000'`),
  _cd: text(`'0:' || CAST(seq AS VARCHAR)`),
  _si: several(`[${quoted(SERVER)}, idx]`),
  _sourcetype: text('sourcetype'),
  index: text('idx'),
  sourcetype: text('sourcetype'),
  source: text('source'),
  host: text('host'),
  linecount: num(`CAST(1 + length(raw) - length(replace(raw, chr(10), '')) AS DOUBLE)`),
  splunk_server: text(quoted(SERVER)),
};

const inJson = (column: string, name: string): string => `CAST(json_extract(${column}, ${quoted(`$."${name}"`)}) AS VARCHAR[])`;

/** A field of events as a search finds it: indexed, calculated by the sourcetype, or extracted from JSON. */
export function eventField(name: string, props: SearchContext['props']): SqlValue {
  const own = Object.hasOwn(OWN, name) ? OWN[name] : undefined;
  if (own !== undefined) return own;
  if (name.includes('"')) return several('NULL::VARCHAR[]');
  const arms = [...props].flatMap(([sourcetype, { automatic, calculated }]) => {
    const expression = calculated[name];
    if (expression === undefined) return automatic ? [] : [`WHEN ${quoted(sourcetype)} THEN NULL`];
    return [
      `WHEN ${quoted(sourcetype)} THEN ${asSeveral(expressionSql(expression, (other) => OWN[other] ?? several(inJson('flat', other)), 'eval'))}`,
    ];
  });
  const found = arms.length === 0 ? inJson('flat', name) : `CASE sourcetype ${arms.join(' ')} ELSE ${inJson('flat', name)} END`;
  return several(`coalesce(${inJson('added', name)}, ${found})`);
}

/** A field as `tstats` finds it: only what was indexed. */
export function indexedField(name: string): SqlValue {
  const own = Object.hasOwn(OWN, name) && name !== '_raw' ? OWN[name] : undefined;
  return own ?? several(name.includes('"') ? 'NULL::VARCHAR[]' : inJson('added', name));
}

/** An index name as a pattern; `*` alone does not stand for internal ones. */
function fitsIndex(pattern: string): string {
  if (pattern === '*') return `idx NOT LIKE '\\_%' ESCAPE '\\'`;
  return `idx LIKE ${quoted(pattern.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%'))} ESCAPE '\\'`;
}

/** Events of a search before its commands: those in its bounds, in indexes that the role may see, that fit the condition. */
export function eventBase(
  context: SearchContext,
  condition: string,
  indexes: readonly string[],
  column: (name: string) => SqlValue | undefined,
): Base {
  const { range, indexed, allowedIndexes, defaultIndexes } = context;
  const any = (patterns: readonly string[]): string => (patterns.length === 0 ? 'false' : `(${patterns.map(fitsIndex).join(' OR ')})`);
  const bounds = [
    ...(Number.isFinite(range.from) ? [`time >= ${range.from}`] : []),
    ...(Number.isFinite(range.to) ? [`time < ${range.to}`] : []),
    ...(Number.isFinite(indexed.from) ? [`indextime >= ${indexed.from}`] : []),
    ...(Number.isFinite(indexed.to) ? [`indextime < ${indexed.to}`] : []),
  ];
  const where = [any(allowedIndexes), ...(indexes.length === 0 ? [any(defaultIndexes)] : []), ...bounds, condition].join(' AND ');
  const from = `events WHERE ${where}`;
  return {
    column,
    from,
    order: 'time DESC, seq DESC',
    internal: ['_bkt', '_cd', '_indextime', '_raw', '_si', '_sourcetype', '_time'],
    discover: async () => {
      const sourcetypes = (await context.query(`SELECT DISTINCT sourcetype FROM ${from}`)).map(([name]) => String(name));
      const known = sourcetypes.map((name) => ({ name, props: context.props.get(name) }));
      const calculated = known.flatMap(({ props }) => Object.keys(props?.calculated ?? {}));
      const automatic = known.filter(({ props }) => props?.automatic !== false).map(({ name }) => quoted(name));
      const keys = await context.query(
        `SELECT DISTINCT unnest(json_keys(added)) AS name FROM ${from}` +
          (automatic.length === 0
            ? ''
            : ` UNION SELECT DISTINCT unnest(json_keys(flat)) FROM ${from} AND sourcetype IN (${automatic.join(', ')})`),
      );
      return [...new Set([...Object.keys(OWN), ...calculated, ...keys.map(([name]) => String(name))])].sort();
    },
  };
}
