import type { estypes } from '@elastic/elasticsearch';
import { WindowIncompleteError } from '../../src/errors.js';
import type { CallOptions } from '../connector.js';
import type { LeanReading } from './lean-reading.js';
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
  /** Values of the leg's fields of time, and what breaks ties between documents that share them. */
  readonly sort: SortKey;
}

export interface PageOptions {
  readonly size: number;
  readonly source: RecordFields;
  /** Reads of each document what suffices; all documents of the leg are of its kind, as far as the index tells. */
  readonly lean?: LeanReading | undefined;
  /** The server breaks ties of a point in time by itself and writes times as texts, as Elasticsearch does and OpenSearch 2 does not. */
  readonly breaksTies: boolean;
}

/** Formats of times as the server writes them: digits cost it a fifth of what a written date costs. */
const NANOSECONDS = 'strict_date_optional_time_nanos';
const MILLISECONDS = 'epoch_millis';
/** Stands for an absent time where times are numbers: the end of the year 9999. */
const LATEST = 253_402_300_799_999;
const NOTHING: SortKey = [];

/** The documents of a leg in order, a page at a time. */
export class HitPages {
  readonly #point: PointInTime;
  readonly #leg: ReadLeg;
  readonly #options: PageOptions;
  readonly #call: CallOptions;
  #after: SortKey;
  #ended = false;

  /** @param after sort values behind which the first page begins; none: at the beginning of the leg */
  constructor(point: PointInTime, leg: ReadLeg, options: PageOptions, after: SortKey, call: CallOptions) {
    this.#point = point;
    this.#leg = leg;
    this.#options = options;
    this.#call = call;
    this.#after = after;
  }

  /** Whether the last page has been fetched. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Sort values of the last document fetched. */
  get after(): SortKey {
    return this.#after;
  }

  /** The next page; one at a time. */
  async next(): Promise<readonly Hit[]> {
    const { size, lean, breaksTies } = this.#options;
    const source = lean?.source ?? this.#options.source;
    const tiebreaker = breaksTies ? '_shard_doc' : '_seq_no';
    const format = this.#leg.milliseconds ? MILLISECONDS : NANOSECONDS;
    const times = breaksTies ? { format, missing: '_last' } : { missing: LATEST };
    const order = this.#leg.order.map((field) => ({ [field]: { order: 'asc' as const, unmapped_type: 'date' as const, ...times } }));
    const answer = await this.#point.search(
      {
        size,
        query: this.#leg.query,
        sort: [...order, { [tiebreaker]: 'asc' }],
        track_total_hits: false,
        ...source,
        ...(this.#after.length === 0 ? {} : { search_after: [...this.#after] }),
      },
      'read a page of documents',
      this.#call,
    );
    const hits = breaksTies ? answer.hits.hits : wholeTies(answer.hits.hits, size);
    this.#ended = answer.hits.hits.length < size;
    const page = hits.map(hitOf);
    this.#after = page[page.length - 1]?.sort ?? this.#after;
    return lean === undefined ? page : this.#completed(page, lean);
  }

  /** The page with all of those documents of which more must be read than of others. */
  async #completed(page: readonly Hit[], lean: LeanReading): Promise<readonly Hit[]> {
    const partial = page.filter(({ source }) => !lean.suffices(source));
    if (partial.length === 0) return page;
    const filter = [
      { ids: { values: partial.map(({ id }) => id) } },
      { terms: { _index: [...new Set(partial.map(({ index }) => index))] } },
    ];
    const answer = await this.#point.search(
      { size: this.#options.size, query: { bool: { filter } }, track_total_hits: false, ...this.#options.source },
      'read whole documents',
      this.#call,
    );
    const whole = new Map(answer.hits.hits.map((hit) => [`${hit._index}/${hit._id ?? ''}`, hit._source]));
    return page.map((hit) => {
      if (lean.suffices(hit.source)) return hit;
      const source = whole.get(`${hit.index}/${hit.id}`);
      if (source === undefined) throw new WindowIncompleteError(`could not read all of the document ${hit.id} of ${hit.index}`);
      return { ...hit, source };
    });
  }
}

function hitOf(hit: estypes.SearchHit): Hit {
  return {
    index: hit._index,
    id: hit._id ?? '',
    source: hit._source,
    fields: hit.fields,
    sort: (hit.sort as SortKey | undefined) ?? NOTHING,
  };
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
