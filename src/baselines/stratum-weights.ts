import type { SnapshotReader, SnapshotWriter } from './snapshot.js';

/** Part of all false alarms that is shared out evenly between the strata; the rest falls to each by its size. */
const EVEN_SHARE = 0.2;

/**
 * Weights for p-values that were calibrated each within a stratum. Dividing p by w keeps the overall rate of false alarms at its nominal
 * value as long as Σ share × w = 1 (Genovese, Roeder & Wasserman 2006, "False discovery control with p-value weighting"). Here
 * w = 0.8 + 0.2 / (strata × share): a stratum of one window in a thousand may raise as many false alarms as it does by being rare, which
 * makes belonging to it evidence, while the common ones pay a fifth of theirs.
 */
export class StratumWeights {
  readonly #strata: number;
  readonly #counts: Float64Array;

  /** @param kinds each with strata of its own. */
  constructor(kinds: number, strata: number, counts = new Float64Array(kinds * strata)) {
    this.#strata = strata;
    this.#counts = counts;
  }

  learn(kind: number, stratum: number): void {
    const at = kind * this.#strata + stratum;
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
  }

  /** Share of the windows of a kind that lie in the strata up to this one, half a window added to each (Krichevsky & Trofimov 1981). */
  shareUpTo(kind: number, stratum: number): number {
    let below = 0;
    let all = 0;
    for (let other = 0; other < this.#strata; other += 1) {
      const count = (this.#counts[kind * this.#strata + other] ?? 0) + 0.5;
      all += count;
      if (other <= stratum) below += count;
    }
    return below / all;
  }

  /** By what a p-value of the stratum may be divided: from 0.8 for the one that holds nearly everything up. */
  weight(kind: number, stratum: number): number {
    const share = this.shareUpTo(kind, stratum) - (stratum === 0 ? 0 : this.shareUpTo(kind, stratum - 1));
    return 1 - EVEN_SHARE + EVEN_SHARE / (this.#strata * share);
  }

  /** Multiplies every count: called once a day with 2^(−1/half-life). */
  decay(factor: number): void {
    for (let at = 0; at < this.#counts.length; at += 1) this.#counts[at] = (this.#counts[at] ?? 0) * factor;
  }

  save(writer: SnapshotWriter): void {
    writer.array(this.#counts);
  }

  static load(reader: SnapshotReader, kinds: number, strata: number): StratumWeights {
    return new StratumWeights(kinds, strata, reader.array(Float64Array));
  }
}
