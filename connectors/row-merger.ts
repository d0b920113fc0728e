import { mergeSamples, type MutableRow } from './activity-query.js';
import type { RollupRow } from './connector.js';

/** Rows of some intervals, those with the same start and keys added up. */
export class RowMerger {
  readonly #samples: number;
  readonly #rows = new Map<number, Map<string, MutableRow>>();

  constructor(samples: number) {
    this.#samples = samples;
  }

  add(row: RollupRow): void {
    const key = Object.values(row.keys).join('\0');
    const sameStart = this.#rows.get(row.start) ?? new Map<string, MutableRow>();
    this.#rows.set(row.start, sameStart);
    const known = sameStart.get(key);
    if (known === undefined) {
      sameStart.set(key, { ...row, samples: [...row.samples] });
      return;
    }
    known.count += row.count;
    known.bytesOut += row.bytesOut;
    known.bytesIn += row.bytesIn;
    known.first = Math.min(known.first, row.first);
    known.last = Math.max(known.last, row.last);
    known.samples = mergeSamples(known.samples, row.samples, this.#samples);
  }

  /** Takes out the rows that start before a time, in order of their start. */
  *before(time: number): Generator<RollupRow, void, void> {
    const starts = [...this.#rows.keys()].filter((start) => start < time).sort((left, right) => left - right);
    for (const start of starts) {
      yield* this.#rows.get(start)?.values() ?? [];
      this.#rows.delete(start);
    }
  }
}
