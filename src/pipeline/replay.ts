import { join } from 'node:path';
import { listInputs } from '../../connectors/embedded/input-files.js';
import type { SourceMapping } from '../activity/source-mapping.js';
import { SourceTally } from '../activity/source-counts.js';
import type { Configuration } from '../config/configuration.js';
import type { ModelSet } from '../detection/models/model-set.js';
import type { SummaryDocument } from '../documents/summary.js';
import { UsageError } from '../errors.js';
import { CheckpointStore } from './checkpoint-store.js';
import { DeadLetterFile } from './dead-letters.js';
import { EarlyScoring } from './early-scoring.js';
import { entityOptions } from './engine.js';
import { HourBuckets } from './hour-buckets.js';
import { saveKnowledge } from './knowledge-file.js';
import { makeFolder } from './make-folder.js';
import { readEncoded } from './read-in-parallel.js';
import { ScoringRun } from './scoring-run.js';
import { CONTEXT_FILES } from './write-context.js';
import { writeResults } from './write-results.js';

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
  /** Asked for once files are on their way to other threads, so that reading models takes no time of its own. */
  readonly models: ModelSet;
  /** Judge each window against all the rest of the data instead of against what came before. */
  readonly retrospective: boolean;
  readonly sourceOverride?: string | undefined;
  readonly version: string;
  /** Milliseconds, for measuring only; nothing in a document but `seconds` depends on it. */
  readonly clock: () => number;
  readonly onProgress?: (progress: ReplayProgress) => void;
  readonly signal?: AbortSignal | undefined;
  /** Events between two checkpoints; a killed run goes on from the last. Default 2,000,000. */
  readonly checkpointEvery?: number;
  /** Activities held in memory before hours are put on disk. */
  readonly memoryLimit?: number;
}

/** What a replay leaves in its folder: never read as logs, even where the folder lies among them. */
const WRITTEN = [
  'anomalies.ndjson',
  'incidents.ndjson',
  'actions.ndjson',
  'dead-letter.ndjson',
  'summary.json',
  'report.html',
  ...CONTEXT_FILES,
] as const;

/**
 * Log files in; anomalies, incidents, actions, dead letters, a report and a summary out. The same input gives the same bytes (but for
 * `seconds`, `events_per_second` and `peak_rss_bytes` of the summary), whatever the order of records, a kill in between, or memory.
 *
 * @throws SourceUnavailableError if an input cannot be read or the folder cannot be made; UsageError if no input holds a log.
 */
export async function replay(options: ReplayOptions): Promise<SummaryDocument> {
  const started = options.clock();
  const { files, notes } = await listInputs(
    options.inputs,
    WRITTEN.map((name) => join(options.out, name)),
  );
  if (files.length === 0) throw new UsageError(`No log files in ${options.inputs.join(', ')}. Name files or folders that hold logs.`);
  makeFolder(options.out);
  const work = join(options.out, '.throughline');
  const buckets = new HourBuckets(join(work, 'hours'), options.memoryLimit);
  const deadLetters = new DeadLetterFile(join(options.out, 'dead-letter.ndjson'), options.configuration.tenant);
  const tally = new SourceTally();
  const inputs = files.map((file) => ({ path: file.path, bytes: file.bytes, records: 0, sources: new Set<string>() }));
  const bytesOf = new Float64Array(files.length);
  const totalBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let records = 0;
  const checkpoint = join(work, 'checkpoint');
  const early = new EarlyScoring(options, buckets, !CheckpointStore.exists(checkpoint));
  const { mappings, sourceOverride, signal } = options;
  const meanwhile = (reached: number): boolean => early.advance(reached);
  for await (const batch of readEncoded(files, { mappings, sourceOverride, signal, mmdb: options.configuration.mmdb, meanwhile })) {
    buckets.addBlocks(batch.blocks);
    early.added(batch.blocks);
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
  const checkpoints = new CheckpointStore(checkpoint, fingerprint(options, files, tally));
  const run = early.run ?? new ScoringRun(options, buckets, checkpoints);
  run.all(checkpoints);
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
  saveKnowledge(options.out, run.chain.engine, entityOptions(options.configuration));
  buckets.dispose();
  checkpoints.dispose();
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
