/** Values beyond which a list finds them by a table. */
const LONGEST_SCAN = 12;

/** The values of one list in a window, in order of first sight. Most lists hold a handful. */
export class SightList {
  /** The first `size` are the values; what lies behind them is room. */
  readonly hashes: number[] = [];
  /** Positions in the window's activities of the first that showed each value. */
  readonly firsts: number[] = [];
  #size = 0;
  #table: Set<number> | undefined;

  get size(): number {
    return this.#size;
  }

  has(hash: number): boolean {
    if (this.#table !== undefined) return this.#table.has(hash);
    for (let at = 0; at < this.#size; at += 1) if (this.hashes[at] === hash) return true;
    return false;
  }

  /** True if the value is new to the list. */
  add(hash: number, index: number): boolean {
    if (this.has(hash)) return false;
    this.hashes[this.#size] = hash;
    this.firsts[this.#size] = index;
    this.#size += 1;
    if (this.#table !== undefined) this.#table.add(hash);
    else if (this.#size > LONGEST_SCAN) this.#table = new Set(this.hashes.slice(0, this.#size));
    return true;
  }

  /** As if new. */
  clear(): void {
    if (this.#table !== undefined) {
      this.#table = undefined;
      this.hashes.length = LONGEST_SCAN;
      this.firsts.length = LONGEST_SCAN;
    }
    this.#size = 0;
  }
}
