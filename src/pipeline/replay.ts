import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { listInputs } from '../../connectors/embedded/input-files.js';
import type { Activity } from '../activity/activity.js';
import type { Domain } from '../activity/domains.js';
import type { SourceMapping } from '../activity/source-mapping.js';
import { SourceTally } from '../activity/source-counts.js';
import type { Configuration } from '../config/configuration.js';
import { ANOMALY_PROBABILITY, CONTEXT_PROBABILITY, type Pass } from '../detection/detector.js';
import type { Finding } from '../detection/finding.js';
import type { ModelSet } from '../detection/models/model-set.js';
import { matchModels } from '../detection/models/model-set.js';
import type { SummaryDocument } from '../documents/summary.js';
import { UsageError } from '../errors.js';
import type { Observation } from '../correlation/observation.js';
import { compileSuppressions } from '../detection/models/suppression.js';
import { CheckpointStore, type Checkpoint } from './checkpoint-store.js';
import { DocumentFile } from './document-file.js';
import { DeadLetterFile } from './dead-letters.js';
import { Engine, entityOptions } from './engine.js';
import { HourBuckets } from './hour-buckets.js';
import { createCorrelator, type Correlator } from './incident-desk.js';
import { saveKnowledge } from './knowledge-file.js';
import { readEncoded } from './read-in-parallel.js';
import { writeResults } from './write-results.js';
import { DayCounts } from './day-counts.js';

/** How far a replay is. */
export interface ReplayProgress {
  readonly stage: 'reading' | 'scoring';
  /** Bytes read, or events scored. */
  readonly done: number;
  readonly total: number;
  /** Records or events so far. */
  readonly records: number;
}

export interface ReplayOptions {
  /** Files and folders. */
  readonly inputs: readonly string[];
  /** Folder for documents; made if absent. */
  readonly out: string;
  readonly configuration: Configuration;
  readonly mappings: readonly SourceMapping[];
  readonly models: ModelSet;
  /** Judge each window against all the rest of the data instead of against what came before. */
  readonly retrospective: boolean;
  readonly sourceOverride?: string | undefined;
  readonly version: string;
  /** Milliseconds, for measuring only; nothing in a document but `seconds` depends on it. */
  readonly clock: () => number;
  readonly onProgress?: (progress: ReplayProgress) => void;
  readonly signal?: AbortSignal | undefined;
  /** Events between two checkpoints; a killed run goes on from the last. Default 500,000. */
  readonly checkpointEvery?: number;
  /** Activities held in memory before hours are put on disk. */
  readonly memoryLimit?: number;
}

const HOUR = 3_600_000;
const DEFAULT_CHECKPOINT = 500_000;
const RETROSPECTIVE: readonly Pass[] = ['learn', 'pool', 'combine', 'report'];

/**
 * Log files in; anomalies, incidents, actions, dead letters, a report and a summary out. The same input gives the same bytes (but for
 * `seconds`, `events_per_second` and `peak_rss_bytes` of the summary), whatever the order of records, a kill in between, or memory.
 *
 * @throws SourceUnavailableError if an input cannot be read; UsageError if no input holds a log.
 */
