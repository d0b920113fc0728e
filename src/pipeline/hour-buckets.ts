import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Activity } from '../activity/activity.js';
import { ActivityDecoder } from './activity-codec.js';
import { ActivityNames } from './activity-names.js';
import { hourBlocks, type HourBlock } from './hour-blocks.js';
import { appendBlocks, blocksOf } from './hour-file.js';
import { MergedHour } from './merged-hour.js';

/** Activities held in memory before all are put on disk: 20 to 40 MB. */
const MOST_IN_MEMORY = 250_000;

/** One hour of activities, in order of (time, source, id), each vendor id once. */
export interface HourOfActivities {
  /** Hours since the epoch. */
  readonly hour: number;
  readonly activities: MergedHour;
}

/**
 * Sorts activities that come in any order into hours of event time, on disk as soon as they are many, so that memory does not grow
 * with their number and no disorder of the input matters.
 */
export class HourBuckets {
  readonly #folder: string;
  readonly #limit: number;
  readonly #memory = new Map<number, HourBlock[]>();
  readonly #decoder = new ActivityDecoder();
  readonly #onDisk = new Set<number>();
  readonly #sizes = new Map<number, number>();
  /** Keys of `#sizes` in order. */
  readonly #hours: number[] = [];
  /** The hour read last. */
  #last: { readonly hour: number; readonly activities: MergedHour } | undefined;
  #held = 0;
  #size = 0;

  /** @param folder for hours that do not fit into memory; made when needed, removed by `dispose`. */
  constructor(folder: string, limit = MOST_IN_MEMORY) {
    this.#folder = folder;
    this.#limit = limit;
  }

  add(activities: readonly Activity[]): void {
    this.addBlocks(hourBlocks(activities));
  }

  addBlocks(blocks: readonly HourBlock[]): void {
    for (const block of blocks) {
      const { hour, count } = block;
      const bucket = this.#memory.get(hour);
      if (bucket === undefined) this.#memory.set(hour, [block]);
      else bucket.push(block);
      this.#held += count;
      this.#size += count;
      const size = this.#sizes.get(hour);
      if (size === undefined) this.#hours.splice(this.#placeOf(hour), 0, hour);
      this.#sizes.set(hour, (size ?? 0) + count);
      if (hour === this.#last?.hour) this.#last = undefined;
    }
    if (this.#held > this.#limit) this.#spill();
  }

  /** Activities added, duplicates included. */
  get size(): number {
    return this.#size;
  }

  /** The first hour from `from` on that holds an activity. */
  hourFrom(from: number): number | undefined {
    return this.#hours[this.#placeOf(from)];
  }

  /** Activities of the hours before `hour`, duplicates included. */
  sizeBefore(hour: number): number {
    let sum = 0;
    for (const [other, size] of this.#sizes) if (other < hour) sum += size;
    return sum;
  }

  /** All hours from `from` on in order. May be called again for another pass. */
  *read(from = -Infinity): Generator<HourOfActivities> {
    for (let hour = this.hourFrom(from); hour !== undefined; hour = this.hourFrom(hour + 1)) yield this.readHour(hour);
  }

  /**
   * An activity is a duplicate if its source gave the same id and action in this hour or the one before (several operations of one vendor
   * record may share its id), so that what an hour holds depends on no earlier one and reading may begin at any.
   */
  readHour(hour: number): HourOfActivities {
    const before = this.#last?.hour === hour - 1 ? this.#last.activities : this.#merged(hour - 1, new ActivityNames());
    const activities = this.#merged(hour, before.names);
    this.#last = { hour, activities };
    return { hour, activities };
  }

  dispose(): void {
    this.#memory.clear();
    this.#sizes.clear();
    this.#hours.length = 0;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #spill(): void {
    if (this.#onDisk.size === 0) {
      rmSync(this.#folder, { recursive: true, force: true });
      mkdirSync(this.#folder, { recursive: true });
    }
    for (const [hour, bucket] of this.#memory) {
      appendBlocks(this.#path(hour), bucket);
      this.#onDisk.add(hour);
    }
    this.#memory.clear();
    this.#held = 0;
  }

  /** Number of hours before `hour`. */
  #placeOf(hour: number): number {
    let [low, high] = [0, this.#hours.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#hours[middle] ?? Infinity) < hour) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #merged(hour: number, before: ActivityNames): MergedHour {
    const inMemory = (this.#memory.get(hour) ?? []).map(({ count, first, bytes }) => ({ count, first, bytes: () => bytes }));
    return new MergedHour(this.#onDisk.has(hour) ? [...inMemory, ...blocksOf(this.#path(hour))] : inMemory, this.#decoder, before);
  }

  #path(hour: number): string {
    return join(this.#folder, `${hour}.bin`);
  }
}
