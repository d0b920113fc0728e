import type { estypes } from '@elastic/elasticsearch';
import type { Registry } from '../../src/activity/registry.js';
import { Rollup, samplesOf } from '../activity-query.js';
import type { CallOptions, RollupRow, RollupSpec, Window } from '../connector.js';
import type { ElasticGateway } from './elastic-gateway.js';
import { HitMapper } from './hit-mapper.js';
import { inGroup, type GroupView } from './in-group.js';
import { inMilliseconds } from './read-plan.js';
import { EVENT_TIME, readable, within } from './read-query.js';
import { inCluster, type ClusterPart } from './rollup-plan.js';
import { rolledSource } from './rollup-fields.js';
import { RowMerger } from '../row-merger.js';
import { inWalks } from '../rollup-walks.js';
import { walkLeg } from './walk-leg.js';
import { wholeView } from './whole-view.js';

type Query = estypes.QueryDslQueryContainer;

interface Bucket {
  readonly key: Readonly<Record<string, string | number | null>>;
  readonly doc_count: number;
  readonly out?: { readonly value: number };
  readonly in?: { readonly value: number };
  readonly first: { readonly value: number };
  readonly last: { readonly value: number };
  readonly ids?: { readonly buckets: readonly { readonly key: string }[] };
}
interface Page {
  readonly rows: { readonly buckets: readonly Bucket[]; readonly after_key?: Bucket['key'] };
}

const PAGE = 10_000;
const START = 'start';

/**
 * The rows of a rollup. What the cluster can group it groups, in walks over stretches of time that hold about a page of rows, since every page
 * of a composite aggregation goes over the documents of its query again; some walks are made side by side. Other documents of the source (raw
 * ones, ones without both ends), if there are any, are read and grouped here.
 */
export async function* rollUp(
  gateway: ElasticGateway,
  registry: Registry,
  spec: RollupSpec,
  window: Window,
  options: CallOptions,
): AsyncGenerator<RollupRow, void, void> {
  const rolled = rolledSource(spec.source);
  const fields = [...Object.values(rolled?.keys ?? {}).map((key) => key.field), rolled?.bytesOut, rolled?.bytesIn, rolled?.id];
  const asked = fields.filter((field) => field !== undefined);
  yield* inGroup(gateway, wholeView(gateway.settings), asked, options, (view) => rowsOf(gateway, registry, spec, window, view));
}

async function* rowsOf(
  gateway: ElasticGateway,
  registry: Registry,
  spec: RollupSpec,
  window: Window,
  view: GroupView,
): AsyncGenerator<RollupRow, void, void> {
  const part = inCluster(spec, view.types, registry.byName(spec.source));
  const all = readable(registry.mappings, [spec.source], view.group, view.types);
  const rest = [...all, ...(part === undefined ? [] : [{ bool: { must_not: [part.documents] } }])];
  const inClusterAlone = part !== undefined && !(await isAny(view, [...within(EVENT_TIME, window), ...rest]));
  const rowsIn = async (walk: Window): Promise<readonly RollupRow[]> => {
    const rows: RollupRow[] = [];
    if (inClusterAlone && part.distinct) {
      await eachClusterRow(view, spec, part, part.named, walk, (row) => rows.push(row));
      return rows;
    }
    const merger = new RowMerger(samplesOf(spec));
    const add = (row: RollupRow): void => {
      merger.add(row);
    };
    if (!inClusterAlone) {
      const found = readRows(gateway, registry, spec, walk, view, [...within(EVENT_TIME, walk), ...rest]);
      for await (const row of found) add(row);
    }
    if (part !== undefined) await eachClusterRow(view, spec, part, inClusterAlone ? part.named : part.documents, walk, add);
    return [...merger.before(Infinity)];
  };
  yield* inWalks(window, { interval: spec.interval, rows: PAGE, sideBySide: gateway.settings.slices }, rowsIn);
}

