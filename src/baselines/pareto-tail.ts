/** Units that a fit needs at least. */
const FEWEST = 5;

/** A generalised Pareto distribution of how far units lie beyond a threshold (Pickands 1975), by moments after Hosking & Wallis 1987. */
export class ParetoTail {
  readonly #threshold: number;
  readonly #units: number;
  readonly #shape: number;
  readonly #scale: number;

  /**
   * @param units number of units beyond the threshold.
   * @param sum of their excesses over it.
   * @param squares sum of the squares of these.
   * @param heaviest largest shape.
   */
  constructor(threshold: number, units: number, sum: number, squares: number, heaviest: number) {
    const mean = sum / units;
    const variance = Math.max(squares / units - mean * mean, 1e-12);
    this.#threshold = threshold;
    this.#units = units;
    this.#shape = Math.max(-0.2, Math.min(heaviest, 0.5 * (1 - (mean * mean) / variance)));
    this.#scale = Math.max(mean * (1 - this.#shape), 1e-9);
  }

  /** Expected number of units beyond `surprisal`; as many as were counted where the tail does not reach or too few made it. */
  beyond(surprisal: number, counted: number): number {
    if (this.#units < FEWEST || surprisal <= this.#threshold) return counted;
    const excess = surprisal - this.#threshold;
    const inner = 1 + (this.#shape * excess) / this.#scale;
    const survival = Math.abs(this.#shape) < 1e-6 ? Math.exp(-excess / this.#scale) : inner <= 0 ? 0 : inner ** (-1 / this.#shape);
    return this.#units * survival;
  }
}
