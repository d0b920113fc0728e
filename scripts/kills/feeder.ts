import type { Client } from '@elastic/elasticsearch';
import type { ArrivingRecord } from './arriving-records.js';

const BATCH = 5000;
const MAPPINGS = {
  dynamic: false,
  properties: { '@timestamp': { type: 'date' }, event: { properties: { ingested: { type: 'date' } } } },
} as const;

/** Puts records into indices `PREFIX-SOURCE` of a server as they arrive. */
export class Feeder {
  readonly #client: Client;
  readonly #prefix: string;
  readonly #records: readonly ArrivingRecord[];
  readonly #made = new Set<string>();
  #next = 0;

  readonly #refresh: boolean;

  /**
   * @param records in order of arrival
   * @param refresh whether a search finds them at once, or when the server gets to it
   */
  constructor(client: Client, prefix: string, records: readonly ArrivingRecord[], refresh: boolean) {
    this.#refresh = refresh;
    this.#client = client;
    this.#prefix = prefix;
    this.#records = records;
  }

  /** Puts in, and gives, all that has arrived by `time`. */
  async feedUntil(time: number): Promise<readonly ArrivingRecord[]> {
    const from = this.#next;
    while ((this.#records[this.#next]?.ingested ?? Infinity) <= time) this.#next += 1;
    for (let at = from; at < this.#next; at += BATCH) await this.#put(this.#records.slice(at, Math.min(at + BATCH, this.#next)));
    return this.#records.slice(from, this.#next);
  }

  async #put(records: readonly ArrivingRecord[]): Promise<void> {
    for (const source of new Set(records.map((record) => record.source))) {
      const index = `${this.#prefix}-${source}`;
      if (this.#made.has(index)) continue;
      this.#made.add(index);
      await this.#client.indices.create({ index, settings: { number_of_replicas: 0 }, mappings: MAPPINGS });
    }
    const operations = records.flatMap(({ source, body }) => [{ create: { _index: `${this.#prefix}-${source}` } }, body]);
    const answer = await this.#client.bulk({ operations, refresh: this.#refresh });
    if (answer.errors) throw new Error(JSON.stringify(answer.items.find((item) => item.create?.error !== undefined)));
  }
}
