import { daysOf, HOUR_BINS } from './lived-hours.js';
import type { PatternLayout } from './pattern-layout.js';
import type { SnapshotReader, SnapshotWriter } from './snapshot.js';
import type { AmountPrior } from './amount-store.js';

/** Histories are grouped by size in powers of two: 0, 1, 2–3, 4–7 … ≥ 1024 windows. */
const HISTORY_BUCKETS = 12;

/** Pseudo-windows that tie a group's novelty rate to that of its kind. */
const NOVELTY_PRIOR = 20;

/** Pseudo-days that tie the activity in a bin of the week to that of its hour on any day. */
const HOUR_DAYS = 0.3;

/** Share of all activity that is spread evenly over the week. */
const EVENLY = 0.01;

const bucketOf = (history: number): number => (history < 1 ? 0 : Math.min(HISTORY_BUCKETS - 1, 32 - Math.clz32(history)));

/**
 * What a peer group knows as a whole: how often histories of each size meet something new, the mean and spread of every amount
 * with its rhythm over the week, and the hours its members are active. One row a group;
 * row k < number of kinds is the whole kind.
 */
export class GroupStatistics {
  readonly #layout: PatternLayout;
  #groups = 0;
  #novel: Float64Array = new Float64Array(0);
  #seen: Float64Array = new Float64Array(0);
  #amountWeight: Float64Array = new Float64Array(0);
  #amountMean: Float64Array = new Float64Array(0);
  #amountSquares: Float64Array = new Float64Array(0);
  #rhythmWeight: Float64Array = new Float64Array(0);
  #rhythmMean: Float64Array = new Float64Array(0);
  #hours: Float64Array = new Float64Array(0);
  /** Answers of `amountPrior`, by group and amount, until any group learns another amount: many windows are judged between. */
  readonly #priors: (AmountPrior | undefined)[] = [];
  #priorsHold = true;
  /** Answers of `hourShares`, by group, until the group learns another hour. */
  readonly #hourShares: (Float64Array | undefined)[] = [];
  /** How often each bin was lived through when they were given. */
  #lived: Float64Array | undefined;

  constructor(layout: PatternLayout) {
    this.#layout = layout;
  }

