import { scalarsOf } from '../condition.js';
import { DEFAULT_LIMIT, type Panel } from '../panel.js';
import type { Condition, Metric, Split } from '../panel-file.js';

type Json = Readonly<Record<string, unknown>>;

/** Name of the aggregation that stands around everything, so that the whole is a bucket like any other. */
export const ROOT = 'all';
/** Name of the aggregation of the next split, in each bucket. */
export const BUCKETS = 'rows';
/** Name of a metric inside the filter of its condition. */
export const VALUE = 'value';

/** Distinct values are exact up to here. */
const EXACT_DISTINCT = 40_000;
/** Values that each shard hands in at least, so that few are missed where there are several shards. */
const LEAST_SHARD_SIZE = 1_000;

const queryOf = ({ field, is, not, exists, from, to }: Condition): Json => {
  if (exists !== undefined) return exists ? { exists: { field } } : { bool: { must_not: [{ exists: { field } }] } };
  if (is !== undefined) return { terms: { [field]: scalarsOf(is) } };
  if (not !== undefined) return { bool: { must_not: [{ terms: { [field]: scalarsOf(not) } }] } };
  return { range: { [field]: { ...(from === undefined ? {} : { gte: from }), ...(to === undefined ? {} : { lte: to }) } } };
};

const filterOf = (conditions: readonly Condition[]): Json => ({ bool: { filter: conditions.map(queryOf) } });

const OPERATIONS = { sum: 'sum', average: 'avg', max: 'max', min: 'min' } as const;

const valueOf = ({ measure, field }: Metric): Json | undefined => {
  if (measure === 'count' || field === undefined) return undefined;
  if (measure === 'distinct') return { cardinality: { field, precision_threshold: EXACT_DISTINCT } };
  return { [OPERATIONS[measure]]: { field } };
};

const metricAggregations = (metrics: readonly Metric[]): Json =>
  Object.fromEntries(
    metrics.flatMap((metric) => {
      const value = valueOf(metric);
      if (metric.only === undefined) return value === undefined ? [] : [[metric.id, value] as const];
      return [[metric.id, { filter: filterOf(metric.only), ...(value === undefined ? {} : { aggs: { [VALUE]: value } }) }] as const];
    }),
  );

/** Where a bucket keeps the number that it is ordered by. */
const pathOf = (metric: Metric): string => {
  const counts = metric.measure === 'count';
  if (metric.only === undefined) return counts ? '_count' : metric.id;
  return counts ? `${metric.id}._count` : `${metric.id}>${VALUE}`;
};

/** The metric that the values of a split are ordered by, if they are. */
const orderingMetric = (split: Split, panel: Panel): Metric | undefined => {
  const order = split.order ?? panel.metrics[0]?.id;
  return split.every === undefined ? panel.metrics.find(({ id }) => id === order?.replace(/^-/, '')) : undefined;
};

const orderOf = (split: Split, panel: Panel): readonly Json[] => {
  const metric = orderingMetric(split, panel);
  if (metric === undefined) return [{ _key: 'asc' }];
  return [{ [pathOf(metric)]: split.order?.startsWith('-') === true ? 'asc' : 'desc' }, { _key: 'asc' }];
};

const WIDTHS = { hour: { fixed_interval: '1h' }, day: { fixed_interval: '1d' }, week: { calendar_interval: 'week' } } as const;

const bucketAggregation = (split: Split, panel: Panel): Json => {
  const { field, every } = split;
  if (every !== undefined)
    return { date_histogram: { field, ...WIDTHS[every], time_zone: 'UTC', min_doc_count: 1, order: { _key: 'asc' } } };
  const size = split.limit ?? DEFAULT_LIMIT;
  return { terms: { field, size, shard_size: Math.max(LEAST_SHARD_SIZE, size * 10), order: orderOf(split, panel) } };
};

const aggregationsBelow = (panel: Panel, depth: number): Json => {
  const split = panel.split[depth];
  const metrics = metricAggregations(panel.metrics);
  if (split === undefined) return metrics;
  const ordering = orderingMetric(split, panel);
  const below = { ...(ordering === undefined ? {} : metricAggregations([ordering])), ...aggregationsBelow(panel, depth + 1) };
  return { [BUCKETS]: { ...bucketAggregation(split, panel), ...(Object.keys(below).length === 0 ? {} : { aggs: below }) } };
};

/**
 * The body of a search whose answer holds the rows of a panel: aggregations, or the documents of a list. Nothing but what
 * Elasticsearch and OpenSearch have in their free core.
 *
 * @param conditions narrow the documents further, as controls and the choice of a dashboard do
 */
export const searchBody = (panel: Panel, conditions: readonly Condition[] = []): Json => {
  const query = filterOf([{ field: 'throughline.kind', is: panel.documents }, ...panel.filter, ...conditions]);
  const { list } = panel;
  if (list === undefined) {
    const below = aggregationsBelow(panel, 0);
    return {
      size: 0,
      track_total_hits: false,
      query,
      aggs: { [ROOT]: { filter: { match_all: {} }, ...(Object.keys(below).length === 0 ? {} : { aggs: below }) } },
    };
  }
  return {
    size: list.limit,
    track_total_hits: false,
    query,
    sort: [{ [list.sort]: { order: list.descending ? 'desc' : 'asc', missing: '_last' } }, { 'throughline.id': { order: 'asc' } }],
    _source: list.columns.map(({ field }) => field),
  };
};
