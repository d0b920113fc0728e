import { cellOf } from '../evaluate.js';
import { fieldValues } from '../../documents/field-values.js';
import type { Cell, Panel, Row } from '../panel.js';
import type { Metric } from '../panel-file.js';
import { BUCKETS, ROOT, VALUE } from './search-body.js';

interface Bucket {
  readonly key?: string | number;
  readonly key_as_string?: string;
  readonly doc_count?: number;
  readonly value?: number | null;
  readonly buckets?: readonly Bucket[];
  readonly [name: string]: unknown;
}

/** What is read of an answer of `_search`. */
export interface SearchAnswer {
  readonly hits?: { readonly hits?: readonly { readonly _source?: unknown }[] };
  readonly aggregations?: Readonly<Record<string, unknown>>;
}

const inner = (bucket: Bucket, name: string): Bucket => (bucket[name] ?? {}) as Bucket;

const metricOf = (metric: Metric, bucket: Bucket): Cell => {
  const filtered = metric.only === undefined ? bucket : inner(bucket, metric.id);
  if (metric.measure === 'count') return filtered.doc_count ?? 0;
  const value = inner(filtered, metric.only === undefined ? metric.id : VALUE).value ?? null;
  return value !== null && metric.unit === 'time' ? new Date(value).toISOString() : value;
};

const keyOf = (bucket: Bucket, panel: Panel, depth: number): Cell => {
  const split = panel.split[depth];
  const key = bucket.key ?? null;
  if (split?.every !== undefined && typeof key === 'number') return new Date(key).toISOString();
  if (split !== undefined && panel.fields.get(split.field)?.type === 'boolean') return bucket.key_as_string === 'true';
  return key;
};

const rowsBelow = (panel: Panel, depth: number, keys: readonly Cell[], bucket: Bucket): Row[] => {
  if (depth === panel.split.length) return [[...keys, ...panel.metrics.map((metric) => metricOf(metric, bucket))] as Row];
  return (inner(bucket, BUCKETS).buckets ?? []).flatMap((child) =>
    rowsBelow(panel, depth + 1, [...keys, keyOf(child, panel, depth)], child),
  );
};

/** The rows of a panel in the answer to its search: the same that `evaluatePanel` gives over the same documents. */
export const rowsOfAnswer = (panel: Panel, answer: SearchAnswer): readonly Row[] => {
  const { list } = panel;
  if (list !== undefined) {
    return (answer.hits?.hits ?? []).map(({ _source }) => list.columns.map(({ field }) => cellOf(fieldValues(_source, field))));
  }
  return rowsBelow(panel, 0, [], (answer.aggregations?.[ROOT] ?? {}) as Bucket);
};
