import type { estypes } from '@elastic/elasticsearch';
import type { CallOptions } from '../connector.js';
import { LAG_SAMPLE, lagPercentiles, type Lag } from '../lag-percentiles.js';
import type { PointInTime } from './point-in-time.js';
import { EVENT_TIME } from './read-query.js';

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
      size: LAG_SAMPLE,
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
  return lagPercentiles(lags);
}
