import type { SnapshotReader, SnapshotWriter } from './snapshot.js';
import { grown } from './typed-growth.js';

/** One window's full weight. Counts are kept in eighths of a window, so that suspicious windows can teach less than others. */
export const FULL = 8;

/** What a list says about one value; see `ValueStore.judge`. Counts in eighths. */
export interface ValueJudgement {
  /** Windows in which the value was seen. */
  count: number;
  /** Windows-with-value over all values: the size of the history. */
  total: number;
  /** Values seen in exactly one window. */
  singles: number;
  /** Weight of the values that were seen at most as often as this one. */
  tail: number;
}

/**
 * For each list (one subject × one facet) the values it has shown with counts and day of last sight: Space-Saving (Metwally et
 * al. 2005) over blocks of a shared arena, 8 bytes a value plus 10 a list. Lists are addressed by number.
 */
export class ValueStore {
  #lists = 0;
  #offset = new Uint32Array(1024);
  #total = new Uint32Array(1024);
  #length = new Uint8Array(1024);
  #sizeClass = new Uint8Array(1024);
  #used = 0;
  #hash = new Int32Array(4096);
  #count = new Uint16Array(4096);
  #day = new Uint16Array(4096);
  /** Freed blocks by size class, so that growth of one list feeds the next. */
  #free: number[][] = Array.from({ length: 9 }, () => []);
  readonly #capacity: number;
  /** Values of a full window or more that made room for others since the reader last emptied this. */
  readonly evicted: { readonly list: number; readonly hash: number }[] = [];

  /** @param capacity most values a list holds, at most 255; the least seen, oldest value makes room. */
  constructor(capacity = 96) {
    this.#capacity = Math.min(capacity, 255);
  }

  /** Reserves `count` consecutive empty lists and returns the number of the first. */
  allocate(count: number): number {
    const first = this.#lists;
    this.#lists += count;
    this.#offset = grown(this.#offset, this.#lists);
    this.#total = grown(this.#total, this.#lists);
    this.#length = grown(this.#length, this.#lists);
    this.#sizeClass = grown(this.#sizeClass, this.#lists);
    return first;
  }

  total(list: number): number {
    return this.#total[list] ?? 0;
  }

