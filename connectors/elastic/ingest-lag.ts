import type { estypes } from '@elastic/elasticsearch';
import type { CallOptions } from '../connector.js';
import type { PointInTime } from './point-in-time.js';
import { EVENT_TIME } from './read-query.js';

/** Seconds between event and ingest. */
export interface Lag {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Documents drawn for the percentiles; the 95th of a thousand is known to about one and a half percentage points. */
const SAMPLE = 1000;
const SEED = 1;

/** Percentiles of the lag, from documents drawn at random, since a difference of two fields cannot be aggregated without a script. */
export async function lagOf(
  point: PointInTime,
  ingestField: string,
  filter: readonly estypes.QueryDslQueryContainer[],
  options: CallOptions,
): Promise<Lag | undefined> {
  const both = [{ exists: { field: ingestField } }, { exists: { field: EVENT_TIME } }];
  const random = { random_score: { seed: SEED, field: '_seq_no' }, boost_mode: 'replace' as const };
  const fields = [ingestField, EVENT_TIME].map((field) => ({ field, format: 'epoch_millis' }));
  const answer = await point.search(
    {
      size: SAMPLE,
      track_total_hits: false,
      _source: false,
      docvalue_fields: fields,
      query: { function_score: { query: { bool: { filter: [...filter, ...both] } }, ...random } },
    },
    'sample the lag of ingest',
    options,
  );
  const lags: number[] = [];
  for (const hit of answer.hits.hits) {
    const [ingested, happened] = [ingestField, EVENT_TIME].map((field) =>
      Number((hit.fields?.[field] as readonly unknown[] | undefined)?.[0]),
    );
    if (ingested !== undefined && happened !== undefined && Number.isFinite(ingested - happened)) lags.push((ingested - happened) / 1000);
  }
  if (lags.length === 0) return undefined;
  lags.sort((left, right) => left - right);
  return { p50: quantile(lags, 0.5), p95: quantile(lags, 0.95), p99: quantile(lags, 0.99) };
}

/** Smallest value with at least the share `q` of the sorted values at or below it. */
function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.max(Math.ceil(q * sorted.length) - 1, 0)] ?? 0;
}