export async function replay(options: ReplayOptions): Promise<SummaryDocument> {
  const started = options.clock();
  const { files, notes } = await listInputs(options.inputs);
  if (files.length === 0) throw new UsageError(`No log files in ${options.inputs.join(', ')}. Name files or folders that hold logs.`);
  mkdirSync(options.out, { recursive: true });
  const work = join(options.out, '.throughline');
  const buckets = new HourBuckets(join(work, 'hours'), options.memoryLimit);
  const deadLetters = new DeadLetterFile(join(options.out, 'dead-letter.ndjson'), options.configuration.tenant);
  const tally = new SourceTally();
  const inputs = files.map((file) => ({ path: file.path, bytes: file.bytes, records: 0, sources: new Set<string>() }));
  const bytesOf = new Float64Array(files.length);
  const totalBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let records = 0;
  for await (const batch of readEncoded(files, { ...options, mmdb: options.configuration.mmdb })) {
    buckets.addBlocks(batch.blocks);
    tally.add(batch.counts);
    const input = inputs[batch.fileIndex];
    for (const [source, counts] of Object.entries(batch.counts)) {
      records += counts.read;
      if (input === undefined) continue;
      input.records += counts.read;
      if (source !== '') input.sources.add(source);
    }
    for (const rejected of batch.rejected) deadLetters.add(batch.fileIndex, rejected);
    if (batch.endOfFile) deadLetters.end(batch.fileIndex);
    bytesOf[batch.fileIndex] = batch.bytesRead;
    const done = bytesOf.reduce((sum, bytes) => sum + bytes, 0);
    options.onProgress?.({ stage: 'reading', done, total: totalBytes, records });
  }
  deadLetters.close();
  const run = new ScoringRun(options, buckets, new CheckpointStore(join(work, 'checkpoint'), fingerprint(options, files, tally)));
  run.all();
  const summary = writeResults({
    options,
    run,
    tally,
    inputs,
    notes,
    records,
    deadLetters: deadLetters.count,
    started,
  });
  saveKnowledge(options.out, run.engine, entityOptions(options.configuration));
  buckets.dispose();
  run.checkpoints.dispose();
  return summary;
}

/** What must be equal for a checkpoint to be used again. */
function fingerprint(
  options: ReplayOptions,
  files: readonly { readonly path: string; readonly bytes: number; readonly modified: number }[],
  tally: SourceTally,
): string {
  return JSON.stringify([
    options.version,
    options.retrospective,
    options.configuration,
    options.sourceOverride ?? '',
    files.map(({ path, bytes, modified }) => [path, bytes, modified]),
    options.mappings.map(({ name }) => name),
    tally.counts(),
    options.models.models,
  ]);
}

/** Passes over all hours, with checkpoints. */
export class ScoringRun {
  readonly checkpoints: CheckpointStore;
  readonly anomalies: DocumentFile;
  readonly days: DayCounts;
  engine: Engine;
  correlator: Correlator;
  units = 0;
  scored = 0;
  duplicates: Map<string, number>;
  /** Domains of the activities scored, by source. */
  readonly domains: Map<string, Set<Domain>>;
  readonly #options: ReplayOptions;
  readonly #buckets: HourBuckets;
  #done = { pass: 0, hour: -Infinity };
  #sinceCheckpoint = 0;
  /** Windows met by the first of several passes. */
  #learnedUnits: number;

  constructor(options: ReplayOptions, buckets: HourBuckets, checkpoints: CheckpointStore) {
    this.#options = options;
    this.#buckets = buckets;
    this.checkpoints = checkpoints;
    const { configuration } = options;
    const documents = join(options.out, 'anomalies.ndjson');
    const found = checkpoints.load();
    const saved = found !== undefined && DocumentFile.holds(documents, found.anomalies) ? found : undefined;
    this.engine = saved === undefined ? Engine.create(configuration) : Engine.restore(saved.engine, configuration);
    this.#learnedUnits = saved?.learnedUnits ?? 0;
    this.correlator = this.#createCorrelator(saved?.correlator);
    this.anomalies = new DocumentFile(documents, saved?.anomalies);
    this.days = new DayCounts(saved?.days);
    this.units = saved?.units ?? 0;
    this.scored = saved?.scored ?? 0;
    this.duplicates = new Map(saved?.duplicates ?? []);
    this.domains = new Map((saved?.domains ?? []).map(([source, domains]) => [source, new Set(domains)]));
    if (saved !== undefined) this.#done = { pass: saved.pass, hour: saved.hour };
  }

