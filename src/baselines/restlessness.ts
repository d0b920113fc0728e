import type { SnapshotReader, SnapshotWriter } from './snapshot.js';
import { grown } from './typed-growth.js';

/** Probability up to which a window is unusual here, and up to which it is suspicious. */
const UNUSUAL = 0.02;
const SUSPICIOUS = 1e-3;
/** What a suspicious window counts: nobody earns leave to misbehave by misbehaving. */
const SUSPICIOUS_COUNT = 1 / 8;
/** Windows of the usual share that a kind is assumed to have had before any was judged. */
const ASSUMED_WINDOWS = 500;
/** Unusual windows expected of a subject that the rate of its kind is worth. */
const ASSUMED_EXPECTED = 1;
/** The least that is believed: a subject that never was unusual is not taken for calmer than half as restless as its kind. */
const LEAST = 0.5;

/**
 * How often each subject is unusual beside its kind. Windows are calibrated among those of many subjects, of whom some are calm and some
 * unusual every day: of 742 accounts with a hundred windows and more, in ten simulated estates of 30 days, half were unusual in at most one window
 * out of 50, one in a hundred in more than one out of seven, and the most restless in one out of three. What is unusual means less in these than in those,
 * whatever share of all windows it is.
 */
export class Restlessness {
  /** By subject: windows judged, and how many of them were unusual. */
  #judged: Float32Array;
  #unusual: Float32Array;
  /** By kind, in the same way. */
  readonly #kindJudged: Float64Array;
  readonly #kindUnusual: Float64Array;

  constructor(kinds: number, judged = new Float32Array(0), unusual = new Float32Array(0)) {
    this.#judged = judged;
    this.#unusual = unusual;
    this.#kindJudged = new Float64Array(kinds);
    this.#kindUnusual = new Float64Array(kinds);
  }

  /**
   * Counts a window that was judged.
   *
   * @param surprisal of the window in nats, before restlessness was heeded: else a subject would grow calm by being called restless.
   * @param probability of the window in the end.
   */
  learn(kind: number, subject: number, surprisal: number, probability: number): void {
    const unusual = countOf(surprisal, probability);
    this.#judged = grown(this.#judged, subject + 1);
    this.#unusual = grown(this.#unusual, subject + 1);
    this.#judged[subject] = (this.#judged[subject] ?? 0) + 1;
    this.#unusual[subject] = (this.#unusual[subject] ?? 0) + unusual;
    this.#kindJudged[kind] = (this.#kindJudged[kind] ?? 0) + 1;
    this.#kindUnusual[kind] = (this.#kindUnusual[kind] ?? 0) + unusual;
  }

  /**
   * How many times as often as its kind a subject is unusual: the posterior mean (n + 1) / (w·ρ + 1) of a Gamma–Poisson rate with mean and shape
   * one (DuMouchel 1999, The American Statistician 53:177), n of w windows being unusual and ρ the share among its kind; at least 0.5. Worked:
   * 25 of 100 windows where 1 in 50 is usual: 8.7.
   *
   * @param without surprisal of a window that was learned already and shall not count; undefined if there is none.
   */
  of(kind: number, subject: number, without?: number): number {
    const share = ((this.#kindUnusual[kind] ?? 0) + ASSUMED_WINDOWS * UNUSUAL) / ((this.#kindJudged[kind] ?? 0) + ASSUMED_WINDOWS);
    const taken = without === undefined ? 0 : 1;
    const judged = Math.max(0, (this.#judged[subject] ?? 0) - taken);
    const unusual = Math.max(0, (this.#unusual[subject] ?? 0) - (without === undefined ? 0 : countOf(without, 1)));
    return Math.max(LEAST, (unusual + ASSUMED_EXPECTED) / (judged * share + ASSUMED_EXPECTED));
  }

  /** One subject turned out to be another. */
  merge(from: number, into: number): void {
    for (const counts of [this.#judged, this.#unusual]) {
      if (into >= counts.length) continue;
      counts[into] = (counts[into] ?? 0) + (counts[from] ?? 0);
      if (from < counts.length) counts[from] = 0;
    }
  }

  /** Multiplies every count: called once a day with 2^(−1/half-life). */
  decay(factor: number): void {
    for (const counts of [this.#judged, this.#unusual, this.#kindJudged, this.#kindUnusual]) {
      for (let at = 0; at < counts.length; at += 1) counts[at] = (counts[at] ?? 0) * factor;
    }
  }

  get bytes(): number {
    return this.#judged.byteLength + this.#unusual.byteLength;
  }

  save(writer: SnapshotWriter): void {
    for (const counts of [this.#judged, this.#unusual, this.#kindJudged, this.#kindUnusual]) writer.array(counts);
  }

  static load(reader: SnapshotReader, kinds: number): Restlessness {
    const loaded = new Restlessness(kinds, reader.array(Float32Array), reader.array(Float32Array));
    loaded.#kindJudged.set(reader.array(Float64Array));
    loaded.#kindUnusual.set(reader.array(Float64Array));
    return loaded;
  }
}

const countOf = (surprisal: number, probability: number): number => {
  if (surprisal < -Math.log(UNUSUAL)) return 0;
  return probability > SUSPICIOUS ? 1 : SUSPICIOUS_COUNT;
};
