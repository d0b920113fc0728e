import { eventBase, eventField, indexedField } from './event-base.js';
import { expressionSql } from './eval-sql.js';
import { Pipeline, type Base } from './pipeline.js';
import type { DataSet, SearchContext } from './search-context.js';
import { searchTerms, type SearchTerms } from './search-terms.js';
import { SplError } from './spl-error.js';
import { partsBetween } from './split-search.js';
import { asText, num, quoted, several, type SqlValue } from './sql-value.js';
import { clausesOf, groupKeys, groupRows } from './stats-commands.js';

/** A command with which a search begins. */
type GeneratingCommand = (rest: string, context: SearchContext) => Pipeline | Promise<Pipeline>;

/** Bounds that stand in a search hold beside those of the request: the written ones win. */
const narrowed = (context: SearchContext, { event, indexed }: SearchTerms): SearchContext => ({
  ...context,
  range: { ...context.range, ...event },
  indexed: { ...context.indexed, ...indexed },
});

/** Tags of an event: those of the event types whose search it fits. */
function tagsOf({ tagged, props, now }: SearchContext): SqlValue {
  const arms = tagged.map(({ search: text, tags }) => {
    const { condition } = searchTerms(text, (name) => eventField(name, props), now);
    return `CASE WHEN ${condition} THEN [${tags.map(quoted).join(', ')}] ELSE [] END`;
  });
  return several(arms.length === 0 ? 'NULL::VARCHAR[]' : `spl_some(list_sort(list_distinct(flatten([${arms.join(', ')}]))))`);
}

const search: GeneratingCommand = (rest, context) => {
  const column = (name: string): SqlValue => (name === 'tag' ? tagsOf(context) : eventField(name, context.props));
  const terms = searchTerms(rest, column, context.now);
  return new Pipeline(eventBase(narrowed(context, terms), terms.condition, terms.indexes, column), 'search');
};

/** Records as rows: those of a lookup, whose names are known beforehand. */
export function recordsBase(fields: readonly string[], records: readonly Readonly<Record<string, readonly string[]>>[]): Base {
  const rows = records.map((record, index) => `(${index}, ${quoted(JSON.stringify(record))}::JSON)`);
  const from =
    rows.length === 0 ? `(SELECT 0 AS seq, '{}'::JSON AS flat WHERE false)` : `(VALUES ${rows.join(', ')}) AS records(seq, flat)`;
  return {
    column: (name) => (fields.includes(name) ? several(`CAST(json_extract(flat, ${quoted(`$."${name}"`)}) AS VARCHAR[])`) : undefined),
    from,
    order: 'seq',
    internal: [],
    discover: () => Promise.resolve(fields),
  };
}

const inputlookup: GeneratingCommand = (rest, { lookup }) => {
  const [, name = '', condition] = /^([\w.]+)(?:\s+where\s+(.+))?$/is.exec(rest) ?? [];
  const found = lookup(name);
  if (found === undefined) {
    throw SplError.in('inputlookup', `The lookup table '${name}' requires a .csv or KV store lookup definition.`);
  }
  const pipeline = new Pipeline(recordsBase(found.fields, found.records), 'inputlookup');
  if (condition !== undefined) pipeline.filter(searchTerms(condition, pipeline.look, 0).condition);
  pipeline.transforming = true;
  return pipeline;
};

const makeresults: GeneratingCommand = (rest, { now }) => {
  const [, count = '1'] = /^(?:count\s*=\s*(\d+))?$/.exec(rest) ?? [];
  if (rest !== '' && !/^count\s*=\s*\d+$/.test(rest)) throw SplError.in('makeresults', `the stand-in takes count= only.`);
  const base: Base = {
    column: (name) => (name === '_time' ? num(`${now}::DOUBLE`) : undefined),
    from: `(SELECT range AS seq FROM range(${count}))`,
    order: 'seq',
    internal: ['_time'],
    discover: () => Promise.resolve(['_time']),
  };
  const pipeline = new Pipeline(base, 'makeresults');
  pipeline.transforming = true;
  return pipeline;
};

/** Fields of a dataset with its name before them, and those that every event has. */
function dataSetColumn(name: string, { fields }: DataSet, { props }: SearchContext): (field: string) => SqlValue {
  return (field) => {
    const own = field.startsWith(`${name}.`) ? fields[field.slice(name.length + 1)] : undefined;
    if (own !== undefined) return expressionSql(own, (other) => eventField(other, props), 'tstats');
    return indexedField(field);
  };
}

