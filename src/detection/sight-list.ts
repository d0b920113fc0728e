/** Values beyond which a list finds them by a table. */
const LONGEST_SCAN = 12;

/** The values of one list in a window, in order of first sight. Most lists hold one or two. */
export class SightList {
  /** Of each value its hash and the position of the first activity that showed it; behind the first `size` of them lies room. */
  readonly #pairs: number[];
  #size = 1;
  #table: Set<number> | undefined;

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
    if (this.#table !== undefined) return this.#table.has(hash);
    for (let place = 0; place < this.#size; place += 1) if (this.#pairs[2 * place] === hash) return true;
    return false;
  }

  /** True if the value is new to the list. */
  add(hash: number, index: number): boolean {
    if (!this.#enter(hash)) return false;
    this.#pairs[2 * this.#size] = hash;
    this.#pairs[2 * this.#size + 1] = index;
    this.#size += 1;
    return true;
  }

  /** False if the value is in the list. */
  #enter(hash: number): boolean {
    if (this.#table === undefined) {
      if (this.has(hash)) return false;
      if (this.#size === LONGEST_SCAN) this.#tabulate().add(hash);
      return true;
    }
    const { size } = this.#table;
    return this.#table.add(hash).size > size;
  }

  #tabulate(): Set<number> {
    const table = new Set<number>();
    for (let place = 0; place < this.#size; place += 1) table.add(this.hash(place));
    this.#table = table;
    return table;
  }

  /** Empties the list, for use again. */
  clear(): void {
    if (this.#table !== undefined) {
      this.#table = undefined;
      this.#pairs.length = 2 * LONGEST_SCAN;
    }
    this.#size = 0;
  }
}
