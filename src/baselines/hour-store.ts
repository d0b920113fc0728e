import { FULL } from './value-store.js';
import { daysOf, HOUR_BINS } from './lived-hours.js';
import type { SnapshotReader, SnapshotWriter } from './snapshot.js';
import { grown } from './typed-growth.js';

/** Pseudo-windows of the peer group's rhythm behind each entity's own (algorithms 2.4). */
const PRIOR_WINDOWS = 20;

/** Hours on either side that the kernel reaches. */
const REACH = 4;

/** von Mises kernel of concentration 4 over whole hours, cut at ±4 h, normalised: (e^(4·cos(2πk/24)) for k = −4…4) / sum. */
const KERNEL = normalised(
  Array.from({ length: 2 * REACH + 1 }, (_, index) => Math.exp(4 * Math.cos((2 * Math.PI * (index - REACH)) / 24))),
);

function normalised(values: readonly number[]): Float64Array {
  const sum = values.reduce((total, value) => total + value, 0);
  return Float64Array.from(values, (value) => value / sum);
}

/** Bin of an instant, UTC. 1970-01-01 was a Thursday. */
export function hourBin(time: number): number {
  const hours = Math.floor(time / 3_600_000);
  const weekday = (Math.floor(hours / 24) + 3) % 7;
  return (hours % 24) + (weekday >= 5 ? 24 : 0);
}

/** Histogram of active windows by hour of the week for each series: 96 bytes a series. Counts in eighths of a window. */
export class HourStore {
  #series = 0;
  #counts = new Uint16Array(HOUR_BINS * 64);
  /** A day's hours spread by the kernel, with the hours before and after that reach into it. */
  readonly #day = new Float64Array(24 + 4 * REACH);

  allocate(): number {
    this.#series += 1;
    this.#counts = grown(this.#counts, this.#series * HOUR_BINS);
    return this.#series - 1;
  }

  /** Adds `weight` eighths, which may be negative; returns by how much the count really changed. */
  add(series: number, bin: number, weight: number): number {
    const at = series * HOUR_BINS + bin;
    const before = this.#counts[at] ?? 0;
    const after = Math.min(65535, Math.max(0, before + weight));
    this.#counts[at] = after;
    return after - before;
  }

  total(series: number): number {
    let sum = 0;
    for (let bin = 0; bin < HOUR_BINS; bin += 1) sum += this.#counts[series * HOUR_BINS + bin] ?? 0;
    return sum;
  }

  /**
   * Share of each bin in a whole week of the series: its windows smoothed over neighbouring hours, shrunk to `peers` (48 shares that sum to
   * 1), and set against how often it lived through the bin. With N windows a week, a bin of w days that was lived e times and holds c windows
   * has (c + 20·q) / (e/w + 20/N), the posterior mean of a Gamma–Poisson rate. Its prior share q is that of the peers, raised by how much
   * more the series is active at that hour of the day than they: who works every night is expected to work on the first Saturday night too.
   *
   * @param lived times that the series lived through each bin, of `livedHours`.
   */
  shares(series: number, peers: Float64Array, lived: Float64Array, into: Float64Array): Float64Array {
    const base = series * HOUR_BINS;
    let total = 0;
    let weeks = 0;
    for (let half = 0; half < 2; half += 1) {
      const day = this.#spread(base + half * 24);
      for (let hour = 0; hour < 24; hour += 1) {
        const bin = half * 24 + hour;
        into[bin] = (day[hour + 2 * REACH] ?? 0) / FULL;
        total += (this.#counts[base + bin] ?? 0) / FULL;
        weeks += ((lived[bin] ?? 0) / daysOf(bin)) * (peers[bin] ?? 0);
      }
    }
    if (total === 0 || weeks === 0) {
      into.set(peers);
      return into;
    }
    const weekly = total / weeks;
    let sum = 0;
    for (let hour = 0; hour < 24; hour += 1) {
      const day = peers[hour] ?? 0;
      const end = peers[hour + 24] ?? 0;
      const lead = (lived[hour] ?? 0) / 5;
      const tail = (lived[hour + 24] ?? 0) / 2;
      const prior = PRIOR_WINDOWS * (day + end);
      const active = ((into[hour] ?? 0) + (into[hour + 24] ?? 0) + prior) / (weekly * (day * lead + end * tail) + prior);
      into[hour] = ((into[hour] ?? 0) + PRIOR_WINDOWS * active * day) / (lead + PRIOR_WINDOWS / weekly);
      into[hour + 24] = ((into[hour + 24] ?? 0) + PRIOR_WINDOWS * active * end) / (tail + PRIOR_WINDOWS / weekly);
      sum += (into[hour] ?? 0) + (into[hour + 24] ?? 0);
    }
    for (let bin = 0; bin < HOUR_BINS; bin += 1) into[bin] = (into[bin] ?? 0) / sum;
    return into;
  }

  /** The 24 counts from `start` on, smoothed: hour h lies at h + 2 · REACH. Most hours of most entities are empty. */
  #spread(start: number): Float64Array {
    const day = this.#day.fill(0);
    for (let hour = -REACH; hour < 24 + REACH; hour += 1) {
      const count = this.#counts[start + ((hour + 24) % 24)] ?? 0;
      if (count === 0) continue;
      const last = hour + 3 * REACH;
      for (let offset = 0; offset <= 2 * REACH; offset += 1) day[last - offset] = (day[last - offset] ?? 0) + count * (KERNEL[offset] ?? 0);
    }
    return day;
  }

  halve(): void {
    for (let at = 0; at < this.#counts.length; at += 1) this.#counts[at] = (this.#counts[at] ?? 0) >> 1;
  }

  merge(from: number, into: number): void {
    for (let bin = 0; bin < HOUR_BINS; bin += 1) {
      this.add(into, bin, this.#counts[from * HOUR_BINS + bin] ?? 0);
      this.#counts[from * HOUR_BINS + bin] = 0;
    }
  }

  get bytes(): number {
    return this.#series * HOUR_BINS * 2;
  }

  save(writer: SnapshotWriter): void {
    writer.numbers([this.#series]);
    writer.array(this.#counts.subarray(0, this.#series * HOUR_BINS));
  }

  static load(reader: SnapshotReader): HourStore {
    const store = new HourStore();
    [store.#series = 0] = reader.numbers();
    store.#counts = reader.array(Uint16Array);
    return store;
  }
}

/** Probability mass of the bins that are at most as likely as `bin`; always > 0 when shares sum to 1. */
export function rareHourProbability(shares: Float64Array, bin: number): number {
  const own = shares[bin] ?? 0;
  let mass = 0;
  const most = own * (1 + 1e-12);
  for (let other = 0; other < HOUR_BINS; other += 1) {
    const share = shares[other] ?? 0;
    if (share <= most) mass += share;
  }
  return Math.min(1, mass);
}