  count(list: number, hash: number): number {
    const at = this.#find(list, hash);
    return at < 0 ? 0 : (this.#count[at] ?? 0);
  }

  /** Values of a list with their counts, most frequent first, ties by hash. */
  entries(list: number): readonly { readonly hash: number; readonly count: number }[] {
    const start = this.#offset[list] ?? 0;
    const result: { hash: number; count: number }[] = [];
    for (let at = start; at < start + (this.#length[list] ?? 0); at += 1) {
      const count = this.#count[at] ?? 0;
      if (count > 0) result.push({ hash: this.#hash[at] ?? 0, count });
    }
    return result.sort((a, b) => b.count - a.count || (a.hash >>> 0) - (b.hash >>> 0));
  }

  judge(list: number, hash: number, into: ValueJudgement): ValueJudgement {
    const start = this.#offset[list] ?? 0;
    const end = start + (this.#length[list] ?? 0);
    const at = this.#find(list, hash);
    const own = at < 0 ? 0 : (this.#count[at] ?? 0);
    const counts = this.#count;
    let singles = 0;
    let tail = 0;
    for (let index = start; index < end; index += 1) {
      const count = counts[index] ?? 0;
      if (count === 0) continue;
      if (count <= FULL) singles += 1;
      if (count <= own) tail += count;
    }
    into.count = own;
    into.total = this.#total[list] ?? 0;
    into.singles = singles;
    into.tail = tail;
    return into;
  }

  /** Adds `weight` eighths; returns the count before and after, packed as before · 65536 + after. */
  add(list: number, hash: number, weight: number, day: number): number {
    let at = this.#find(list, hash);
    if (at < 0) at = this.#insert(list, hash);
    const before = this.#count[at] ?? 0;
    const after = Math.min(before + weight, 65535);
    this.#count[at] = after;
    this.#day[at] = day & 0xffff;
    this.#total[list] = (this.#total[list] ?? 0) + (after - before);
    return before * 65536 + after;
  }

  /** Takes `weight` eighths back; the value stays in its place with count 0 until something needs the room. */
  subtract(list: number, hash: number, weight: number): number {
    const at = this.#find(list, hash);
    if (at < 0) return 0;
    const before = this.#count[at] ?? 0;
    const after = Math.max(before - weight, 0);
    this.#count[at] = after;
    this.#total[list] = (this.#total[list] ?? 0) - (before - after);
    return before * 65536 + after;
  }

  /** Gives back what `subtract` took, leaving the day of last sight as it is; returns as `add` does. */
  restore(list: number, hash: number, weight: number): number {
    const at = this.#find(list, hash);
    return this.add(list, hash, weight, at < 0 ? 0 : (this.#day[at] ?? 0));
  }

  /** Halves every count, forgetting what falls to nothing: called at fixed times, it is a half-life. */
  halve(): void {
    for (let list = 0; list < this.#lists; list += 1) {
      const start = this.#offset[list] ?? 0;
      let kept = start;
      let total = 0;
      for (let at = start; at < start + (this.#length[list] ?? 0); at += 1) {
        const count = (this.#count[at] ?? 0) >> 1;
        if (count === 0) continue;
        this.#hash[kept] = this.#hash[at] ?? 0;
        this.#count[kept] = count;
        this.#day[kept] = this.#day[at] ?? 0;
        total += count;
        kept += 1;
      }
      if (kept === start) this.#release(list);
      this.#length[list] = kept - start;
      this.#total[list] = total;
    }
  }

  /**
   * Moves all of `from`'s values to `into`, leaving `from` empty.
   *
   * @param moved is told of each value its count in `from` and its count in `into` before and after.
   */
  merge(from: number, into: number, moved?: (hash: number, count: number, before: number, after: number) => void): void {
    const start = this.#offset[from] ?? 0;
    const end = start + (this.#length[from] ?? 0);
    for (let at = start; at < end; at += 1) {
      const count = this.#count[at] ?? 0;
      if (count === 0) continue;
      const hash = this.#hash[at] ?? 0;
      const packed = this.add(into, hash, count, this.#day[at] ?? 0);
      moved?.(hash, count, Math.floor(packed / 65536), packed % 65536);
    }
    this.#release(from);
    this.#length[from] = 0;
    this.#total[from] = 0;
    this.#sizeClass[from] = 0;
  }

  get bytes(): number {
    return this.#lists * 10 + this.#used * 8;
  }

  save(writer: SnapshotWriter): void {
    writer.numbers([this.#lists, this.#used, this.#capacity]);
    writer.array(this.#offset.subarray(0, this.#lists));
    writer.array(this.#total.subarray(0, this.#lists));
    writer.array(this.#length.subarray(0, this.#lists));
    writer.array(this.#sizeClass.subarray(0, this.#lists));
    writer.array(this.#hash.subarray(0, this.#used));
    writer.array(this.#count.subarray(0, this.#used));
    writer.array(this.#day.subarray(0, this.#used));
    for (const blocks of this.#free) writer.array(Uint32Array.from(blocks));
  }

  static load(reader: SnapshotReader): ValueStore {
    const [lists = 0, used = 0, capacity = 96] = reader.numbers();
    const store = new ValueStore(capacity);
    store.#lists = lists;
    store.#used = used;
    store.#offset = reader.array(Uint32Array);
    store.#total = reader.array(Uint32Array);
    store.#length = reader.array(Uint8Array);
    store.#sizeClass = reader.array(Uint8Array);
    store.#hash = reader.array(Int32Array);
    store.#count = reader.array(Uint16Array);
    store.#day = reader.array(Uint16Array);
    store.#free = store.#free.map(() => [...reader.array(Uint32Array)]);
    return store;
  }

  #find(list: number, hash: number): number {
    const start = this.#offset[list] ?? 0;
    const end = start + (this.#length[list] ?? 0);
    const hashes = this.#hash;
    for (let at = start; at < end; at += 1) if (hashes[at] === hash) return at;
    return -1;
  }

  #insert(list: number, hash: number): number {
    const length = this.#length[list] ?? 0;
    const start = this.#offset[list] ?? 0;
    for (let at = start; at < start + length; at += 1) {
      if (this.#count[at] === 0) {
        this.#hash[at] = hash;
        return at;
      }
    }
    if (length >= this.#capacity) return this.#evict(list, hash);
    const room = length === 0 ? 0 : 1 << (this.#sizeClass[list] ?? 0);
    if (length >= room) this.#enlarge(list, length);
    const at = (this.#offset[list] ?? 0) + length;
    this.#hash[at] = hash;
    this.#count[at] = 0;
    this.#length[list] = length + 1;
    return at;
  }

  #evict(list: number, hash: number): number {
    const start = this.#offset[list] ?? 0;
    let victim = start;
    for (let at = start + 1; at < start + (this.#length[list] ?? 0); at += 1) {
      const byCount = (this.#count[at] ?? 0) - (this.#count[victim] ?? 0);
      const byDay = (this.#day[at] ?? 0) - (this.#day[victim] ?? 0);
      if (byCount < 0 || (byCount === 0 && (byDay < 0 || (byDay === 0 && (this.#hash[at] ?? 0) >>> 0 < (this.#hash[victim] ?? 0) >>> 0))))
        victim = at;
    }
    const forgotten = this.#count[victim] ?? 0;
    if (forgotten >= FULL) this.evicted.push({ list, hash: this.#hash[victim] ?? 0 });
    this.#hash[victim] = hash;
    this.#count[victim] = 0;
    return victim;
  }

  #enlarge(list: number, length: number): void {
    const sizeClass = length === 0 ? 0 : (this.#sizeClass[list] ?? 0) + 1;
    const size = 1 << sizeClass;
    let block = this.#free[sizeClass]?.pop();
    if (block === undefined) {
      block = this.#used;
      this.#used += size;
      this.#hash = grown(this.#hash, this.#used);
      this.#count = grown(this.#count, this.#used);
      this.#day = grown(this.#day, this.#used);
    }
    const start = this.#offset[list] ?? 0;
    this.#hash.copyWithin(block, start, start + length);
    this.#count.copyWithin(block, start, start + length);
    this.#day.copyWithin(block, start, start + length);
    this.#release(list);
    this.#offset[list] = block;
    this.#sizeClass[list] = sizeClass;
  }

  #release(list: number): void {
    if ((this.#length[list] ?? 0) === 0) return;
    this.#free[this.#sizeClass[list] ?? 0]?.push(this.#offset[list] ?? 0);
  }
}
