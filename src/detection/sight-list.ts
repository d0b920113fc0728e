/** Values beyond which a list finds them by a table. */
const LONGEST_SCAN = 12;

/** Values of which the room is kept when a list is emptied: 16 bytes each, and 8 of the table. */
const MOST_ROOM = 512;

/** The values of one list in a window, in order of first sight. Most lists hold one or two. */
export class SightList {
  /** Of each value its hash and the position of the first activity that showed it; behind the first `size` of them lies room. */
  readonly #pairs: number[];
  #size = 1;
  /** By hash, the first free place from it on: the place of the value in the list, plus one. Holds all values if the list is long. */
  #table: Int32Array | undefined;

  constructor(hash: number, index: number) {
    this.#pairs = [hash, index];
  }

  get size(): number {
    return this.#size;
  }

  /** Hash of the value at a place from 0 on. */
  hash(place: number): number {
    return this.#pairs[2 * place] ?? 0;
  }

  /** Position in the window's activities of the first that showed the value. */
  first(place: number): number {
    return this.#pairs[2 * place + 1] ?? -1;
  }

  has(hash: number): boolean {
    const size = this.#size;
    const pairs = this.#pairs;
    if (size <= LONGEST_SCAN || this.#table === undefined) {
      for (let at = 0; at < 2 * size; at += 2) if (pairs[at] === hash) return true;
      return false;
    }
    return (this.#table[slotOf(this.#table, pairs, hash)] ?? 0) > 0;
  }

  /** True if the value is new to the list. */
  add(hash: number, index: number): boolean {
    const size = this.#size;
    if (size < LONGEST_SCAN) {
      if (this.has(hash)) return false;
    } else {
      if (size === LONGEST_SCAN && this.has(hash)) return false;
      const table = this.#room(size + 1);
      const slot = slotOf(table, this.#pairs, hash);
      if ((table[slot] ?? 0) > 0) return false;
      table[slot] = size + 1;
    }
    this.#pairs[2 * size] = hash;
    this.#pairs[2 * size + 1] = index;
    this.#size = size + 1;
    return true;
  }

  /** A table of all values so far, with room for `count`. */
  #room(count: number): Int32Array {
    const known = this.#table;
    if (known !== undefined && this.#size > LONGEST_SCAN && 2 * count <= known.length) return known;
    const table = known !== undefined && 2 * count <= known.length ? known : new Int32Array(Math.max(64, 2 * (known?.length ?? 0)));
    for (let place = 0; place < this.#size; place += 1) table[slotOf(table, this.#pairs, this.hash(place))] = place + 1;
    this.#table = table;
    return table;
  }

  /** Empties the list, for use again. */
  clear(): void {
    if (this.#size > MOST_ROOM) {
      this.#table = undefined;
      this.#pairs.length = 2 * LONGEST_SCAN;
    } else if (this.#size > LONGEST_SCAN) this.#table?.fill(0);
    this.#size = 0;
  }
}

/** Where a table says where the value is, or would be. At most half of its slots are taken. */
function slotOf(table: Int32Array, pairs: readonly number[], hash: number): number {
  const mask = table.length - 1;
  let slot = hash & mask;
  for (let place = table[slot] ?? 0; place > 0 && pairs[2 * place - 2] !== hash; place = table[slot] ?? 0) slot = (slot + 1) & mask;
  return slot;
}
