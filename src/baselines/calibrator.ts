import { ParetoTail } from './pareto-tail.js';
import type { SnapshotReader, SnapshotWriter } from './snapshot.js';
import { BINS, lowerEdge, surprisalBin } from './surprisal-bins.js';

/**
 * Units that must lie beyond the observed value before their plain share alone is taken as its probability (algorithms: M·p > 20). From
 * `FEWEST` on the share counts in part: it is right on average whatever the shape of the tail, if less steady than a fit.
 */
const ENOUGH = 20;
const FEWEST = 4;

/** Share of the units that the tail is fitted to (SPOT's initial level, Siffer et al. 2017, is 0.98). */
const TAIL_SHARE = 0.02;

/** Pseudo-units that tie a group's calibrator to that of its kind: a rate of 1 in 1,000 takes some thousands of units to see. */
const PARENT_UNITS = 1_000;

/** Pseudo-units beyond the level at which a group is compared with its kind. */
const RATIO_UNITS = 5;

/** Units of experience that the prior stands for when it comes to how far out a tail may be believed. */
const PRIOR_EXPERIENCE = 2_000;

/** A wider pool's row, and the probability that it gives. */
export interface Pool {
  readonly row: number;
  readonly probability: number;
}

export interface CalibratorOptions {
  readonly reach: number;
  readonly priorUnits: number;
  readonly heaviest: number;
}

/**
 * Pools raw surprisals in rows (one row per facet and peer group, or per unit kind) and says how often a surprisal at least
 * as large really occurs. Second stage of the calibration: whatever shape a raw score has, the result is a frequency.
 */
export class CalibratorBank {
  readonly #reach: number;
  readonly #priorUnits: number;
  readonly #heaviest: number;
  readonly #prior: (row: number, surprisal: number, units: number) => number;
  #rows = 0;
  #counts = new Float64Array(0);
  #sums = new Float64Array(0);
  /** One more than the highest bin of a row that ever held anything. */
  #tops = new Uint8Array(0);
  /** Units in a bin of a row or above it, and by row whether they are up to date: many windows are judged between two that are learned. */
  #reaching = new Float64Array(0);
  #summed = new Uint8Array(0);
  /** By row, as long as it is summed: the highest bin from which on `ENOUGH` units lie, 0 if there is none. */
  #levels = new Uint8Array(0);
  /** By row: the tail fitted to it. */
  #tails: (ParetoTail | undefined)[] = [];

  /**
   * @param options.reach how far beyond the data the tail is believed: no probability is below 1 / (reach × units). A tail fitted to 20,000 units
   * may say 1 in 80,000 at a reach of 4; what it says of 1 in 10 million nobody could count.
   * @param prior probability of a surprisal at least as large by what is believed of a row of so many units.
   * @param options.priorUnits pseudo-units behind the prior.
   * @param options.heaviest largest shape of the generalised Pareto tail: 0 is exponential, as it is for surprisals that are calibrated already.
   */
  constructor({ reach, priorUnits, heaviest }: CalibratorOptions, prior: (row: number, surprisal: number, units: number) => number) {
    this.#reach = reach;
    this.#priorUnits = priorUnits;
    this.#heaviest = heaviest;
    this.#prior = prior;
  }