/** Whether there is a document of which all of this holds. */
async function isAny(view: GroupView, filter: readonly Query[]): Promise<boolean> {
  const { hits } = await view.point.search(
    { size: 0, track_total_hits: 1, query: { bool: { filter: [...filter] } } },
    'see whether the cluster can group all documents',
    { signal: view.signal },
  );
  return typeof hits.total === 'number' ? hits.total > 0 : (hits.total?.value ?? 0) > 0;
}

async function* readRows(
  gateway: ElasticGateway,
  registry: Registry,
  spec: RollupSpec,
  window: Window,
  view: GroupView,
  filter: readonly Query[],
): AsyncGenerator<RollupRow, void, void> {
  const mapper = new HitMapper(registry, { source: spec.source, window });
  const rollup = new Rollup(spec);
  const leg = { order: [EVENT_TIME], milliseconds: inMilliseconds([EVENT_TIME], view.types), query: { bool: { filter: [...filter] } } };
  for await (const hits of walkLeg(view.point, leg, view.group, gateway.settings, [], view)) {
    for (const hit of hits) mapper.map(hit);
    if (mapper.size >= gateway.settings.pageSize) for (const activity of mapper.take().activities) rollup.add(activity);
  }
  for (const activity of mapper.take().activities) rollup.add(activity);
  yield* rollup.rows();
}

/** @param documents those that are grouped */
async function eachClusterRow(
  view: GroupView,
  spec: RollupSpec,
  part: ClusterPart,
  documents: Query,
  walk: Window,
  take: (row: RollupRow) => void,
): Promise<void> {
  let after: Bucket['key'] | undefined;
  let reached = walk.from;
  do {
    const answer = await view.point.search<unknown, Page>(
      {
        size: 0,
        track_total_hits: false,
        // Pages are large and asked for once: they would push out what dashboards ask for again and again.
        request_cache: false,
        query: { bool: { filter: [...within(EVENT_TIME, { from: reached, to: walk.to }), documents, part.wanted] } },
        aggs: {
          rows: { composite: { size: PAGE, sources: sourcesOf(spec, part), ...(after === undefined ? {} : { after }) }, aggs: part.sums },
        },
      },
      `group ${spec.source}`,
      { signal: view.signal },
    );
    const page = answer.aggregations?.rows;
    const buckets = page?.buckets ?? [];
    for (const bucket of buckets) take(rowOf(bucket, spec, part));
    after = buckets.length < PAGE ? undefined : page?.after_key;
    // What lies before the row reached cannot be met again, so the next page need not look at it.
    if (after !== undefined) reached = Math.max(walk.from, Number(after[START]));
  } while (after !== undefined);
}

function sourcesOf(spec: RollupSpec, part: ClusterPart): Record<string, estypes.AggregationsCompositeAggregationSource>[] {
  const start = { date_histogram: { field: EVENT_TIME, fixed_interval: `${spec.interval}ms` } };
  // Numbers and addresses are there in all documents that are grouped.
  const keys = part.keys.map(({ field, type }, index) => ({
    [`k${index}`]: { terms: { field, ...(type === 'keyword' ? { missing_bucket: true } : {}) } },
  }));
  return [{ [START]: start }, ...keys];
}

function rowOf(bucket: Bucket, spec: RollupSpec, part: ClusterPart): RollupRow {
  const keys: Record<string, string | number> = {};
  for (const [index, path] of spec.groupBy.entries()) {
    const value = bucket.key[`k${index}`];
    keys[path] = value === null || value === undefined ? '' : (part.keys[index]?.canonical(value) ?? value);
  }
  return {
    start: Number(bucket.key[START]),
    keys,
    count: bucket.doc_count,
    bytesOut: bucket.out?.value ?? 0,
    bytesIn: bucket.in?.value ?? 0,
    first: bucket.first.value,
    last: bucket.last.value,
    samples: bucket.ids?.buckets.map((id) => id.key) ?? [],
  };
}
