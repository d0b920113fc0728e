import { SourceUnavailableError } from '../../src/errors.js';
import type { CallOptions } from '../connector.js';
import { inPortions } from '../in-portions.js';
import { isObject } from './export-line.js';
import type { SplunkPlatform } from './splunk-platform.js';

/** A record of a collection; `_key` tells it from the others. */
export type KvRecord = Readonly<Record<string, unknown>> & { readonly _key: string };

/** A query in the form of the KV store. */
export type KvQuery = Readonly<Record<string, unknown>>;

interface Page {
  /** E.g. `timestamp:1,_key:1`. */
  readonly sort?: string;
  readonly limit?: number;
  readonly skip?: number;
}

/** Records that one `batch_save` takes in every release. */
const MOST_SAVED = 1000;
const MOST_SAVED_BYTES = 8 * 1024 * 1024;
/** Keys of one query in a body, and in an address. */
const MOST_FOUND = 200;
const MOST_NAMED = 40;

/** One collection of the app's KV store. */
export class KvCollection {
  readonly #platform: SplunkPlatform;
  readonly #name: string;
  readonly #path: string;

  constructor(platform: SplunkPlatform, name: string) {
    this.#platform = platform;
    this.#name = name;
    this.#path = platform.inApp(`storage/collections/data/${name}`);
  }

  /** Records that fit a query; none where there is no such collection. */
  async find(query: KvQuery, { sort, limit, skip }: Page, options: CallOptions): Promise<readonly KvRecord[]> {
    const parameters = {
      query: JSON.stringify(query),
      ...(sort === undefined ? {} : { sort }),
      ...(limit === undefined ? {} : { limit: String(limit) }),
      ...(skip === undefined ? {} : { skip: String(skip) }),
    };
    const what = `read the collection ${this.#name}`;
    return this.#records(await this.#platform.gateway.request(what, 'GET', this.#path, { ...options, query: parameters, absent: [404] }));
  }

  /** Records by key. */
  async findKeys(keys: readonly string[], options: CallOptions): Promise<ReadonlyMap<string, KvRecord>> {
    const found = new Map<string, KvRecord>();
    for (const some of inPortions(keys, MOST_FOUND)) {
      const answer = await this.#platform.gateway.request(`look up the collection ${this.#name}`, 'POST', `${this.#path}/batch_find`, {
        ...options,
        json: [{ query: oneOf(some) }],
        repeatable: true,
        absent: [404],
      });
      const [records] = Array.isArray(answer) ? (answer as readonly unknown[]) : [];
      for (const record of this.#records(records)) found.set(record._key, record);
    }
    return found;
  }

  /** Adds a record whose key must be new; false if it is there. Not repeated by itself: nobody would know whose the record is. */
  async insert(record: KvRecord, options: CallOptions): Promise<boolean> {
    const what = `write to the collection ${this.#name}`;
    const answer = await this.#platform.gateway.request(what, 'POST', this.#path, { ...options, json: record, absent: [409] });
    return answer !== undefined;
  }

  /** Adds records or replaces those of the same key. */
  async save(records: readonly KvRecord[], options: CallOptions): Promise<void> {
    for (const some of inPortions(records, MOST_SAVED, MOST_SAVED_BYTES, (record) => JSON.stringify(record).length)) {
      await this.#platform.gateway.request(`write to the collection ${this.#name}`, 'POST', `${this.#path}/batch_save`, {
        ...options,
        json: some,
        repeatable: true,
      });
    }
  }

  /** Takes out records; one that is not there is out already. */
  async removeKeys(keys: readonly string[], options: CallOptions): Promise<void> {
    for (const some of inPortions(keys, MOST_NAMED)) await this.remove(oneOf(some), options);
  }

  async remove(query: KvQuery, options: CallOptions): Promise<void> {
    await this.#platform.gateway.request(`take records out of the collection ${this.#name}`, 'DELETE', this.#path, {
      ...options,
      query: { query: JSON.stringify(query) },
      absent: [404],
    });
  }

  #records(answer: unknown): readonly KvRecord[] {
    if (answer === undefined) return [];
    if (!Array.isArray(answer)) throw new SourceUnavailableError(`the collection ${this.#name} gave no list of records`);
    return (answer as readonly unknown[]).filter((record): record is KvRecord => isObject(record) && typeof record._key === 'string');
  }
}

const oneOf = (keys: readonly string[]): KvQuery => ({ $or: keys.map((_key) => ({ _key })) });
