/** How often each of a few texts occurred, in order of first occurrence. A window holds a handful, for which a scan is faster than a table. */
export class TextCounts {
  /** The first `size` of these and of the counts hold; what lies behind them is room. */
  readonly #texts: string[] = [];
  readonly #counts: number[] = [];
  #size = 0;
  #last = 0;

  get size(): number {
    return this.#size;
  }

  get(text: string): number | undefined {
    const at = this.#find(text);
    return at < 0 ? undefined : this.#counts[at];
  }

  has(text: string): boolean {
    return this.#find(text) >= 0;
  }

  /** @param limit texts beyond so many are left out. */
  add(text: string, times: number, limit = Infinity): void {
    const at = this.#find(text);
    if (at >= 0) {
      this.#counts[at] = (this.#counts[at] ?? 0) + times;
      this.#last = at;
    } else if (this.#size < limit) {
      this.#texts[this.#size] = text;
      this.#counts[this.#size] = times;
      this.#last = this.#size;
      this.#size += 1;
    }
  }

  set(text: string, times: number): void {
    const at = this.#find(text);
    if (at >= 0) this.#counts[at] = times;
    else this.add(text, times);
  }

  /** As if new. */
  clear(): void {
    this.#size = 0;
    this.#last = 0;
  }

  toMap(): Map<string, number> {
    return new Map(this.#texts.slice(0, this.#size).map((text, index) => [text, this.#counts[index] ?? 0]));
  }

  #find(text: string): number {
    if (this.#last < this.#size && this.#texts[this.#last] === text) return this.#last;
    for (let at = 0; at < this.#size; at += 1) if (this.#texts[at] === text) return at;
    return -1;
  }
}
