import type { estypes } from '@elastic/elasticsearch';
import { WindowIncompleteError } from '../../src/errors.js';
import type { CallOptions } from '../connector.js';
import type { PointInTime } from './point-in-time.js';
import type { RecordFields } from './hit-records.js';
import type { SortKey } from './read-cursor.js';
import type { ReadLeg } from './read-plan.js';

/** A document as a page of a walk holds it. */
export interface Hit {
  readonly index: string;
  readonly id: string;
  readonly source: unknown;
  readonly fields: Readonly<Record<string, unknown>> | undefined;
  readonly key: SortKey;
}

export interface PageOptions {
  readonly size: number;
  /** Part `id` of `max` of the documents. */
  readonly slice: { readonly id: string; readonly max: number; readonly field: string } | undefined;
  readonly after: SortKey;
  readonly source: RecordFields;
  /** The server breaks ties of a point in time by itself and writes times as texts, as Elasticsearch does and OpenSearch 2 does not. */
  readonly breaksTies: boolean;
}

/** Behind every document that shares the values before it; shard and document numbers stay below it. */
const LAST = Number.MAX_SAFE_INTEGER;
const TIME_FORMAT = 'strict_date_optional_time_nanos';
/** Stands for an absent time where times are numbers: the end of the year 9999. */
const LATEST = 253_402_300_799_999;

/** The documents of one slice in order, a page at a time; the next page is fetched while the last one is used, and no further. */
export class HitPages {
  readonly #point: PointInTime;
  readonly #leg: ReadLeg;
  readonly #options: PageOptions;
  readonly #call: CallOptions;
  #after: readonly (string | number)[] | undefined;
  #coming: Promise<readonly Hit[]> | undefined;
  #ended = false;

  constructor(point: PointInTime, leg: ReadLeg, options: PageOptions, call: CallOptions) {
    this.#point = point;
    this.#leg = leg;
    this.#options = options;
    this.#call = call;
    this.#after = options.after.length === 0 ? undefined : [...options.after, LAST];
    this.#request();
  }

  /** The next page, empty at the end. */
  async next(): Promise<readonly Hit[]> {
    const page = await this.#coming;
    if (page === undefined) return [];
    this.#request();
    return page;
  }

  #request(): void {
    this.#coming = this.#ended ? undefined : this.#fetch();
    // A failure is told by `next`, which may not be waiting yet.
    this.#coming?.catch(() => undefined);
  }

  async #fetch(): Promise<readonly Hit[]> {
    const { size, slice, source, breaksTies } = this.#options;
    const tiebreaker = breaksTies ? '_shard_doc' : '_seq_no';
    const times = breaksTies ? { format: TIME_FORMAT, missing: '_last' } : { missing: LATEST };
    const order = this.#leg.order.map((field) => ({ [field]: { order: 'asc' as const, unmapped_type: 'date' as const, ...times } }));
    const answer = await this.#point.search(
      {
        size,
        query: this.#leg.query,
        sort: [...order, { [tiebreaker]: 'asc' }],
        track_total_hits: false,
        ...source,
        ...(slice === undefined ? {} : { slice }),
        ...(this.#after === undefined ? {} : { search_after: [...this.#after] }),
      },
      'read a page of documents',
      this.#call,
    );
    const hits = breaksTies ? answer.hits.hits : wholeTies(answer.hits.hits, size);
    this.#ended = answer.hits.hits.length < size;
    const last = hits[hits.length - 1];
    if (last !== undefined) this.#after = last.sort as readonly (string | number)[];
    return hits.map((hit) => this.#hit(hit));
  }

  #hit(hit: estypes.SearchHit): Hit {
    const key = (hit.sort ?? []).slice(0, this.#leg.order.length).map((value) => (typeof value === 'number' ? value : String(value)));
    return { index: hit._index, id: hit._id ?? '', source: hit._source, fields: hit.fields, key };
  }
}

/**
 * A full page without the documents at its end that share all sort values, since more of them may follow. Values are times and the number
 * of the write within its shard, so at most as many documents share them as there are shards.
 */
function wholeTies(hits: readonly estypes.SearchHit[], size: number): readonly estypes.SearchHit[] {
  if (hits.length < size) return hits;
  const keyOf = (hit: estypes.SearchHit | undefined) => JSON.stringify(hit?.sort);
  const last = keyOf(hits[hits.length - 1]);
  let end = hits.length;
  while (end > 0 && keyOf(hits[end - 1]) === last) end -= 1;
  if (end === 0) throw new WindowIncompleteError(`could not read on: more than ${size} documents share all sort values; use larger pages`);
  return hits.slice(0, end);
}
