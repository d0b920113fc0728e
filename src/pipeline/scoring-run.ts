import { join } from 'node:path';
import type { Domain } from '../activity/domains.js';
import { ANOMALY_PROBABILITY, type Pass } from '../detection/detector.js';
import type { Checkpoint, CheckpointStore } from './checkpoint-store.js';
import { DayCounts } from './day-counts.js';
import { DocumentFile } from './document-file.js';
import type { HourBuckets, HourOfActivities } from './hour-buckets.js';
import type { ReplayOptions } from './replay.js';
import { StageChain } from './stage-chain.js';

/** Some half a minute of work. */
const DEFAULT_CHECKPOINT = 2_000_000;
const LIVE: readonly Pass[] = ['live'];
const RETROSPECTIVE: readonly Pass[] = ['learn', 'pool', 'combine', 'report'];

/** Probability above which no window opens an incident, however few there are. */
const LEAST_UNUSUAL = 0.05;

/** Passes over all hours, with checkpoints. */
export class ScoringRun {
  readonly anomalies: DocumentFile;
  readonly days: DayCounts;
  readonly duplicates: Map<string, number>;
  /** Domains of the activities scored, by source. */
  readonly domains: Map<string, Set<Domain>>;
  readonly chain: StageChain;
  units = 0;
  scored = 0;
  readonly #options: ReplayOptions;
  readonly #buckets: HourBuckets;
  readonly #passes: readonly Pass[];
  #checkpoints: CheckpointStore | undefined;
  #done = { pass: 0, hour: -Infinity };
  #sinceCheckpoint = 0;
  /** Windows met by the first of several passes. */
  #learnedUnits: number;

  /** @param checkpoints where an earlier run may have left off; without it, this one begins anew. */
  constructor(options: ReplayOptions, buckets: HourBuckets, checkpoints?: CheckpointStore) {
    this.#options = options;
    this.#buckets = buckets;
    this.#passes = options.retrospective ? RETROSPECTIVE : LIVE;
    const documents = join(options.out, 'anomalies.ndjson');
    const found = checkpoints?.load();
    const saved = found !== undefined && DocumentFile.holds(documents, found.anomalies) ? found : undefined;
    this.chain = saved === undefined ? StageChain.create(options) : StageChain.restore(options, saved.chain);
    this.#learnedUnits = saved?.learnedUnits ?? 0;
    this.anomalies = new DocumentFile(documents, saved?.anomalies);
    this.days = new DayCounts(saved?.days);
    this.units = saved?.units ?? 0;
    this.scored = saved?.scored ?? 0;
    this.duplicates = new Map(saved?.duplicates ?? []);
    this.domains = new Map((saved?.domains ?? []).map(([source, domains]) => [source, new Set(domains)]));
    if (saved !== undefined) this.#done = { pass: saved.pass, hour: saved.hour };
  }

  /** The hour done last by the pass under way. */
  get hour(): number {
    return this.#done.hour;
  }

  /** Does the next hour of the first pass if there is one before `until`, in hours since the epoch; false if not. No checkpoints. */
  advance(until: number): boolean {
    const pass = this.#passes[0];
    const hour = this.#buckets.hourFrom(this.#done.hour + 1);
    if (pass === undefined || hour === undefined || hour >= until) return false;
    this.#hour(pass, 0, this.#buckets.readHour(hour));
    return true;
  }

  /** Does all that is left, with checkpoints. */
  all(checkpoints: CheckpointStore): void {
    this.#checkpoints = checkpoints;
    this.#passes.forEach((pass, number) => {
      if (number < this.#done.pass) return;
      const from = number === this.#done.pass ? this.#done.hour + 1 : -Infinity;
      this.#pass(pass, number, from);
      this.chain.engine.detector.endPass(pass);
      if (pass === 'learn') this.chain.reopen(this.#openAt());
      this.#done = { pass: number + 1, hour: -Infinity };
      if (number + 1 < this.#passes.length) this.#checkpoint(checkpoints);
    });
    this.anomalies.close();
  }

  /** Gives up what has been done. */
  discard(): void {
    this.anomalies.close();
  }

  /**
   * An incident opens at 1 in 1,000 windows. Where an export has fewer than 200 windows in all, nothing could be counted as that rare;
   * there it opens at a fifth of one window, so that one such export in five opens one by chance, at 1 in 20 at most.
   */
  #openAt(): number {
    if (this.#learnedUnits === 0) return ANOMALY_PROBABILITY;
    return Math.min(LEAST_UNUSUAL, Math.max(ANOMALY_PROBABILITY, 0.2 / this.#learnedUnits));
  }

  #pass(pass: Pass, number: number, from: number): void {
    const total = this.#buckets.size * this.#passes.length;
    let seen = this.#buckets.size * number + this.#buckets.sizeBefore(from);
    for (const hour of this.#buckets.read(from)) {
      this.#options.signal?.throwIfAborted();
      this.#hour(pass, number, hour);
      seen += hour.activities.size;
      this.#options.onProgress?.({ stage: 'scoring', done: seen, total, records: seen });
    }
  }

  #hour(pass: Pass, number: number, { hour, activities }: HourOfActivities): void {
    const telling = number === this.#passes.length - 1;
    const { units, warming, anomalies } = this.chain.step(hour, activities, pass, telling);
    if (pass === 'learn') this.#learnedUnits += units;
    if (telling) {
      // What is not told is not counted: the calibration can be recounted from the anomalies.
      this.units = warming ? 0 : this.units + units;
      this.scored += activities.length;
      for (const [source, count] of activities.duplicates) this.duplicates.set(source, (this.duplicates.get(source) ?? 0) + count);
      this.days.add(hour, activities.length, units);
      this.#noteDomains(activities.domains);
      for (const anomaly of anomalies) {
        this.anomalies.add(anomaly);
        this.days.anomaly(anomaly);
      }
    }
    this.#sinceCheckpoint += activities.length;
    this.#done = { pass: number, hour };
    const due = this.#sinceCheckpoint >= (this.#options.checkpointEvery ?? DEFAULT_CHECKPOINT);
    if (due && this.#checkpoints !== undefined) this.#checkpoint(this.#checkpoints);
  }

  #noteDomains(bySource: ReadonlyMap<string, ReadonlySet<Domain>>): void {
    for (const [source, domains] of bySource) {
      const known = this.domains.get(source);
      if (known === undefined) this.domains.set(source, new Set(domains));
      else for (const domain of domains) known.add(domain);
    }
  }

  #checkpoint(checkpoints: CheckpointStore): void {
    this.#sinceCheckpoint = 0;
    const checkpoint: Checkpoint = {
      chain: this.chain.save(),
      anomalies: this.anomalies.mark(),
      days: this.days.save(),
      units: this.units,
      scored: this.scored,
      duplicates: [...this.duplicates],
      domains: [...this.domains].map(([source, domains]) => [source, [...domains]] as const),
      learnedUnits: this.#learnedUnits,
      ...this.#done,
    };
    checkpoints.save(checkpoint);
  }
}