  all(): void {
    const passes: readonly Pass[] = this.#options.retrospective ? RETROSPECTIVE : ['live'];
    passes.forEach((pass, number) => {
      if (number < this.#done.pass) return;
      const from = number === this.#done.pass ? this.#done.hour + 1 : -Infinity;
      this.#pass(pass, number, from, passes.length);
      this.engine.detector.endPass(pass);
      if (pass === 'learn') this.correlator = this.#createCorrelator();
      this.#done = { pass: number + 1, hour: -Infinity };
      if (number + 1 < passes.length) this.#checkpoint();
    });
    this.anomalies.close();
  }

  /**
   * An incident opens at 1 in 1,000 windows. Where an export has fewer than 200 windows in all, nothing could be counted as that rare;
   * there it opens at a fifth of one window, so that one such export in five opens one by chance.
   */
  #createCorrelator(snapshot?: string): Correlator {
    const { tenant, alertBudget } = this.#options.configuration;
    const openAt =
      this.#learnedUnits === 0
        ? ANOMALY_PROBABILITY
        : Math.min(CONTEXT_PROBABILITY, Math.max(ANOMALY_PROBABILITY, 0.2 / this.#learnedUnits));
    const exception = compileSuppressions(this.#options.configuration.suppress);
    const exceptionOf = ({ finding, models }: Observation): string | undefined => exception(finding, models)?.reason;
    return createCorrelator({ tenant, alertBudgetPerDay: alertBudget, openAt, exceptionOf }, snapshot);
  }

  #pass(pass: Pass, number: number, from: number, passes: number): void {
    const last = number === passes - 1;
    const total = this.#buckets.size * passes;
    let seen = this.#buckets.size * number + this.#buckets.sizeBefore(from);
    for (const { hour, activities, duplicates } of this.#buckets.read(from)) {
      this.#options.signal?.throwIfAborted();
      const { findings, units } = this.engine.step(hour, activities, pass);
      seen += activities.length + [...duplicates.values()].reduce((sum, count) => sum + count, 0);
      if (pass === 'learn') this.#learnedUnits += units;
      if (last) {
        this.units += units;
        this.scored += activities.length;
        for (const [source, count] of duplicates) this.duplicates.set(source, (this.duplicates.get(source) ?? 0) + count);
        this.days.add(hour, activities.length, units);
        this.#noteDomains(activities);
        this.#correlate(findings);
      }
      this.#sinceCheckpoint += activities.length;
      this.#done = { pass: number, hour };
      if (this.#sinceCheckpoint >= (this.#options.checkpointEvery ?? DEFAULT_CHECKPOINT)) this.#checkpoint();
      this.#options.onProgress?.({ stage: 'scoring', done: seen, total, records: seen });
    }
  }

  #noteDomains(activities: readonly Activity[]): void {
    for (const { source, domain } of activities) {
      const known = this.domains.get(source);
      if (known === undefined) this.domains.set(source, new Set([domain]));
      else known.add(domain);
    }
  }

  #correlate(findings: readonly Finding[]): void {
    const warmUntil = this.#options.configuration.warmupMilliseconds;
    const first = this.engine.detector.state.firstHour * HOUR;
    const observations = findings
      .filter((finding) => finding.windowStart >= first + warmUntil)
      .map((finding) => ({ finding, models: matchModels(this.#options.models, finding) }));
    for (const anomaly of this.correlator.step(observations).anomalies) {
      this.anomalies.add(anomaly);
      this.days.anomaly(anomaly);
    }
  }

  #checkpoint(): void {
    this.#sinceCheckpoint = 0;
    const checkpoint: Checkpoint = {
      engine: this.engine.save(),
      correlator: this.correlator.snapshot(),
      anomalies: this.anomalies.mark(),
      days: this.days.save(),
      units: this.units,
      scored: this.scored,
      duplicates: [...this.duplicates],
      domains: [...this.domains].map(([source, domains]) => [source, [...domains]] as const),
      learnedUnits: this.#learnedUnits,
      ...this.#done,
    };
    this.checkpoints.save(checkpoint);
  }
}