const tstats: GeneratingCommand = (rest, context) => {
  const options =
    /^(?:(?:summariesonly|allow_old_summaries|prestats|local|chunk_size|fillnull_value)\s*=\s*("[^"]*"|\S+)\s+)*/.exec(rest)?.[0] ?? '';
  if (/prestats|local|chunk_size/.test(options))
    throw SplError.in('tstats', 'the stand-in takes summariesonly=, allow_old_summaries= and fillnull_value= only.');
  const fill = /fillnull_value\s*=\s*(?:"([^"]*)"|(\S+))/.exec(options);
  const [written = '', by] = partsBetween('by|groupby', rest.slice(options.length));
  const [before = '', condition = ''] = partsBetween('where', written);
  const [aggregations = '', from] = partsBetween('from', before);
  const model = from === undefined ? undefined : /^datamodel\s*=\s*"?([\w.]+)"?$/i.exec(from.trim())?.[1];
  if (from !== undefined && model === undefined) throw SplError.in('tstats', `Invalid argument: '${from}'.`);
  const dataSet = model === undefined ? undefined : context.dataSet(model);
  if (model !== undefined && dataSet === undefined) throw SplError.in('DataModelCommand', `Data model '${model}' was not found.`);
  const summaries = /summariesonly\s*=\s*(t|true|1)\b/i.test(options);
  const name = model?.split('.').at(-1) ?? '';
  const column = dataSet === undefined ? indexedField : dataSetColumn(name, dataSet, context);
  const terms = searchTerms(condition, column, context.now);
  const belongs =
    dataSet === undefined ? undefined : searchTerms(dataSet.constraint, (field) => eventField(field, context.props), context.now);
  const all = [
    terms.condition,
    ...(belongs === undefined ? [] : [belongs.condition]),
    ...(summaries && dataSet?.accelerated === false ? ['false'] : []),
  ];
  const indexes = [...terms.indexes, ...(belongs?.indexes ?? [])];
  const pipeline = new Pipeline(eventBase(narrowed(context, terms), all.join(' AND '), indexes, column), 'tstats');
  const clauses = clausesOf(aggregations, 'tstats');
  const groups = by === undefined ? { by: [], keys: [] } : groupKeys(pipeline, by, fill?.[1] ?? fill?.[2]);
  groupRows(pipeline, { aggregations: clauses.aggregations, by: groups.by }, groups.keys, 'tstats');
  return pipeline;
};

/** A `search` behind the first command narrows rows. */
export const searchLater = (pipeline: Pipeline, rest: string, { now }: SearchContext): void => {
  pipeline.filter(searchTerms(rest, pipeline.look, now).condition);
};

/** `lookup name key [AS field] OUTPUT a [AS b] …` over a KV store collection: values of all records that match. */
export const lookupCommand = (pipeline: Pipeline, rest: string, { lookup }: SearchContext): void => {
  const [, name = '', key = '', as, output = ''] =
    /^([\w.]+)\s+([\w.]+)(?:\s+as\s+([\w.]+))?(?:\s+output(?:new)?\s+(.+))?$/is.exec(rest) ?? [];
  const found = lookup(name);
  if (found === undefined) throw SplError.in('lookup', `Could not construct lookup '${rest}'. See search.log for more details.`);
  const wanted = [...output.matchAll(/([\w.]+)(?:\s+as\s+([\w.]+))?/gi)].map(([, from = '', to = from]) => ({ from, to }));
  const given = wanted.length > 0 ? wanted : found.fields.filter((field) => field !== key).map((from) => ({ from, to: from }));
  const base = recordsBase(found.fields, found.records);
  const keySql = base.column(key);
  if (keySql === undefined) throw SplError.in('lookup', `Could not find the field '${key}' in the lookup table '${name}'.`);
  const value = asText(pipeline.look(as ?? key), 'lookup');
  for (const { from, to } of given) {
    const field = base.column(from);
    if (field === undefined) throw SplError.in('lookup', `Could not find all of the specified destination fields in the lookup table.`);
    const column = pipeline.fresh();
    pipeline.push(`SELECT *, ${value} AS match_on FROM ${pipeline.last}`);
    const rows = pipeline.last;
    const values = `SELECT flatten(list(${field.sql} ORDER BY seq)) FROM ${base.from} WHERE list_contains(${keySql.sql}, ${rows}.match_on)`;
    pipeline.push(`SELECT * EXCLUDE (match_on), spl_some((${values})) AS ${column} FROM ${rows}`);
    pipeline.point(to, { sql: column, type: 'mv' });
  }
};

export const generating: Readonly<Record<string, GeneratingCommand>> = { inputlookup, makeresults, search, tstats };
