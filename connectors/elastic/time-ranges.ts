import type { estypes } from '@elastic/elasticsearch';
import type { CallOptions } from '../connector.js';
import type { PointInTime } from './point-in-time.js';
import { anyOf, lacking } from './read-query.js';
import type { ReadLeg } from './read-plan.js';

type Query = estypes.QueryDslQueryContainer;

/** Into so many steps the time of a leg is divided to see how its documents are spread. */
const STEPS = 4096;

export interface TimeRanges {
  readonly legs: readonly ReadLeg[];
  /** No document is of another kind than `lean`. */
  readonly isLean: boolean;
}

interface Extent {
  readonly last: { readonly value: number | null };
  readonly others: { readonly doc_count: number };
}
interface Spread {
  readonly steps: { readonly buckets: readonly { readonly key: number; readonly doc_count: number }[] };
}

/**
 * Parts of a leg, in order of its first field of time, of about `size` documents each, that may be read side by side. Documents that lack
 * that time are in the last one.
 *
 * @param lean documents of which less may be read
 * @param from time before which nothing is wanted, epoch milliseconds
 */
export async function timeRanges(
  point: PointInTime,
  leg: ReadLeg,
  from: number,
  size: number,
  call: CallOptions,
  lean?: estypes.QueryDslQueryContainer,
): Promise<TimeRanges> {
  const [field = ''] = leg.order;
  const since = (time: number): Query => ({ range: { [field]: { gte: time, format: 'epoch_millis' } } });
  const common = { size: 0, track_total_hits: false, query: { bool: { filter: [leg.query, anyOf([since(from), lacking([field])])] } } };
  const others: Query = lean === undefined ? { match_all: {} } : { bool: { must_not: [lean] } };
  const what = 'see how documents are spread over time';
  const found = await point.search<unknown, Extent>(
    { ...common, aggs: { last: { max: { field } }, others: { filter: others } } },
    what,
    call,
  );
  const step = Math.max(1, Math.ceil(((found.aggregations?.last.value ?? from) - from) / STEPS));
  const spread = await point.search<unknown, Spread>(
    { ...common, aggs: { steps: { date_histogram: { field, fixed_interval: `${step}ms`, min_doc_count: 1 } } } },
    what,
    call,
  );
  const cuts = cutsOf(spread.aggregations?.steps.buckets ?? [], size);
  const legs = [undefined, ...cuts].map((begin, index) => {
    const end = cuts[index];
    const bounds = { ...(begin === undefined ? {} : { gte: begin }), ...(end === undefined ? {} : { lt: end }) };
    const range: Query = begin === undefined && end === undefined ? { match_all: {} } : within(field, bounds);
    const part = end === undefined ? anyOf([range, lacking([field])]) : range;
    return { ...leg, query: { bool: { filter: [leg.query, part] } } };
  });
  return { legs, isLean: lean !== undefined && found.aggregations?.others.doc_count === 0 };
}

const within = (field: string, bounds: { readonly gte?: number; readonly lt?: number }): Query => ({
  range: { [field]: { ...bounds, format: 'epoch_millis' } },
});

/** Times at which to cut so that no part has more than `size` documents unless a single step has. */
function cutsOf(buckets: Spread['steps']['buckets'], size: number): readonly number[] {
  const cuts: number[] = [];
  let held = 0;
  for (const { key, doc_count: count } of buckets) {
    if (held > 0 && held + count > size) {
      cuts.push(key);
      held = 0;
    }
    held += count;
  }
  return cuts;
}
