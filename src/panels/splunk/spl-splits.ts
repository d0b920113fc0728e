import { flatName } from '../../documents/flat-record.js';
import { ConfigError } from '../../errors.js';
import { DEFAULT_LIMIT, type Panel } from '../panel.js';
import type { Metric, Split } from '../panel-file.js';
import { metricName, splAggregation } from './spl-metrics.js';

const HOUR = 3600;
const DAY = 24 * HOUR;
/** Seconds from 1970-01-01 to the first Monday: weeks begin there. */
const FIRST_MONDAY = 4 * DAY;

export const BUCKET_SECONDS = { hour: HOUR, day: DAY, week: 7 * DAY } as const;

/** A split with the columns that it works with. */
export interface SplitColumns {
  readonly split: Split;
  /** Column of its value. */
  readonly value: string;
  /** Column of its place among its siblings, where the place has to be kept. */
  readonly rank: string;
}

const isMany = (panel: Panel, field: string): boolean => panel.fields.get(field)?.many === true;

/** Whether a field is also read elsewhere in a panel, so that its values must stay together beside those of a split. */
const isReadElsewhere = (panel: Panel, index: number): boolean => {
  const field = panel.split[index]?.field;
  return (
    panel.split.some((other, place) => place !== index && other.field === field) ||
    panel.metrics.some((metric) => metric.field === field || metric.only?.some((condition) => condition.field === field) === true)
  );
};

export const splitColumns = (panel: Panel): readonly SplitColumns[] =>
  panel.split.map((split, index) => {
    const name = flatName(split.field);
    const own = isMany(panel, split.field) && isReadElsewhere(panel, index) ? `${name}_${String(index + 1)}` : name;
    return { split, value: split.every === undefined ? own : `${name}_${split.every}`, rank: `rank_${String(index + 1)}` };
  });

const bucket = (name: string, every: NonNullable<Split['every']>): string => {
  const width = String(BUCKET_SECONDS[every]);
  return every === 'week'
    ? `floor((${name}-${String(FIRST_MONDAY)})/${width})*${width}+${String(FIRST_MONDAY)}`
    : `floor(${name}/${width})*${width}`;
};

/** Commands after which each row has one value of the split: a document with several values becomes one row for each of them. */
export const valueCommands = (panel: Panel, { split, value }: SplitColumns): readonly string[] => {
  const name = flatName(split.field);
  if (split.every !== undefined) {
    if (isMany(panel, split.field))
      throw new ConfigError(`panels/${panel.id}.yaml: '${split.field}' holds several times; split by a field that holds one`);
    return [`eval ${value}=${bucket(name, split.every)}`];
  }
  if (!isMany(panel, split.field)) return [];
  return [`eval ${value}=mvdedup(${name})`, `mvexpand ${value}`];
};

const limitOf = (split: Split): string => String(split.limit ?? DEFAULT_LIMIT);

/** The metric that values of a split are ordered by; none where they are in their own order. */
const orderOf = (split: Split, panel: Panel): { readonly metric: Metric; readonly sign: '-' | '+' } | undefined => {
  if (split.every !== undefined || split.order === 'value') return undefined;
  const order = split.order ?? panel.metrics[0]?.id ?? '';
  const metric = panel.metrics.find(({ id }) => id === order.replace(/^-/, ''));
  return metric === undefined ? undefined : { metric, sign: order.startsWith('-') ? '+' : '-' };
};

/** How a value is put in order. */
const byValue = (panel: Panel, { split, value }: SplitColumns): string => {
  const type = panel.fields.get(split.field)?.type;
  return type === 'date' || type === 'long' || type === 'double' ? `num(${value})` : `str(${value})`;
};

/** Whether each value of the first split stands for one document, so that nothing below it can have more than one value. */
const isIdentity = ({ documents, split: [first] }: Panel): boolean =>
  first?.field === 'throughline.id' || (documents === 'incident' && first?.field === 'throughline.incident.id');

/**
 * Whether the places of an outer split have to be worked out before the splits below it: what its values are ordered by counts
 * documents, of which there would be several rows each later on.
 */
const isRanked = (panel: Panel, columns: readonly SplitColumns[], index: number): boolean =>
  index < columns.length - 1 && columns[index]?.split.every === undefined && !isIdentity(panel);

/** Commands that keep the first values of an outer split and note the place of each. */
const rankCommands = (panel: Panel, columns: readonly SplitColumns[], index: number): readonly string[] => {
  const column = columns[index];
  if (column === undefined || !isRanked(panel, columns, index)) return [];
  const order = orderOf(column.split, panel);
  const above = columns.slice(0, index).map(({ value }) => value);
  const by = above.length === 0 ? '' : ` by ${above.join(' ')}`;
  return [
    ...(order === undefined
      ? []
      : [`eventstats ${splAggregation(order.metric, panel, 'placing')} by ${[...above, column.value].join(' ')}`]),
    `sort 0 ${order === undefined ? '' : `${order.sign}num(placing), `}+${byValue(panel, column)}`,
    `streamstats dc(${column.value}) as ${column.rank}${by}`,
    `where ${column.rank}<=${limitOf(column.split)}`,
  ];
};

/** Commands that make one row of numbers for each combination of values, in the order and number that the splits ask for. */
export const splitCommands = (panel: Panel): readonly string[] => {
  const columns = splitColumns(panel);
  const last = columns.at(-1);
  if (last === undefined) return [];
  const outer = columns.slice(0, -1);
  const identity = isIdentity(panel);
  const keys = columns.flatMap((column, index) => (isRanked(panel, columns, index) ? [column.rank, column.value] : [column.value]));
  const stats = `stats ${panel.metrics.map((metric) => splAggregation(metric, panel)).join(' ')} by ${keys.join(' ')}`;
  const ordering = identity ? columns[0] : last;
  const order = ordering === undefined ? undefined : orderOf(ordering.split, panel);
  const before = identity
    ? []
    : outer.map((column, index) => (isRanked(panel, columns, index) ? `+num(${column.rank})` : `+${byValue(panel, column)}`));
  const own = [
    ...(order === undefined ? [] : [`${order.sign}num(${metricName(order.metric.id)})`]),
    `+${byValue(panel, identity ? (columns[0] ?? last) : last)}`,
  ];
  const sorted = `sort 0 ${[...before, ...own].join(', ')}`;
  return [
    ...columns.flatMap((column, index) => [...valueCommands(panel, column), ...rankCommands(panel, columns, index)]),
    stats,
    sorted,
    ...cut(panel, columns),
  ];
};

/** Commands that leave no more values of the last split than it asks for. */
const cut = (panel: Panel, columns: readonly SplitColumns[]): readonly string[] => {
  const [first] = columns;
  const last = columns.at(-1);
  if (first === undefined || last === undefined) return [];
  if (isIdentity(panel)) return [`head ${limitOf(first.split)}`];
  if (last.split.every !== undefined) return [];
  if (columns.length === 1) return [`head ${limitOf(last.split)}`];
  const outer = columns.slice(0, -1).map(({ value }) => value);
  return [`streamstats count as ${last.rank} by ${outer.join(' ')}`, `where ${last.rank}<=${limitOf(last.split)}`];
};
