/** How often each of a few texts occurred, in order of first occurrence. A window holds a handful, for which a scan is faster than a table. */
export class TextCounts {
  readonly #texts: string[] = [];
  readonly #counts: number[] = [];
  #last = 0;

  get size(): number {
    return this.#texts.length;
  }

  get(text: string): number | undefined {
    return this.#counts[this.#find(text)];
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
    } else if (this.#texts.length < limit) {
      this.#texts.push(text);
      this.#counts.push(times);
    }
  }

  set(text: string, times: number): void {
    const at = this.#find(text);
    if (at >= 0) this.#counts[at] = times;
    else this.add(text, times);
  }

  /** As if new. */
  clear(): void {
    this.#texts.length = 0;
    this.#counts.length = 0;
    this.#last = 0;
  }

  toMap(): Map<string, number> {
    return new Map(this.#texts.map((text, index) => [text, this.#counts[index] ?? 0]));
  }

  #find(text: string): number {
    return this.#texts[this.#last] === text ? this.#last : this.#texts.indexOf(text);
  }
}
