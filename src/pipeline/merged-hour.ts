import type { Activity } from '../activity/activity.js';
import type { ActivityList } from '../activity/activity-list.js';
import type { Domain } from '../activity/domains.js';
import type { ActivityDecoder, BlockReader } from './activity-codec.js';
import { ActivityNames } from './activity-names.js';
import { BlockMerge } from './block-merge.js';
import { completed } from './event-order.js';
import type { StoredBlock } from './hour-file.js';

/** Blocks held open at a time: some 300,000 activities. */
const MOST_OPEN = 64;
/** Activities of an hour up to which all are kept once they have been decoded; of a longer hour, so many of those asked for last. */
const MOST_DECODED = 8_192;

/**
 * The activities of one hour, in order of events and each once, decoded when they are asked for: of a long hour only where each lies is
 * kept. An activity is a duplicate if its source gave the same id and action in this hour or the one before.
 */
export class MergedHour implements ActivityList {
  /** Activities with their duplicates. */
  readonly size: number;
  readonly #blocks: readonly StoredBlock[];
  readonly #decoder: ActivityDecoder;
  readonly #before: ActivityNames;
  readonly #readers = new Map<number, BlockReader>();
  /** By position: number of the block, and where in it the activity begins. */
  readonly #block: Uint32Array;
  readonly #offset: Uint32Array;
  /** Activities that differ from what their block says, completed by a duplicate, by position. */
  readonly #whole = new Map<number, Activity>();
  readonly #decoded: (Activity | undefined)[];
  /** Positions that `#decoded` holds, where the hour is long. */
  readonly #position: Int32Array;
  readonly #keepsAll: boolean;
  #length = 0;
  #names = new ActivityNames();
  #duplicates = new Map<string, number>();
  #domains = new Map<string, Set<Domain>>();
  #merged = false;

  /** @param before what the activities of the hour before are known by. */
  constructor(blocks: readonly StoredBlock[], decoder: ActivityDecoder, before: ActivityNames) {
    this.#blocks = blocks;
    this.#decoder = decoder;
    this.#before = before;
    const size = blocks.reduce((sum, { count }) => sum + count, 0);
    this.size = size;
    this.#keepsAll = size <= MOST_DECODED;
    this.#block = new Uint32Array(size);
    this.#offset = new Uint32Array(size);
    this.#decoded = this.#keepsAll ? [] : new Array<Activity | undefined>(MOST_DECODED).fill(undefined);
    this.#position = new Int32Array(this.#keepsAll ? 0 : MOST_DECODED).fill(-1);
  }

  get length(): number {
    this.#mergeAll();
    return this.#length;
  }

  /** Duplicates left out, by source. */
  get duplicates(): ReadonlyMap<string, number> {
    this.#mergeAll();
    return this.#duplicates;
  }

  /** Domains of the activities by source. */
  get domains(): ReadonlyMap<string, ReadonlySet<Domain>> {
    this.#mergeAll();
    return this.#domains;
  }

  /** What the activities are known by. */
  get names(): ActivityNames {
    this.#mergeAll();
    return this.#names;
  }

  at(position: number): Activity | undefined {
    this.#mergeAll();
    if (position < 0 || position >= this.#length) return undefined;
    if (this.#keepsAll) return this.#decoded[position];
    const place = position % MOST_DECODED;
    if (this.#position[place] === position) return this.#decoded[place];
    const activity = this.#decode(position);
    this.#position[place] = position;
    this.#decoded[place] = activity;
    return activity;
  }

  [Symbol.iterator](): Generator<Activity, void, void> {
    return this.#merged ? this.#again() : this.#merge();
  }

  *#again(): Generator<Activity, void, void> {
    if (this.#keepsAll) for (const activity of this.#decoded) if (activity !== undefined) yield activity;
    if (!this.#keepsAll) for (let position = 0; position < this.#length; position += 1) yield this.#decode(position);
  }

  #mergeAll(): void {
    if (this.#merged) return;
    const merge = this.#merge();
    while (merge.next().done !== true);
  }

  /** Finds out the order while going through the activities for the first time. */
  *#merge(): Generator<Activity, void, void> {
    this.#length = 0;
    this.#whole.clear();
    this.#names = new ActivityNames();
    this.#duplicates = new Map();
    this.#domains = new Map();
    const merge = new BlockMerge(this.#blocks, (block) => this.#open(block));
    let last: Activity | undefined;
    let [source, action] = ['', ''];
    let [ids, earlier] = [this.#names.of(source, action), this.#before.known(source, action)];
    for (let activity = merge.next(); activity !== undefined; activity = merge.next()) {
      if (activity.source !== source || activity.action !== action) {
        ({ source, action } = activity);
        ids = this.#names.of(source, action);
        earlier = this.#before.known(source, action);
      }
      const { id } = activity;
      const size = ids.size;
      ids.add(id);
      if (ids.size > size && !earlier.has(id)) {
        if (last !== undefined) yield this.#keep(last);
        this.#block[this.#length] = merge.block;
        this.#offset[this.#length] = merge.offset;
        this.#length += 1;
        if (activity.domain !== last?.domain || source !== last.source) this.#noteDomain(source, activity.domain);
        last = activity;
        continue;
      }
      this.#duplicates.set(source, (this.#duplicates.get(source) ?? 0) + 1);
      if (last?.id !== id || last.action !== action || last.source !== source || last.time !== activity.time) continue;
      const whole = completed(last, activity);
      if (whole !== last) this.#whole.set(this.#length - 1, whole);
      last = whole;
    }
    if (last !== undefined) yield this.#keep(last);
    this.#merged = true;
  }

  /** The activity counted last is whole. */
  #keep(activity: Activity): Activity {
    if (this.#keepsAll) this.#decoded[this.#length - 1] = activity;
    return activity;
  }

  #noteDomain(source: string, domain: Domain): void {
    const known = this.#domains.get(source);
    if (known === undefined) this.#domains.set(source, new Set([domain]));
    else known.add(domain);
  }

  #decode(position: number): Activity {
    const whole = this.#whole.size === 0 ? undefined : this.#whole.get(position);
    return whole ?? this.#open(this.#block[position] ?? 0).read(this.#offset[position] ?? 0);
  }

  #open(block: number): BlockReader {
    const known = this.#readers.get(block);
    if (known !== undefined) return known;
    const stored = this.#blocks[block];
    if (stored === undefined) throw new RangeError(`no block ${block}`);
    if (this.#readers.size >= MOST_OPEN)
      for (const oldest of [...this.#readers.keys()].slice(0, MOST_OPEN / 4)) this.#readers.delete(oldest);
    const reader = this.#decoder.open(stored.bytes());
    this.#readers.set(block, reader);
    return reader;
  }
}
