import type { Mapped } from './source-mapping.js';

/** What became of the records of one source. read = mapped + the sum of `skipped` + the sum of `dead`. */
export interface SourceCounts {
  readonly read: number;
  readonly mapped: number;
  /** Activities made of the mapped records; at least as many. */
  readonly activities: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly dead: Readonly<Record<string, number>>;
  /** Earliest and latest activity, epoch milliseconds. */
  readonly first: number | undefined;
  readonly last: number | undefined;
}

/** Counts by source; the key '' is what no mapping claimed. */
export type CountsBySource = Readonly<Record<string, SourceCounts>>;

interface Tally {
  read: number;
  mapped: number;
  activities: number;
  first: number | undefined;
  last: number | undefined;
  readonly skipped: Map<string, number>;
  readonly dead: Map<string, number>;
}

/** Adds up counts, record by record or batch by batch. The order of adding does not matter. */
export class SourceTally {
  readonly #bySource = new Map<string, Tally>();

  count(source: string, mapped: Mapped): void {
    const tally = this.#tally(source);
    tally.read += 1;
    switch (mapped.kind) {
      case 'activities':
        tally.mapped += 1;
        tally.activities += mapped.activities.length;
        for (const activity of mapped.activities) extend(tally, activity.time, activity.time);
        break;
      case 'skipped':
        increase(tally.skipped, mapped.reason, 1);
        break;
      case 'dead':
        increase(tally.dead, mapped.reason, 1);
    }
  }

  add(counts: CountsBySource): void {
    for (const [source, more] of Object.entries(counts)) {
      const tally = this.#tally(source);
      tally.read += more.read;
      tally.mapped += more.mapped;
      tally.activities += more.activities;
      extend(tally, more.first, more.last);
      for (const [reason, number] of Object.entries(more.skipped)) increase(tally.skipped, reason, number);
      for (const [reason, number] of Object.entries(more.dead)) increase(tally.dead, reason, number);
    }
  }

  /** The counts so far, sources and reasons in alphabetical order. */
  counts(): CountsBySource {
    const counts: Record<string, SourceCounts> = {};
    for (const source of [...this.#bySource.keys()].sort()) {
      const { skipped, dead, ...numbers } = this.#tally(source);
      counts[source] = { ...numbers, skipped: sorted(skipped), dead: sorted(dead) };
    }
    return counts;
  }

  #tally(source: string): Tally {
    let tally = this.#bySource.get(source);
    if (tally === undefined) {
      tally = { read: 0, mapped: 0, activities: 0, first: undefined, last: undefined, skipped: new Map(), dead: new Map() };
      this.#bySource.set(source, tally);
    }
    return tally;
  }
}

function increase(counts: Map<string, number>, reason: string, by: number): void {
  counts.set(reason, (counts.get(reason) ?? 0) + by);
}

function extend(tally: Tally, first: number | undefined, last: number | undefined): void {
  if (first !== undefined && (tally.first === undefined || first < tally.first)) tally.first = first;
  if (last !== undefined && (tally.last === undefined || last > tally.last)) tally.last = last;
}

function sorted(counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  return Object.fromEntries([...counts].sort(([left], [right]) => (left < right ? -1 : 1)));
}
