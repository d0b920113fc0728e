import type { Client } from '@elastic/elasticsearch';
import { SourceIndices } from '../load/source-indices.js';
import type { ArrivingRecord } from './arriving-records.js';

/** Puts records into indices `PREFIX-SOURCE` of a server as they arrive. */
export class Feeder {
  readonly #indices: SourceIndices;
  readonly #records: readonly ArrivingRecord[];
  #next = 0;

  /**
   * @param records in order of arrival
   * @param refresh whether a search finds them at once, or when the server gets to it
   */
  constructor(client: Client, prefix: string, records: readonly ArrivingRecord[], refresh: boolean) {
    this.#indices = new SourceIndices(client, prefix, refresh);
    this.#records = records;
  }

  /** Puts in, and gives, all that has arrived by `time`. */
  async feedUntil(time: number): Promise<readonly ArrivingRecord[]> {
    const from = this.#next;
    while ((this.#records[this.#next]?.ingested ?? Infinity) <= time) this.#next += 1;
    const arrived = this.#records.slice(from, this.#next);
    await this.#indices.put(arrived);
    return arrived;
  }
}
