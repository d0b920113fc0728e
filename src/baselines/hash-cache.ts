/** Texts whose hashes are remembered, per generation of the cache. */
const GENERATION = 2_048;

/** Remembers the hashes of what is derived from texts that come again and again. Two generations are about 400 kB at most. */
export class HashCache {
  readonly #compute: (text: string) => number;
  #young = new Map<string, number>();
  #old = new Map<string, number>();

  /** @param compute pure. */
  constructor(compute: (text: string) => number) {
    this.#compute = compute;
  }

  of(text: string): number {
    const known = this.#young.get(text);
    if (known !== undefined) return known;
    const hash = this.#old.get(text) ?? this.#compute(text);
    if (this.#young.size >= GENERATION) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(text, hash);
    return hash;
  }
}
