import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Activity, createActivity } from '../activity/activity.js';
import { ActivityDecoder, ActivityEncoder } from './activity-codec.js';
import { ActivityNames } from './activity-names.js';

const HOUR = 3_600_000;

/** Activities held in memory before all are put on disk: 20 to 40 MB. */
const MOST_IN_MEMORY = 250_000;

/** Activities of one hour, encoded. */
export interface HourBlock {
  /** Hours since the epoch. */
  readonly hour: number;
  readonly count: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** One hour of activities, in order of (time, source, id), each vendor id once. */
export interface HourOfActivities {
  /** Hours since the epoch. */
  readonly hour: number;
  readonly activities: readonly Activity[];
  /** Duplicates left out, by source. */
  readonly duplicates: ReadonlyMap<string, number>;
}

/**
 * Sorts activities that come in any order into hours of event time, on disk as soon as they are many, so that memory does not grow
 * with their number and no disorder of the input matters.
 */
export class HourBuckets {
  readonly #folder: string;
  readonly #limit: number;
  readonly #memory = new Map<number, Uint8Array[]>();
  readonly #decoder = new ActivityDecoder();
  readonly #onDisk = new Set<number>();
  readonly #sizes = new Map<number, number>();
  /** Keys of `#sizes` in order. */
  readonly #hours: number[] = [];
  /** Names of the activities of the hour read last. */
  #before = { hour: NaN, names: new ActivityNames() };
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
    for (const { hour, count, bytes } of blocks) {
      const bucket = this.#memory.get(hour);
      if (bucket === undefined) this.#memory.set(hour, [bytes]);
      else bucket.push(bytes);
      this.#held += count;
      this.#size += count;
      const size = this.#sizes.get(hour);
      if (size === undefined) this.#hours.splice(this.#placeOf(hour), 0, hour);
      this.#sizes.set(hour, (size ?? 0) + count);
      if (hour === this.#before.hour) this.#before = { hour: NaN, names: new ActivityNames() };
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
    const before = this.#before.hour === hour - 1 ? this.#before.names : withoutDuplicates(this.#load(hour - 1), new ActivityNames()).names;
    const { kept, names, duplicates } = withoutDuplicates(this.#load(hour), before);
    this.#before = { hour, names };
    return { hour, activities: kept, duplicates };
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
      const descriptor = openSync(this.#path(hour), 'a');
      for (const block of bucket) {
        const head = Buffer.alloc(4);
        head.writeUInt32LE(block.byteLength);
        writeAll(descriptor, head);
        writeAll(descriptor, block);
      }
      closeSync(descriptor);
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

  #load(hour: number): Activity[] {
    const activities: Activity[] = [];
    for (const block of this.#memory.get(hour) ?? []) this.#decoder.decode(block, activities);
    if (this.#onDisk.has(hour)) {
      const file = readFileSync(this.#path(hour));
      for (let at = 0; at < file.length;) {
        const end = at + 4 + file.readUInt32LE(at);
        this.#decoder.decode(file.subarray(at + 4, end), activities);
        at = end;
      }
    }
    return activities.sort(inOrder);
  }

  #path(hour: number): string {
    return join(this.#folder, `${hour}.bin`);
  }
}

/** Activities by hour of event time, encoded, `completing` done to each first. */
export function hourBlocks(activities: readonly Activity[], completing?: (activity: Activity) => Activity): readonly HourBlock[] {
  const byHour = new Map<number, Activity[]>();
  for (const activity of activities) {
    const hour = Math.floor(activity.time / HOUR);
    const bucket = byHour.get(hour);
    if (bucket === undefined) byHour.set(hour, [activity]);
    else bucket.push(activity);
  }
  const encoder = new ActivityEncoder();
  return [...byHour].map(([hour, bucket]) => {
    for (const activity of bucket) encoder.add(completing === undefined ? activity : completing(activity));
    return { hour, count: bucket.length, bytes: encoder.finish() };
  });
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
}

/**
 * Order of events whatever the order of the input: time, source, id, action, and for different records under one id the longer first, which
 * tells more, then by text.
 */
export function inOrder(a: Activity, b: Activity): number {
  if (a.time !== b.time) return a.time - b.time;
  if (a.source !== b.source) return a.source < b.source ? -1 : 1;
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  if (a.action !== b.action) return a.action < b.action ? -1 : 1;
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  if (left.length !== right.length) return right.length - left.length;
  return left === right ? 0 : left < right ? -1 : 1;
}

/** Records of one event under one id complete each other: the first keeps what it tells, the second fills in what is blank. */
export function completed(first: Activity, second: Activity): Activity {
  const told: Partial<Record<string, unknown>> = { ...second };
  const missing: Record<string, unknown> = {};
  let more = false;
  for (const [key, own] of Object.entries(first)) {
    const other = told[key];
    if (!isBlank(own) || isBlank(other)) continue;
    missing[key] = other;
    more = true;
  }
  const known = new Set(first.actor.map(({ scheme, value }) => `${scheme}:${value}`));
  const names = second.actor.filter(({ scheme, value }) => !known.has(`${scheme}:${value}`));
  if (!more && names.length === 0) return first;
  return createActivity({ ...first, ...missing, actor: [...first.actor, ...names] });
}

const isBlank = (value: unknown): boolean =>
  value === undefined || value === '' || value === 'unknown' || (Array.isArray(value) && value.length === 0);

function withoutDuplicates(
  sorted: readonly Activity[],
  before: ActivityNames,
): {
  readonly kept: readonly Activity[];
  readonly names: ActivityNames;
  readonly duplicates: ReadonlyMap<string, number>;
} {
  const names = new ActivityNames();
  const duplicates = new Map<string, number>();
  const kept: Activity[] = [];
  let [source, action] = ['', ''];
  let [ids, earlier] = [names.of(source, action), before.known(source, action)];
  for (const activity of sorted) {
    if (activity.source !== source || activity.action !== action) {
      ({ source, action } = activity);
      ids = names.of(source, action);
      earlier = before.known(source, action);
    }
    const { id } = activity;
    const size = ids.size;
    ids.add(id);
    if (ids.size > size && !earlier.has(id)) {
      kept.push(activity);
      continue;
    }
    duplicates.set(source, (duplicates.get(source) ?? 0) + 1);
    const last = kept.at(-1);
    if (last?.id === id && last.action === action && last.source === source && last.time === activity.time)
      kept[kept.length - 1] = completed(last, activity);
  }
  return { kept, names, duplicates };
}
