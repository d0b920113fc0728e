/** Units that a fit needs at least. */
const FEWEST = 5;

/** Pseudo-units that tie the shape of a tail to that of an exponential one: fits to a few dozen units err both ways. */
const SHAPE_UNITS = 60;

/**
 * A generalised Pareto distribution of how far units lie beyond a threshold (Pickands 1975), by moments after Hosking & Wallis 1987. That its
 * scale is estimated from k excesses makes the next one heavier-tailed than the fit: of an exponential tail the predictive distribution is
 * Lomax, a generalised Pareto of shape 1/k (Aitchison & Dunsmore 1975), so 1/k is added to the shape.
 */
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
    const fitted = Math.max(-0.2, Math.min(heaviest, 0.5 * (1 - (mean * mean) / variance)));
    const steady = (fitted * units) / (units + SHAPE_UNITS);
    this.#scale = Math.max(mean * (1 - steady), 1e-9);
    this.#shape = steady + 1 / units;
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