  /** Makes sure rows 0 … `rows` − 1 exist. */
  reserve(rows: number): void {
    if (rows <= this.#rows) return;
    const counts = new Float64Array(rows * BINS);
    counts.set(this.#counts);
    const sums = new Float64Array(rows * BINS);
    sums.set(this.#sums);
    const tops = new Uint8Array(rows);
    tops.set(this.#tops);
    this.#counts = counts;
    this.#sums = sums;
    this.#tops = tops;
    this.#reaching = new Float64Array(rows * BINS);
    this.#summed = new Uint8Array(rows);
    this.#levels = new Uint8Array(rows);
    this.#tails = new Array<ParetoTail | undefined>(rows).fill(undefined);
    this.#rows = rows;
  }

  /** Units that row `row` has seen, decayed. */
  units(row: number): number {
    return this.#beyond(row, 0);
  }

  /** Units of a row in bin `bin` or above. */
  #beyond(row: number, bin: number): number {
    if (this.#summed[row] === 0) this.#sum(row);
    return bin < BINS ? (this.#reaching[row * BINS + bin] ?? 0) : 0;
  }

  #sum(row: number): void {
    const top = this.#tops[row] ?? 0;
    const base = row * BINS;
    let units = 0;
    let level = 0;
    for (let bin = top - 1; bin >= 0; bin -= 1) {
      units += this.#counts[base + bin] ?? 0;
      this.#reaching[base + bin] = units;
      if (level === 0 && units >= ENOUGH) level = bin;
    }
    this.#levels[row] = level;
    this.#summed[row] = 1;
  }

  /** Learns surprisals that fall into known bins, of neighbouring rows from `first` on. */
  learnRows(first: number, surprisals: Float64Array, bins: Uint8Array): void {
    const counts = this.#counts;
    const sums = this.#sums;
    const tops = this.#tops;
    for (let index = 0; index < surprisals.length; index += 1) {
      const row = first + index;
      const bin = bins[index] ?? 0;
      const at = row * BINS + bin;
      if (bin >= (tops[row] ?? 0)) tops[row] = bin + 1;
      counts[at] = (counts[at] ?? 0) + 1;
      sums[at] = (sums[at] ?? 0) + (surprisals[index] ?? 0);
    }
    this.#summed.fill(0, first, first + surprisals.length);
    this.#tails.fill(undefined, first, first + surprisals.length);
  }

  learn(row: number, surprisal: number): void {
    const bin = surprisalBin(surprisal);
    const at = row * BINS + bin;
    if (bin >= (this.#tops[row] ?? 0)) this.#tops[row] = bin + 1;
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    this.#sums[at] = (this.#sums[at] ?? 0) + surprisal;
    this.#summed[row] = 0;
    this.#tails[row] = undefined;
  }

  /** Adds what another bank learned in its first `rows` rows, which this one must have. */
  absorb(other: CalibratorBank, rows: number): void {
    for (let at = 0; at < rows * BINS; at += 1) {
      this.#counts[at] = (this.#counts[at] ?? 0) + (other.#counts[at] ?? 0);
      this.#sums[at] = (this.#sums[at] ?? 0) + (other.#sums[at] ?? 0);
    }
    for (let row = 0; row < rows; row += 1) this.#tops[row] = Math.max(this.#tops[row] ?? 0, other.#tops[row] ?? 0);
    this.#summed.fill(0);
    this.#tails.fill(undefined);
  }

  /** Multiplies every count: called once a day with 2^(−1/half-life). */
  decay(factor: number): void {
    for (let row = 0; row < this.#rows; row += 1) {
      const end = row * BINS + (this.#tops[row] ?? 0);
      for (let at = row * BINS; at < end; at += 1) {
        this.#counts[at] = (this.#counts[at] ?? 0) * factor;
        this.#sums[at] = (this.#sums[at] ?? 0) * factor;
      }
    }
    this.#summed.fill(0);
    this.#tails.fill(undefined);
  }

  /**
   * Probability that a unit of row `row` is at least as surprising as `surprisal`.
   *
   * Up to the point where `ENOUGH` units lie beyond, this is their share; further out a generalised Pareto tail fitted to
   * the top 2 % (Pickands 1975; moments after Hosking & Wallis 1987) continues it, shrunk to the row's prior by `priorUnits` pseudo-units. Where
   * a wider pool, `parent`, is given, its tail continues the share and is what it is shrunk to, by `PARENT_UNITS`: raised by how much more
   * often the row exceeds the highest level that `ENOUGH` of its units do, the tails being taken to be proportional.
   *
   * @param exclude weight to leave out of the row at this very surprisal: 1 when the unit itself was already learned.
   * @param bin that of the surprisal, where it is known.
   */
  probability(row: number, surprisal: number, parent?: Pool, exclude = 0, bin = surprisalBin(surprisal)): number {
    if (surprisal <= 0) return 1;
    const strength = parent === undefined ? this.#priorUnits : PARENT_UNITS;
    const base = row * BINS;
    const beyond = this.#beyond(row, bin + 1);
    const inside = Math.max((this.#counts[base + bin] ?? 0) - exclude, 0);
    const units = Math.max(this.units(row) - exclude, 0);
    const prior =
      parent === undefined
        ? this.#prior(row, surprisal, units)
        : Math.min(1, parent.probability * this.#ratio(row, parent.row, bin + 1, units));
    const least = parent === undefined ? 1 / (this.#reach * (units + PRIOR_EXPERIENCE)) : 0;
    if (units === 0) return Math.max(prior, least);
    let expected = beyond + inside * this.#shareBeyond(base + bin, bin, surprisal, exclude);
    if (expected < ENOUGH && units > ENOUGH) {
      const counted = Math.max(0, (expected - FEWEST) / (ENOUGH - FEWEST));
      const fitted = parent === undefined ? this.#tail(row, units, bin, exclude).beyond(surprisal, expected) : units * prior;
      expected = counted * expected + (1 - counted) * fitted;
    }
    return Math.min(1, Math.max(least, (expected + strength * prior) / (units + strength)));
  }

  /** How much more often than the wider pool a row that is summed exceeds the highest level, of at most bin `from`, that `ENOUGH` of its units exceed. */
  #ratio(row: number, wider: number, from: number, units: number): number {
    const first = Math.min(from, this.#levels[row] ?? 0);
    const beyond = this.#beyond(row, first);
    const all = this.units(wider);
    const expected = all > 0 ? (units * this.#beyond(wider, first)) / all : beyond;
    return (beyond + RATIO_UNITS) / (expected + RATIO_UNITS);
  }

  /**
   * Share of a bin's units that lie beyond a surprisal in it: 1 at its lower edge, ½ at its units' mean, 0 at its upper edge. Of evenly spread
   * units this is their share; of units that all have the same value it is the mid-p (Lancaster 1961), wherever in the bin that value lies.
   */
  #shareBeyond(at: number, bin: number, surprisal: number, exclude: number): number {
    const [low, high] = [lowerEdge(bin), lowerEdge(bin + 1)];
    const count = (this.#counts[at] ?? 0) - exclude;
    const mean = count > 0 ? Math.min(high, Math.max(low, ((this.#sums[at] ?? 0) - exclude * surprisal) / count)) : (low + high) / 2;
    if (surprisal < mean) return 1 - (0.5 * (surprisal - low)) / (mean - low);
    return surprisal >= high ? 0 : (0.5 * (high - surprisal)) / (high - mean);
  }

  /** Smallest surprisals (lower bin edges) that at most each of the given shares of the row's units reach; shares descending. */
  tail(row: number, shares: readonly number[]): readonly number[] {
    const units = this.units(row);
    return shares.map((share) => {
      let beyond = 0;
      let bin = BINS;
      while (bin > 0 && beyond + (this.#counts[row * BINS + bin - 1] ?? 0) <= share * units) {
        bin -= 1;
        beyond += this.#counts[row * BINS + bin] ?? 0;
      }
      return Math.round(lowerEdge(bin) * 100) / 100;
    });
  }

  get bytes(): number {
    return this.#rows * BINS * 16;
  }

  save(writer: SnapshotWriter): void {
    writer.numbers([this.#rows]);
    writer.array(this.#counts);
    writer.array(this.#sums);
  }

  static load(
    reader: SnapshotReader,
    options: CalibratorOptions,
    prior: (row: number, surprisal: number, units: number) => number,
  ): CalibratorBank {
    const [rows = 0] = reader.numbers();
    const bank = new CalibratorBank(options, prior);
    bank.#rows = rows;
    bank.#counts = reader.array(Float64Array);
    bank.#sums = reader.array(Float64Array);
    bank.#tops = new Uint8Array(rows);
    bank.#reaching = new Float64Array(rows * BINS);
    bank.#summed = new Uint8Array(rows);
    bank.#levels = new Uint8Array(rows);
    bank.#tails = new Array<ParetoTail | undefined>(rows).fill(undefined);
    for (let row = 0; row < rows; row += 1) {
      let top = BINS;
      while (top > 0 && bank.#counts[row * BINS + top - 1] === 0) top -= 1;
      bank.#tops[row] = top;
    }
    return bank;
  }

  /** The tail of a row, without `exclude` units of weight in `bin`. */
  #tail(row: number, units: number, bin: number, exclude: number): ParetoTail {
    const known = exclude === 0 ? this.#tails[row] : undefined;
    if (known !== undefined) return known;
    const base = row * BINS;
    const excluded = exclude === 0 ? -1 : bin;
    const wanted = Math.max(ENOUGH, units * TAIL_SHARE);
    let beyond = 0;
    let first = BINS;
    for (let at = BINS - 1; at >= 1 && beyond < wanted; at -= 1) {
      const count = (this.#counts[base + at] ?? 0) - (at === excluded ? exclude : 0);
      if (count <= 0) continue;
      first = at;
      beyond += count;
    }
    const threshold = lowerEdge(first);
    let sum = 0;
    let squares = 0;
    for (let at = first; at < BINS; at += 1) {
      const full = this.#counts[base + at] ?? 0;
      if (full <= 0) continue;
      const count = full - (at === excluded ? exclude : 0);
      const excess = (this.#sums[base + at] ?? 0) / full - threshold;
      sum += count * excess;
      squares += count * excess * excess;
    }
    const tail = new ParetoTail(threshold, beyond, sum, squares, this.#heaviest);
    return exclude === 0 ? (this.#tails[row] = tail) : tail;
  }
}
