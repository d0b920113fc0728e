import type { Activity } from '../src/activity/activity.js';
import type { Question, RollupRow, RollupSpec, Where } from './connector.js';

const MAX_SAMPLES = 5;

/** The scalars at a dotted path of an activity, e.g. `sourceIp`, `actor.value`, `network.protocol`. */
export function activityValues(activity: Activity, path: string): readonly (string | number)[] {
  let values: readonly unknown[] = [activity];
  for (const part of path.split('.')) {
    values = values
      .map((value) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, part)
          ? (value as Readonly<Record<string, unknown>>)[part]
          : undefined,
      )
      .flat();
  }
  return values.filter((value): value is string | number => typeof value === 'string' || typeof value === 'number');
}

/** True if every filter of the question holds. */
export function matches(activity: Activity, question: Question): boolean {
  if (question.sources.length > 0 && !question.sources.includes(activity.source)) return false;
  if (activity.time < question.window.from || activity.time >= question.window.to) return false;
  return holds(activity, question.where);
}

function holds(activity: Activity, where: Where): boolean {
  for (const [path, accepted] of Object.entries(where)) {
    if (!activityValues(activity, path).some((value) => accepted.includes(value))) return false;
  }
  return true;
}

/** How many ids a row of this rollup carries at most. */
export function samplesOf(spec: RollupSpec): number {
  return Math.min(spec.samples ?? MAX_SAMPLES, MAX_SAMPLES);
}

/** The smallest distinct ids of both lists. */
export function mergeSamples(left: readonly string[], right: readonly string[], most: number): string[] {
  return [...new Set([...left, ...right])].sort().slice(0, most);
}

/** A row while it is added to. */
export interface MutableRow {
  readonly start: number;
  readonly keys: Readonly<Record<string, string | number>>;
  count: number;
  bytesOut: number;
  bytesIn: number;
  first: number;
  last: number;
  samples: string[];
}

/** Groups activities into rows, one pass, whatever their order. */
export class Rollup {
  readonly #spec: RollupSpec;
  readonly #samples: number;
  readonly #rows = new Map<string, MutableRow>();

  constructor(spec: RollupSpec) {
    this.#spec = spec;
    this.#samples = samplesOf(spec);
  }

  add(activity: Activity): void {
    if (this.#spec.where !== undefined && !holds(activity, this.#spec.where)) return;
    const start = Math.floor(activity.time / this.#spec.interval) * this.#spec.interval;
    const keys = this.#spec.groupBy.map((path) => activityValues(activity, path)[0] ?? '');
    const group = `${start}\0${keys.join('\0')}`;
    let row = this.#rows.get(group);
    if (row === undefined) {
      const named = Object.fromEntries(this.#spec.groupBy.map((path, index) => [path, keys[index] ?? '']));
      row = { start, keys: named, count: 0, bytesOut: 0, bytesIn: 0, first: activity.time, last: activity.time, samples: [] };
      this.#rows.set(group, row);
    }
    row.count += activity.count;
    row.bytesOut += activity.bytesOut ?? 0;
    row.bytesIn += activity.bytesIn ?? 0;
    if (activity.time < row.first) row.first = activity.time;
    if (activity.time > row.last) row.last = activity.time;
    const largest = row.samples[this.#samples - 1];
    if (this.#samples > 0 && (largest === undefined || activity.id < largest)) {
      row.samples = mergeSamples(row.samples, [activity.id], this.#samples);
    }
  }

  /** Rows in order of start, then keys. */
  *rows(): Generator<RollupRow, void, void> {
    const groups = [...this.#rows.entries()].sort(([left, a], [right, b]) => a.start - b.start || (left < right ? -1 : 1));
    for (const [, row] of groups) yield row;
  }
}
