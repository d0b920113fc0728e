import { flatName } from '../../documents/flat-record.js';
import type { DocumentField } from '../../documents/document-fields.js';
import { ConfigError } from '../../errors.js';
import { fieldsOf } from '../load-panels.js';
import type { Panel } from '../panel.js';
import type { Condition, PanelKind, Unit } from '../panel-file.js';
import { splConditions } from './spl-condition.js';
import { macroCall, PLACES, TIME_MACRO } from './splunk-names.js';

/** A search as a list of commands, each without its pipe; the first may be one that generates rows. */
export type Commands = readonly string[];

/** How times are told, in the time zone of the reader. */
const TIME_FORMAT = '%Y-%m-%d %H:%M:%S';

/** What narrows the documents of a search beyond the panel's own filter. */
export interface Narrowing {
  /** Truths of `where`, as controls of a dashboard make them. */
  readonly truths: readonly string[];
  /** A condition that the KV store itself can answer, as the choice of one incident is. */
  readonly lookupWhere?: string;
}

type DocumentList = NonNullable<Panel['list']>;

/** Commands that give the documents of a kind within the time range of the search. */
export const documentCommands = (kind: PanelKind, lookupWhere?: string): Commands => {
  const place = PLACES[kind];
  if (place.in === 'index') return [macroCall(place.macro)];
  return [`| inputlookup ${place.lookup}${lookupWhere === undefined ? '' : ` where ${lookupWhere}`}`, macroCall(TIME_MACRO)];
};

/** The text of a search. */
export const searchText = ([first = '', ...rest]: Commands): string => [first, ...rest.map((command) => `| ${command}`)].join(' ');

/** The command that keeps what fits a filter and is not narrowed away; none if everything fits. */
export const filterCommands = (kind: PanelKind, filter: readonly Condition[], { truths }: Narrowing): Commands => {
  const own = splConditions(filter, fieldsOf(kind));
  const all = [...(own === '' ? [] : [own]), ...truths];
  return all.length === 0 ? [] : [`where ${all.join(' AND ')}`];
};

const isTime = (field: DocumentField | undefined, unit: Unit | undefined): boolean => field?.type === 'date' || unit === 'time';

/** Turns a time into text. */
export const toldTime = (column: string, many: boolean): string =>
  many ? `eval ${column}=mvmap(${column}, strftime(${column}, "${TIME_FORMAT}"))` : `eval ${column}=strftime(${column}, "${TIME_FORMAT}")`;

const order = (fields: Panel['fields'], { sort, descending }: DocumentList): string => {
  const field = fields.get(sort);
  if (field?.many === true) throw new ConfigError(`'${sort}' holds several values; sort by a field that holds one`);
  const type = field?.type === 'keyword' || field?.type === 'boolean' ? 'str' : 'num';
  return `sort 0 ${descending ? '-' : '+'}${type}(${flatName(sort)}), +str(id)`;
};

/** The first documents of a list, with times as they are. */
export const firstRows = (fields: Panel['fields'], list: DocumentList): Commands => [order(fields, list), `head ${String(list.limit)}`];

/** The rows of a list, under the names of its fields, with times as text; `hidden` fields come last, under names that tables do not show. */
export const listedRows = (fields: Panel['fields'], list: DocumentList, hidden: readonly string[]): Commands => [
  ...firstRows(fields, list),
  ...hidden.map((field) => `eval _${flatName(field)}=${flatName(field)}`),
  ...list.columns.flatMap(({ field, unit }) =>
    isTime(fields.get(field), unit) ? [toldTime(flatName(field), fields.get(field)?.many === true)] : [],
  ),
  `table ${[...list.columns.map(({ field }) => flatName(field)), ...hidden.map((field) => `_${flatName(field)}`)].join(' ')}`,
];