  reserve(groups: number): void {
    if (groups <= this.#groups) return;
    const extend = (old: Float64Array, width: number): Float64Array => {
      const next = new Float64Array(groups * width);
      next.set(old);
      return next;
    };
    this.#novel = extend(this.#novel, this.#layout.listCount * HISTORY_BUCKETS);
    this.#seen = extend(this.#seen, this.#layout.listCount * HISTORY_BUCKETS);
    this.#amountWeight = extend(this.#amountWeight, this.#layout.amountCount);
    this.#amountMean = extend(this.#amountMean, this.#layout.amountCount);
    this.#amountSquares = extend(this.#amountSquares, this.#layout.amountCount);
    this.#rhythmWeight = extend(this.#rhythmWeight, this.#layout.amountCount * HOUR_BINS);
    this.#rhythmMean = extend(this.#rhythmMean, this.#layout.amountCount * HOUR_BINS);
    this.#hours = extend(this.#hours, HOUR_BINS);
    this.#groups = groups;
  }

  learnNovelty(group: number, list: number, history: number, isNew: boolean): void {
    const at = (group * this.#layout.listCount + list) * HISTORY_BUCKETS + bucketOf(history);
    this.#seen[at] = (this.#seen[at] ?? 0) + 1;
    if (isNew) this.#novel[at] = (this.#novel[at] ?? 0) + 1;
  }

  /** Rate at which members with a history of this size meet a new value; shrunk to the kind's rate, and that to 1/(1 + history/4). */
  noveltyRate(group: number, kind: number, list: number, history: number): number {
    const bucket = bucketOf(history);
    const kindAt = (kind * this.#layout.listCount + list) * HISTORY_BUCKETS + bucket;
    const start = 1 / (1 + history / 4);
    const ofKind = ((this.#novel[kindAt] ?? 0) + 2 * start) / ((this.#seen[kindAt] ?? 0) + 2);
    const at = (group * this.#layout.listCount + list) * HISTORY_BUCKETS + bucket;
    return ((this.#novel[at] ?? 0) + NOVELTY_PRIOR * ofKind) / ((this.#seen[at] ?? 0) + NOVELTY_PRIOR);
  }

  learnAmount(group: number, amount: number, bin: number, y: number): void {
    this.#priorsHold = false;
    const at = group * this.#layout.amountCount + amount;
    const weight = Math.min(this.#amountWeight[at] ?? 0, 20_000) + 1;
    const mean = this.#amountMean[at] ?? 0;
    const delta = y - mean;
    const moved = mean + delta / weight;
    const keep = (weight - 1) / Math.max(this.#amountWeight[at] ?? 0, 1);
    this.#amountMean[at] = moved;
    this.#amountSquares[at] = (this.#amountSquares[at] ?? 0) * Math.min(keep, 1) + delta * (y - moved);
    this.#amountWeight[at] = weight;
    const cell = at * HOUR_BINS + bin;
    const cellWeight = Math.min(this.#rhythmWeight[cell] ?? 0, 2_000) + 1;
    this.#rhythmMean[cell] = (this.#rhythmMean[cell] ?? 0) + (y - (this.#rhythmMean[cell] ?? 0)) / cellWeight;
    this.#rhythmWeight[cell] = cellWeight;
  }

  /** How much higher the amount is in this hour of the week than on average, on the log1p scale; 0 while little is known. */
  rhythm(group: number, amount: number, bin: number): number {
    const at = group * this.#layout.amountCount + amount;
    const cell = at * HOUR_BINS + bin;
    const weight = this.#rhythmWeight[cell] ?? 0;
    return ((this.#rhythmMean[cell] ?? 0) - (this.#amountMean[at] ?? 0)) * (weight / (weight + 50));
  }

  /** Mean and variance over all windows of the group; shrunk to the kind's, and those to the layout's. */
  amountPrior(group: number, kind: number, amount: number): AmountPrior {
    if (!this.#priorsHold) {
      this.#priors.fill(undefined);
      this.#priorsHold = true;
    }
    const at = group * this.#layout.amountCount + amount;
    const known = this.#priors[at];
    if (known !== undefined) return known;
    const stated = this.#layout.kinds[kind]?.amountPriors[amount - (this.#layout.amountStart[kind] ?? 0)] ?? { mean: 0.7, variance: 1 };
    const ofKind = this.#shrunk(kind, amount, stated, 20);
    const prior = group === kind ? ofKind : this.#shrunk(group, amount, ofKind, 30);
    this.#priors[at] = prior;
    return prior;
  }

  learnHour(group: number, bin: number): void {
    const at = group * HOUR_BINS + bin;
    this.#hours[at] = (this.#hours[at] ?? 0) + 1;
    this.#hourShares[group] = undefined;
  }

  /**
   * Share of each bin in a whole week of the group: windows a day lived, shrunk by `HOUR_DAYS` to those of that hour on any day, and these to
   * those of any hour; a little evenly over all bins, so that no hour becomes less possible the longer nobody was active in it.
   *
   * @param lived times that the estate lived through each bin; the same object until they change.
   */
  hourShares(group: number, lived: Float64Array): Float64Array {
    if (lived !== this.#lived) {
      this.#lived = lived;
      this.#hourShares.length = 0;
    }
    const known = this.#hourShares[group];
    if (known !== undefined) return known;
    const into = new Float64Array(HOUR_BINS);
    this.#hourShares[group] = into;
    const base = group * HOUR_BINS;
    let windows = HOUR_DAYS / HOUR_BINS;
    let days = HOUR_DAYS;
    for (let bin = 0; bin < HOUR_BINS; bin += 1) {
      windows += this.#hours[base + bin] ?? 0;
      days += lived[bin] ?? 0;
    }
    const ofAny = windows / days;
    let total = 0;
    for (let bin = 0; bin < HOUR_BINS; bin += 1) {
      const [day, end] = [bin % 24, (bin % 24) + 24];
      const both = (this.#hours[base + day] ?? 0) + (this.#hours[base + end] ?? 0);
      const ofHour = (both + HOUR_DAYS * ofAny) / ((lived[day] ?? 0) + (lived[end] ?? 0) + HOUR_DAYS);
      into[bin] = (daysOf(bin) * ((this.#hours[base + bin] ?? 0) + HOUR_DAYS * ofHour)) / ((lived[bin] ?? 0) + HOUR_DAYS);
      total += into[bin] ?? 0;
    }
    for (let bin = 0; bin < HOUR_BINS; bin += 1) into[bin] = ((1 - EVENLY) * (into[bin] ?? 0)) / total + EVENLY / HOUR_BINS;
    return into;
  }

  get bytes(): number {
    return 8 * (this.#novel.length * 2 + this.#amountWeight.length * 3 + this.#rhythmMean.length * 2 + this.#hours.length);
  }

  save(writer: SnapshotWriter): void {
    writer.numbers([this.#groups]);
    for (const array of this.#arrays()) writer.array(array);
  }

  static load(reader: SnapshotReader, layout: PatternLayout): GroupStatistics {
    const statistics = new GroupStatistics(layout);
    [statistics.#groups = 0] = reader.numbers();
    statistics.#novel = reader.array(Float64Array);
    statistics.#seen = reader.array(Float64Array);
    statistics.#amountWeight = reader.array(Float64Array);
    statistics.#amountMean = reader.array(Float64Array);
    statistics.#amountSquares = reader.array(Float64Array);
    statistics.#rhythmWeight = reader.array(Float64Array);
    statistics.#rhythmMean = reader.array(Float64Array);
    statistics.#hours = reader.array(Float64Array);
    return statistics;
  }

  #arrays(): readonly Float64Array[] {
    return [
      this.#novel,
      this.#seen,
      this.#amountWeight,
      this.#amountMean,
      this.#amountSquares,
      this.#rhythmWeight,
      this.#rhythmMean,
      this.#hours,
    ];
  }

  #shrunk(group: number, amount: number, prior: AmountPrior, strength: number): AmountPrior {
    const at = group * this.#layout.amountCount + amount;
    const n = this.#amountWeight[at] ?? 0;
    const mean = ((this.#amountMean[at] ?? 0) * n + prior.mean * strength) / (n + strength);
    const variance = ((this.#amountSquares[at] ?? 0) + prior.variance * strength) / (n + strength);
    return { mean, variance: Math.max(variance, 0.02) };
  }
}
