import type { Client } from '@elastic/elasticsearch';
import { BATCH, sendBulk } from './send-bulk.js';
import type { StoredRecord } from './stored-records.js';

/** Only what reading sorts and filters by is indexed: raw records of many products do not agree on types. */
const MAPPINGS = {
  dynamic: false,
  properties: { '@timestamp': { type: 'date' }, event: { properties: { ingested: { type: 'date' } } } },
} as const;

/** Indices `PREFIX-SOURCE` of a server, each made when its first record comes. */
export class SourceIndices {
  readonly #client: Client;
  readonly #prefix: string;
  readonly #refresh: boolean;
  readonly #made = new Set<string>();

  /** @param refresh whether a search finds records at once, or when the server gets to it */
  constructor(client: Client, prefix: string, refresh = false) {
    this.#client = client;
    this.#prefix = prefix;
    this.#refresh = refresh;
  }

  /** How many were made. */
  get size(): number {
    return this.#made.size;
  }

  async put(records: readonly StoredRecord[]): Promise<void> {
    for (let at = 0; at < records.length; at += BATCH) await this.#putBatch(records.slice(at, at + BATCH));
  }

  async #putBatch(records: readonly StoredRecord[]): Promise<void> {
    for (const source of new Set(records.map((record) => record.source))) {
      if (this.#made.has(source)) continue;
      this.#made.add(source);
      await this.#client.indices.create({ index: this.#nameOf(source), settings: { number_of_replicas: 0 }, mappings: MAPPINGS });
    }
    const operations = records.flatMap(({ source, body }) => [{ create: { _index: this.#nameOf(source) } }, body]);
    await sendBulk(this.#client, operations, this.#refresh);
  }

  #nameOf(source: string): string {
    return `${this.#prefix}-${source}`;
  }
}
