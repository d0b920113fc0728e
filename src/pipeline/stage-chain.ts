import type { ActivityList } from '../activity/activity-list.js';
import { SnapshotReader, SnapshotWriter } from '../baselines/snapshot.js';
import type { Configuration } from '../config/configuration.js';
import type { Observation } from '../correlation/observation.js';
import { ANOMALY_PROBABILITY, contextFor, type Pass } from '../detection/detector.js';
import { matchModels, type ModelSet } from '../detection/models/model-set.js';
import { compileSuppressions } from '../detection/models/suppression.js';
import type { AnomalyDocument } from '../documents/anomaly.js';
import { Engine } from './engine.js';
import { createCorrelator, type Correlator } from './incident-desk.js';

const HOUR = 3_600_000;
const STATE_VERSION = '2';

export interface ChainOptions {
  readonly configuration: Configuration;
  readonly models: ModelSet;
}

/** What one hour brought forth. */
export interface ChainStep {
  /** Windows judged. */
  readonly units: number;
  /** The hour lies in the warm-up: it was learned from, and nothing of it is told or counted. */
  readonly warming: boolean;
  readonly anomalies: readonly AnomalyDocument[];
}

/** The stages one after the other: hours of activities in, anomalies and incidents out, with everything that is known on the way. */
export class StageChain {
  readonly engine: Engine;
  readonly #options: ChainOptions;
  readonly #models: ModelSet;
  #correlator: Correlator;

  private constructor(options: ChainOptions, engine: Engine, openAt: number, correlator?: string) {
    this.#options = options;
    this.#models = options.models;
    this.engine = engine;
    this.#correlator = this.#createCorrelator(openAt, correlator);
  }

  static create(options: ChainOptions, openAt = ANOMALY_PROBABILITY): StageChain {
    return new StageChain(options, Engine.create(options.configuration), openAt);
  }

  /** @throws StateError if the bytes are not a state of this version or are damaged */
  static restore(options: ChainOptions, bytes: Buffer): StageChain {
    const reader = new SnapshotReader(bytes, STATE_VERSION);
    const { openAt, correlator } = reader.json() as { readonly openAt: number; readonly correlator: string };
    return new StageChain(options, Engine.restore(Buffer.from(reader.array(Uint8Array)), options.configuration), openAt, correlator);
  }

  /** Forgets all incidents; from now on they open at another probability. */
  reopen(openAt: number): void {
    this.#correlator = this.#createCorrelator(openAt);
  }

  get correlator(): Correlator {
    return this.#correlator;
  }

  /**
   * @param activities of the hour, each once, in order of (time, source, id)
   * @param tell false in a pass that only learns: its windows go no further than the engine
   */
  step(hour: number, activities: ActivityList, pass: Pass = 'live', tell = true): ChainStep {
    const { findings, units } = this.engine.step(hour, activities, pass);
    if (!tell) return { units, warming: false, anomalies: [] };
    if ((hour - this.engine.detector.state.firstHour) * HOUR < this.#options.configuration.warmupMilliseconds) {
      this.engine.detector.tally.clear();
      return { units, warming: true, anomalies: [] };
    }
    const observations = findings.map((finding) => ({ finding, models: matchModels(this.#models, finding) }));
    return { units, warming: false, anomalies: this.#correlator.step(observations).anomalies };
  }

  save(): Buffer {
    const writer = new SnapshotWriter();
    writer.json({ openAt: this.#correlator.openAt, correlator: this.#correlator.snapshot() });
    writer.array(this.engine.save());
    return writer.finish(STATE_VERSION);
  }

  #createCorrelator(openAt: number, snapshot?: string): Correlator {
    const { tenant, alertBudget, suppress } = this.#options.configuration;
    this.engine.detector.contextProbability = contextFor(openAt);
    const exception = compileSuppressions(suppress);
    const exceptionOf = ({ finding, models }: Observation): string | undefined => exception(finding, models)?.reason;
    return createCorrelator({ tenant, alertBudgetPerDay: alertBudget, openAt, exceptionOf }, snapshot);
  }
}
