import type { Client } from '@elastic/elasticsearch';

/** Fields that the mapping of Zeek connections reads. */
const FIELDS = ['@timestamp', 'event.dataset', 'event.ingested', 'event.duration', 'source', 'destination', 'network', 'zeek'];

export interface BareLoopOptions {
  readonly index: string;
  readonly size: number;
  readonly slices: number;
}

/** What anybody would write first: pages of a point in time in order of time, nothing done with them. Gives how many documents came. */
export async function bareLoop(client: Client, { index, size, slices }: BareLoopOptions): Promise<number> {
  const { id } = await client.openPointInTime({ index, keep_alive: '5m' });
  const readSlice = async (slice: number): Promise<number> => {
    let read = 0;
    let after: unknown[] | undefined;
    for (;;) {
      const answer = await client.search({
        size,
        pit: { id, keep_alive: '5m' },
        sort: [{ '@timestamp': { order: 'asc', format: 'strict_date_optional_time_nanos' } }, { _shard_doc: 'asc' }] as never,
        track_total_hits: false,
        _source: { includes: FIELDS },
        ...(slices === 1 ? {} : { slice: { id: String(slice), max: slices } }),
        ...(after === undefined ? {} : { search_after: after as never }),
      });
      const { hits } = answer.hits;
      read += hits.length;
      if (hits.length < size) return read;
      after = hits[hits.length - 1]?.sort;
    }
  };
  const counts = await Promise.all(Array.from({ length: slices }, (_value, slice) => readSlice(slice)));
  await client.closePointInTime({ id });
  return counts.reduce((sum, count) => sum + count, 0);
}
