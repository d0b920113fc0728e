import { fits } from './condition.js';
import { fieldValues } from '../documents/field-values.js';
import { DEFAULT_LIMIT, type Cell, type Panel, type Row } from './panel.js';
import type { Metric, Split } from './panel-file.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** 1970-01-05, the first Monday: weeks begin there, as in search engines. */
const FIRST_MONDAY = 4 * DAY;

type Key = string | number | boolean;

const timeBucket = (value: Key, every: NonNullable<Split['every']>): string => {
  const time = Date.parse(String(value));
  const [width, origin] = every === 'hour' ? [HOUR, 0] : every === 'day' ? [DAY, 0] : [7 * DAY, FIRST_MONDAY];
  return new Date(Math.floor((time - origin) / width) * width + origin).toISOString();
};

function measure(metric: Metric, documents: readonly unknown[]): number | string | null {
  const counted = metric.only === undefined ? documents : documents.filter((document) => fits(document, metric.only ?? []));
  if (metric.measure === 'count' || metric.field === undefined) return counted.length;
  const { field } = metric;
  const values = counted.flatMap((document) => fieldValues(document, field));
  if (metric.measure === 'distinct') return new Set(values).size;
  const numbers = values.map((value) => (metric.unit === 'time' ? Date.parse(String(value)) : Number(value)));
  if (metric.measure === 'sum') return numbers.reduce((sum, value) => sum + value, 0);
  if (numbers.length === 0) return null;
  if (metric.measure === 'average') return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const extreme = numbers.reduce((a, b) => (metric.measure === 'max' ? Math.max(a, b) : Math.min(a, b)));
  return metric.unit === 'time' ? new Date(extreme).toISOString() : extreme;
}

const compareKeys = (a: Key, b: Key): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;

/** Where a metric has no value, search engines put the bucket last, whichever way they sort by `max` downwards or `min` upwards. */
const sortable = (value: Cell, descending: boolean): number => {
  if (value === null) return descending ? -Infinity : Infinity;
  return typeof value === 'string' ? Date.parse(value) : Number(value);
};

interface Bucket {
  readonly key: Key;
  readonly documents: readonly unknown[];
}

function bucketsOf(split: Split, documents: readonly unknown[]): Bucket[] {
  const found = new Map<Key, unknown[]>();
  for (const document of documents) {
    const values = fieldValues(document, split.field);
    for (const key of new Set(split.every === undefined ? values : values.map((value) => timeBucket(value, split.every ?? 'day')))) {
      const known = found.get(key);
      if (known === undefined) found.set(key, [document]);
      else known.push(document);
    }
  }
  return [...found].map(([key, members]) => ({ key, documents: members })).sort((a, b) => compareKeys(a.key, b.key));
}

/** Buckets in the order and number that the split asks for. A time has all its buckets, in order. */
function chosenBuckets(split: Split, panel: Panel, documents: readonly unknown[]): readonly Bucket[] {
  const buckets = bucketsOf(split, documents);
  if (split.every !== undefined) return buckets;
  const limit = split.limit ?? DEFAULT_LIMIT;
  if (split.order === 'value') return buckets.slice(0, limit);
  const order = split.order ?? panel.metrics[0]?.id ?? '';
  const descending = !order.startsWith('-');
  const metric = panel.metrics.find(({ id }) => id === order.replace(/^-/, ''));
  if (metric === undefined) return buckets.slice(0, limit);
  return buckets
    .map((bucket) => ({ bucket, value: sortable(measure(metric, bucket.documents), descending) }))
    .sort(
      (a, b) => (a.value === b.value ? 0 : descending ? b.value - a.value : a.value - b.value) || compareKeys(a.bucket.key, b.bucket.key),
    )
    .slice(0, limit)
    .map(({ bucket }) => bucket);
}

function rowsBelow(panel: Panel, depth: number, keys: readonly Key[], documents: readonly unknown[]): Row[] {
  const split = panel.split[depth];
  if (split === undefined) return [[...keys, ...panel.metrics.map((metric) => measure(metric, documents))]];
  return chosenBuckets(split, panel, documents).flatMap((bucket) => rowsBelow(panel, depth + 1, [...keys, bucket.key], bucket.documents));
}

/** One value as it is, several as a list, none as null. */
export const cellOf = (values: readonly (string | number | boolean)[]): Cell => (values.length > 1 ? values : (values[0] ?? null));

function listed(panel: Panel, documents: readonly unknown[]): Row[] {
  const { list } = panel;
  if (list === undefined) return [];
  const keyed = documents.map((document) => {
    const values = [...fieldValues(document, list.sort)].sort(compareKeys);
    return { document, key: list.descending ? values.at(-1) : values[0], id: String(fieldValues(document, 'throughline.id')[0] ?? '') };
  });
  keyed.sort((a, b) => {
    if (a.key === undefined || b.key === undefined) return a.key === b.key ? compareKeys(a.id, b.id) : a.key === undefined ? 1 : -1;
    return (list.descending ? compareKeys(b.key, a.key) : compareKeys(a.key, b.key)) || compareKeys(a.id, b.id);
  });
  return keyed.slice(0, list.limit).map(({ document }) => list.columns.map(({ field }) => cellOf(fieldValues(document, field))));
}

/** The rows of a panel over documents of its kind: in order of the splits, nested, or the documents of a list. */
export function evaluatePanel(panel: Panel, documents: readonly unknown[]): readonly Row[] {
  const chosen = documents.filter((document) => fits(document, panel.filter));
  if (panel.list !== undefined) return listed(panel, chosen);
  return rowsBelow(panel, 0, [], chosen);
}
