import type { ArrivingRecord } from './arriving-records.js';

/** Where records go. */
export interface RecordPlaces {
  put(records: readonly ArrivingRecord[]): Promise<void>;
}

/** Puts records into a platform as they arrive. */
export class Feeder {
  readonly #places: RecordPlaces;
  readonly #records: readonly ArrivingRecord[];
  #next = 0;

  /** @param records in order of arrival */
  constructor(places: RecordPlaces, records: readonly ArrivingRecord[]) {
    this.#places = places;
    this.#records = records;
  }

  /** Puts in, and gives, all that has arrived by `time`. */
  async feedUntil(time: number): Promise<readonly ArrivingRecord[]> {
    const from = this.#next;
    while ((this.#records[this.#next]?.ingested ?? Infinity) <= time) this.#next += 1;
    const arrived = this.#records.slice(from, this.#next);
    await this.#places.put(arrived);
    return arrived;
  }
}
