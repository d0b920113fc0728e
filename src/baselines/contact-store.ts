import type { SnapshotReader, SnapshotWriter } from './snapshot.js';
import { grown } from './typed-growth.js';

/** Contacts kept per pair. */
const RING = 32;

/** Pairs kept per device. */
const PAIRS_PER_DEVICE = 4;

/**
 * Recent contact times of the few (device, rare destination) pairs that might be slow beacons: at most 4 pairs a device, 32 contacts
 * a pair, 148 bytes a pair. What one window holds alone needs no memory; this is for periods too long for one window.
 */
export class ContactStore {
  #pairs = 0;
  #device = new Uint32Array(64);
  #destination = new Int32Array(64);
  #count = new Uint32Array(64);
  #last = new Uint32Array(64);
  #times = new Uint32Array(64 * RING);
  readonly #byDevice = new Map<number, number[]>();

  /** Adds contacts of a window (seconds since the epoch, ascending) and returns all that are remembered, ascending. */
  add(device: number, destination: number, times: readonly number[]): readonly number[] {
    const pair = this.#pair(device, destination);
    let count = this.#count[pair] ?? 0;
    for (const time of times.slice(-RING)) {
      this.#times[pair * RING + (count % RING)] = Math.floor(time);
      count += 1;
    }
    this.#count[pair] = count;
    this.#last[pair] = Math.floor(times.at(-1) ?? 0);
    const kept = Math.min(count, RING);
    const result: number[] = [];
    for (let index = count - kept; index < count; index += 1) result.push(this.#times[pair * RING + (index % RING)] ?? 0);
    return result.sort((a, b) => a - b);
  }

  /** Forgets all contacts, before the same windows are passed through again. */
  clear(): void {
    this.#pairs = 0;
    this.#byDevice.clear();
  }

  get bytes(): number {
    return this.#pairs * (16 + RING * 4);
  }

  save(writer: SnapshotWriter): void {
    writer.numbers([this.#pairs]);
    for (const array of [this.#device, this.#destination, this.#count, this.#last]) writer.array(array.subarray(0, this.#pairs));
    writer.array(this.#times.subarray(0, this.#pairs * RING));
  }

  static load(reader: SnapshotReader): ContactStore {
    const store = new ContactStore();
    [store.#pairs = 0] = reader.numbers();
    store.#device = reader.array(Uint32Array);
    store.#destination = reader.array(Int32Array);
    store.#count = reader.array(Uint32Array);
    store.#last = reader.array(Uint32Array);
    store.#times = reader.array(Uint32Array);
    for (let pair = 0; pair < store.#pairs; pair += 1) {
      const device = store.#device[pair] ?? 0;
      store.#byDevice.set(device, [...(store.#byDevice.get(device) ?? []), pair]);
    }
    return store;
  }

  #pair(device: number, destination: number): number {
    const known = this.#byDevice.get(device) ?? [];
    for (const pair of known) if (this.#destination[pair] === destination) return pair;
    let pair: number;
    if (known.length < PAIRS_PER_DEVICE) {
      pair = this.#pairs;
      this.#pairs += 1;
      this.#device = grown(this.#device, this.#pairs);
      this.#destination = grown(this.#destination, this.#pairs);
      this.#count = grown(this.#count, this.#pairs);
      this.#last = grown(this.#last, this.#pairs);
      this.#times = grown(this.#times, this.#pairs * RING);
      this.#byDevice.set(device, [...known, pair]);
    } else {
      pair = known.reduce((oldest, other) => ((this.#last[other] ?? 0) < (this.#last[oldest] ?? 0) ? other : oldest));
    }
    this.#device[pair] = device;
    this.#destination[pair] = destination;
    this.#count[pair] = 0;
    return pair;
  }
}
