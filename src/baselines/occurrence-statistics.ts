/** Windows of experience, half a window of each class among them, that are assumed before anything is known. */
const PRIOR_WINDOWS = 500;

/**
 * In how many windows of the estate each class of something occurred, and each kind within it: changes of access, ways of proving who one
 * is. A class has a Gamma–Poisson rate whose prior is half an occurrence in `PRIOR_WINDOWS`, so that what never happened in a long time is as
 * rare as that time is long; a kind has its share of the class, half an occurrence added (Krichevsky & Trofimov 1981).
 */
export class OccurrenceStatistics {
  #windows = 0;
  readonly #counts = new Map<number, number>();

  /** @param occurred hashes of the classes and kinds of one window; empty for a window without any. */
  learn(occurred: ReadonlySet<number>): void {
    this.#windows += 1;
    for (const hash of occurred) this.#counts.set(hash, (this.#counts.get(hash) ?? 0) + 1);
  }

  /**
   * Share of windows that hold something of this class and, among those, of this kind.
   *
   * @param learned true if the window in question was learned already and must be left out.
   */
  rate(classHash: number, kind: number, learned: boolean): { readonly ofClass: number; readonly kindInClass: number } {
    const self = learned ? 1 : 0;
    const ofClass = Math.max((this.#counts.get(classHash) ?? 0) - self, 0);
    const ofKind = Math.max((this.#counts.get(kind) ?? 0) - self, 0);
    return {
      ofClass: (ofClass + 0.5) / (Math.max(this.#windows - self, 0) + PRIOR_WINDOWS),
      kindInClass: Math.min(1, (ofKind + 0.5) / (ofClass + 1)),
    };
  }

  toJSON(): unknown {
    return { windows: this.#windows, counts: [...this.#counts] };
  }

  static fromJSON(value: unknown): OccurrenceStatistics {
    const { windows, counts } = value as { windows: number; counts: [number, number][] };
    const statistics = new OccurrenceStatistics();
    statistics.#windows = windows;
    for (const [hash, count] of counts) statistics.#counts.set(hash, count);
    return statistics;
  }
}
