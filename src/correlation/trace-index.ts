import type { Trace } from './memory.js';

/** What incidents are recognised by, from both sides: by key and by incident. */
export class TraceIndex {
  readonly #byKey = new Map<string, Map<string, Trace>>();
  readonly #byIncident = new Map<string, readonly Trace[]>();

  constructor(saved: SavedTraces) {
    for (const [incident, traces] of saved) this.set(incident, traces);
  }

  get incidents(): Iterable<string> {
    return this.#byIncident.keys();
  }

  /** Traces under a key, by incident. */
  at(key: string): ReadonlyMap<string, Trace> | undefined {
    return this.#byKey.get(key);
  }

  set(incident: string, traces: readonly Trace[]): void {
    this.delete(incident);
    if (traces.length === 0) return;
    this.#byIncident.set(incident, traces);
    for (const trace of traces) {
      const known = this.#byKey.get(trace.key);
      if (known === undefined) this.#byKey.set(trace.key, new Map([[incident, trace]]));
      else known.set(incident, trace);
    }
  }

  delete(incident: string): void {
    for (const trace of this.#byIncident.get(incident) ?? []) {
      const incidents = this.#byKey.get(trace.key);
      if (incidents?.delete(incident) === true && incidents.size === 0) this.#byKey.delete(trace.key);
    }
    this.#byIncident.delete(incident);
  }

  save(): SavedTraces {
    return [...this.#byIncident];
  }
}

export type SavedTraces = readonly (readonly [incident: string, traces: readonly Trace[]])[];
