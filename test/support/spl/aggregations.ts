import { asNumber, asSeveral, asText, num, several, text, type SqlValue } from './sql-value.js';

/** What an aggregation is taken over. */
interface Aggregated {
  /** The field or expression, for one row. */
  readonly value: SqlValue;
  /** All values of all rows, as one list in their order. */
  readonly all: string;
  /** Empty, or the window in which the aggregation is taken. */
  readonly over: string;
  readonly time: () => SqlValue;
}

type Aggregate = (given: Aggregated) => SqlValue;

const count: Aggregate = ({ all }) => num(`CAST(len(${all}) AS DOUBLE)`);
const distinct: Aggregate = ({ all }) => num(`CAST(len(list_distinct(${all})) AS DOUBLE)`);
/** Numbers only: other values do not count. */
const ofNumbers =
  (name: 'sum' | 'avg'): Aggregate =>
  ({ value, all, over }) =>
    value.type === 'num' ? num(`${name}(${value.sql})${over}`) : num(`list_${name}(spl_numbers(${all}))`);
const extreme =
  (name: 'min' | 'max'): Aggregate =>
  ({ value, all, over }) =>
    value.type === 'num' ? num(`${name}(${value.sql})${over}`) : text(`spl_${name}(${all})`);
const place =
  (index: 1 | -1): Aggregate =>
  ({ all }) =>
    text(`(${all})[${index}]`);
const byTime =
  (name: 'arg_min' | 'arg_max'): Aggregate =>
  ({ value, over, time }) =>
    text(`${name}(${asText(value)}, ${asNumber(time())}) FILTER (WHERE ${asText(value)} IS NOT NULL)${over}`);

/** Aggregations of `stats`, `eventstats`, `streamstats` and `tstats` by their names. */
export const AGGREGATIONS: Readonly<Record<string, Aggregate>> = {
  avg: ofNumbers('avg'),
  c: count,
  count,
  dc: distinct,
  distinct_count: distinct,
  earliest: byTime('arg_min'),
  first: place(1),
  last: place(-1),
  latest: byTime('arg_max'),
  list: ({ all }) => several(`spl_some((${all})[1:100])`),
  max: extreme('max'),
  mean: ofNumbers('avg'),
  min: extreme('min'),
  sum: ofNumbers('sum'),
  values: ({ all }) => several(`spl_some(list_sort(list_distinct(${all})))`),
};

/** All values of a field as one list; rows without any have no part in it. */
export const allValues = (value: SqlValue, over: string): string =>
  `coalesce(flatten(list(${asSeveral(value)}${over === '' ? ' ORDER BY ord' : ''}) FILTER (WHERE ${asSeveral(value)} IS NOT NULL)${over}), [])`;
