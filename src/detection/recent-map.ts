/** What was told last of each of many names. Once there are `most`, they become the older ones, and what was older than they is forgotten. */
export class RecentMap<V> {
  readonly #most: number;
  #latest: Map<string, V>;
  #older: Map<string, V>;

  constructor(most: number, latest: Iterable<[string, V]> = [], older: Iterable<[string, V]> = []) {
    this.#most = most;
    this.#latest = new Map(latest);
    this.#older = new Map(older);
  }

  get(name: string): V | undefined {
    return this.#latest.get(name) ?? this.#older.get(name);
  }

  /** What was told since others became the older ones. */
  getLatest(name: string): V | undefined {
    return this.#latest.get(name);
  }

  set(name: string, value: V): void {
    if (this.#latest.size >= this.#most) {
      this.#older = this.#latest;
      this.#latest = new Map();
    }
    this.#latest.set(name, value);
  }

  get latest(): readonly (readonly [string, V])[] {
    return [...this.#latest];
  }

  get older(): readonly (readonly [string, V])[] {
    return [...this.#older];
  }
}
