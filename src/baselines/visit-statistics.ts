/** Classes of a visit that count, the rarest first: more would only say the same again. */
const TELLING_CLASSES = 4;

/**
 * What accounts do when they act from a network that is new to them: in how many such visits each class of activity occurred. People
 * who travel read mail and files; a stolen token runs exports.
 */
export class VisitStatistics {
  #visits = 0;
  readonly #classes = new Map<number, number>();

  learn(classes: Iterable<number>): void {
    this.#visits += 1;
    for (const hash of classes) this.#classes.set(hash, (this.#classes.get(hash) ?? 0) + 1);
  }

  /**
   * Σ −ln share over the `TELLING_CLASSES` rarest classes, share being that of visits from new networks in which the class occurred, half
   * a visit added.
   *
   * @param learned true if this very visit was learned already and must be left out.
   */
  surprisal(classes: Iterable<number>, learned: boolean): number {
    const self = learned ? 1 : 0;
    const visits = Math.max(this.#visits - self, 0);
    const terms: number[] = [];
    for (const hash of classes) {
      const seen = Math.max((this.#classes.get(hash) ?? 0) - self, 0);
      terms.push(-Math.log((seen + 0.5) / (visits + 1)));
    }
    return terms
      .sort((a, b) => b - a)
      .slice(0, TELLING_CLASSES)
      .reduce((sum, term) => sum + Math.max(0, term), 0);
  }

  toJSON(): unknown {
    return { visits: this.#visits, classes: [...this.#classes] };
  }

  static fromJSON(value: unknown): VisitStatistics {
    const { visits, classes } = value as { visits: number; classes: [number, number][] };
    const statistics = new VisitStatistics();
    statistics.#visits = visits;
    for (const [hash, count] of classes) statistics.#classes.set(hash, count);
    return statistics;
  }
}
