/** Bins of a quarter of a nat; the last holds all beyond. */
export const TAIL_BINS = 128;
/** Width of a bin in nats. */
export const TAIL_BIN = 0.25;

/** Windows beyond a value from which on their share is counted rather than continued. */
const COUNTED = 10;
/** Simulated estates say what is rarer than what; how rare, no more than this part of one window is believed. */
export const BELIEVED = 1 / 16;
/** Mean excess in nats that the continuation assumes before it has seen any. */
const PRIOR_EXCESS = 1;
const PRIOR_EXCESSES = 3;

export interface RarityTailState {
  readonly windows: number;
  readonly bins: readonly number[];
}

/**
 * Distribution of a statistic in nats over the windows so far, as a histogram, with a prior distribution behind it. The share of windows
 * that reach a value is counted while at least ten lie beyond, and continued by an exponential of their mean excess further out.
 */
export class RarityTail {
  #windows: number;
  readonly #bins: number[];

  constructor(state?: RarityTailState) {
    this.#windows = state?.windows ?? 0;
    this.#bins = Array.from({ length: TAIL_BINS }, (_, bin) => state?.bins[bin] ?? 0);
  }

  get windows(): number {
    return this.#windows;
  }

  add(value: number): void {
    this.#windows += 1;
    const bin = Math.max(0, Math.min(TAIL_BINS - 1, Math.floor(value / TAIL_BIN)));
    this.#bins[bin] = (this.#bins[bin] ?? 0) + 1;
  }

  decay(factor: number): void {
    this.#windows *= factor;
    for (let bin = 0; bin < TAIL_BINS; bin += 1) this.#bins[bin] = (this.#bins[bin] ?? 0) * factor;
  }

  /**
   * −ln of the share of windows at or beyond `value`, interpolated within a bin.
   *
   * @param prior share of windows at or beyond each bin in estates like this
   * @param weight windows that the prior is worth
   */
  surprisal(value: number, prior: readonly number[], weight: number): number {
    const total = this.#windows + weight;
    const beyond: number[] = new Array<number>(TAIL_BINS + 1).fill(0);
    for (let bin = TAIL_BINS - 1; bin >= 0; bin -= 1) {
      const expected = weight * ((prior[bin] ?? 0) - (prior[bin + 1] ?? 0));
      beyond[bin] = (beyond[bin + 1] ?? 0) + (this.#bins[bin] ?? 0) + expected;
    }
    let knee = TAIL_BINS - 1;
    while (knee > 0 && (beyond[knee] ?? 0) < COUNTED) knee -= 1;
    const at = Math.max(0, Math.min(value / TAIL_BIN, TAIL_BINS));
    let count: number;
    if (at <= knee) {
      const bin = Math.floor(at);
      const [upper, lower] = [beyond[bin] ?? 0, beyond[bin + 1] ?? 0];
      count = upper + (lower - upper) * (at - bin);
    } else {
      let excess = (PRIOR_EXCESS / TAIL_BIN) * PRIOR_EXCESSES;
      for (let bin = knee; bin < TAIL_BINS; bin += 1) excess += ((beyond[bin] ?? 0) - (beyond[bin + 1] ?? 0)) * (bin + 0.5 - knee);
      const mean = excess / ((beyond[knee] ?? 0) + PRIOR_EXCESSES);
      count = (beyond[knee] ?? 0) * Math.exp(-(at - knee) / mean);
    }
    return -Math.log(Math.min(1, Math.max(count, BELIEVED) / total));
  }

  state(): RarityTailState {
    return { windows: this.#windows, bins: [...this.#bins] };
  }
}
