import { HOUR, MINUTE, SECOND } from './calendar.js';
import type { Estate } from './estate.js';
import type { RandomGenerator } from './random.js';
import { RATES } from './rates.js';
import type { DraftRecord, SimulatedRecord } from './simulated-record.js';

interface Pending {
  readonly arrival: number;
  readonly sequence: number;
  readonly record: SimulatedRecord;
}

/**
 * The way from a source into its log file: most records arrive at once and in order, some minutes or hours late, some
 * twice, and those of a collector's outage all together after it.
 */
export class Delivery {
  readonly #estate: Estate;
  readonly #buckets = new Map<number, Pending[]>();
  #sequence = 0;

  constructor(estate: Estate) {
    this.#estate = estate;
  }

  #arrival(random: RandomGenerator, record: DraftRecord): number {
    const { outage } = this.#estate.calendar;
    if (record.file === outage.file && record.time >= outage.from && record.time < outage.to) {
      return outage.to + (record.time - outage.from) / 18;
    }
    if (!random.chance(RATES.lateRecords.value)) return record.time;
    return record.time + (random.chance(0.94) ? random.between(SECOND, 15 * MINUTE) : random.between(0.5 * HOUR, 5 * HOUR));
  }

  #put(arrival: number, record: SimulatedRecord): void {
    const hour = Math.floor(arrival / HOUR);
    const pending = { arrival, sequence: this.#sequence, record };
    this.#sequence += 1;
    const bucket = this.#buckets.get(hour);
    if (bucket === undefined) this.#buckets.set(hour, [pending]);
    else bucket.push(pending);
  }

  /** The record is turned into its line here, because a line waits more cheaply than an object. */
  accept(random: RandomGenerator, draft: DraftRecord): void {
    const arrival = this.#arrival(random, draft);
    const line = typeof draft.record === 'string' ? draft.record : JSON.stringify(draft.record);
    const record = { file: draft.file, time: draft.time, eventId: draft.eventId, line };
    this.#put(arrival, record);
    if (random.chance(RATES.duplicateRecords.value)) this.#put(arrival + random.between(0, 5 * MINUTE), record);
  }

  /** Hands out, in order of arrival, what arrives before `until`. Nothing accepted later may have happened before `until`. */
  *release(until: number): Generator<SimulatedRecord> {
    const hours = [...this.#buckets.keys()].filter((hour) => hour * HOUR < until).sort((a, b) => a - b);
    for (const hour of hours) {
      const bucket = this.#buckets.get(hour) ?? [];
      this.#buckets.delete(hour);
      bucket.sort((a, b) => a.arrival - b.arrival || a.sequence - b.sequence);
      for (const pending of bucket) yield pending.record;
    }
  }
}
