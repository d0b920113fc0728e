import type { ScenarioName } from '../../src/simulation/scenarios/scenario-name.js';
import type { TruthRow } from '../../src/simulation/simulated-record.js';
import { readLines } from './read-lines.js';

export type ScenarioTruth = readonly TruthRow[];

/** Truth rows by scenario and by the vendor's own event id. */
export class TruthIndex {
  readonly scenarios: ReadonlyMap<ScenarioName, ScenarioTruth>;
  readonly #byEvent: ReadonlyMap<string, TruthRow>;

  constructor(rows: readonly TruthRow[]) {
    const scenarios = new Map<ScenarioName, TruthRow[]>();
    for (const row of rows) {
      const name = row.scenario as ScenarioName;
      const known = scenarios.get(name);
      if (known === undefined) scenarios.set(name, [row]);
      else known.push(row);
    }
    this.scenarios = scenarios;
    this.#byEvent = new Map(rows.map((row) => [row.eventId, row]));
  }

  static async read(path: string): Promise<TruthIndex> {
    const rows: TruthRow[] = [];
    for await (const row of readLines<TruthRow>(path)) rows.push(row);
    return new TruthIndex(rows);
  }

  /** The row behind an activity id, which is the vendor's event id, or that with `:` and a part number. */
  find(activityId: string): TruthRow | undefined {
    const whole = this.#byEvent.get(activityId);
    if (whole !== undefined) return whole;
    for (let colon = activityId.lastIndexOf(':'); colon > 0; colon = activityId.lastIndexOf(':', colon - 1)) {
      const row = this.#byEvent.get(activityId.slice(0, colon));
      if (row !== undefined) return row;
    }
    return undefined;
  }
}
