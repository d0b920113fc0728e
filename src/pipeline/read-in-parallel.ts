import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { InputFile } from '../../connectors/embedded/input-files.js';
import { readInputs } from '../../connectors/embedded/read-inputs.js';
import { defaultMappings } from '../activity/default-mappings.js';
import { createRegistry } from '../activity/registry.js';
import type { SourceMapping } from '../activity/source-mapping.js';
import { geoEnrichment, type GeoPaths } from './geo-enrichment.js';
import { hourBlocks } from './hour-buckets.js';
import type { EncodedBatch, ReadingOrder } from './reading-worker.js';

export interface ReadOptions {
  readonly mappings: readonly SourceMapping[];
  readonly sourceOverride?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Databases from which to fill in places. */
  readonly mmdb: GeoPaths;
}

/** Less than this is read faster than threads start. */
const WORTH_THREADS = 24 * 1024 * 1024;
const MOST_THREADS = 4;

const WORKER = new URL('./reading-worker.js', import.meta.url);

/**
 * Reads and maps files, several at a time where there are several, processors for them and none but the shipped mappings (a user's
 * own cannot be handed to a thread). Batches of one file come in its order; the order among files has no meaning.
 *
 * @throws ConfigError if a database of places cannot be used
 */
export async function* readEncoded(files: readonly InputFile[], options: ReadOptions): AsyncGenerator<EncodedBatch, void, void> {
  const enrich = geoEnrichment(options.mmdb);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const threads = Math.min(files.length, availableParallelism(), MOST_THREADS);
  const shipped = options.mappings.length === defaultMappings.length && options.mappings.every((one, at) => one === defaultMappings[at]);
  if (threads > 1 && bytes >= WORTH_THREADS && shipped && existsSync(fileURLToPath(WORKER))) {
    yield* readWithThreads(files, threads, options);
    return;
  }
  const registry = createRegistry(options.mappings);
  let before = 0;
  for await (const batch of readInputs(files, registry, {
    sourceOverride: options.sourceOverride,
    onFault: 'reject',
    signal: options.signal,
  })) {
    const { fileIndex, endOfFile, rejected, counts, bytesRead } = batch;
    yield { fileIndex, endOfFile, blocks: hourBlocks(batch.activities, enrich), rejected, counts, bytesRead: bytesRead - before };
    if (endOfFile) before = bytesRead;
  }
}

async function* readWithThreads(
  files: readonly InputFile[],
  threads: number,
  { sourceOverride, signal, mmdb }: ReadOptions,
): AsyncGenerator<EncodedBatch, void, void> {
  const waiting = files.map((file, fileIndex) => ({ file, fileIndex })).sort((a, b) => b.file.bytes - a.file.bytes);
  const arrived: { readonly batch: EncodedBatch; readonly worker: Worker }[] = [];
  const failures: unknown[] = [];
  let wake: (() => void) | undefined;
  const stir = (): void => {
    wake?.();
    wake = undefined;
  };
  const tell = (worker: Worker, order: ReadingOrder): void => {
    worker.postMessage(order);
  };
  const next = (worker: Worker): void => {
    const work = waiting.shift();
    if (work !== undefined) tell(worker, { kind: 'read', ...work });
  };
  const workers = Array.from({ length: threads }, () => {
    const worker = new Worker(WORKER, { workerData: { sourceOverride, mmdb } });
    worker.on('message', (batch: EncodedBatch) => {
      arrived.push({ batch, worker });
      stir();
    });
    worker.on('error', (error) => {
      failures.push(error);
      stir();
    });
    next(worker);
    return worker;
  });
  signal?.addEventListener('abort', stir);
  try {
    for (let ended = 0; ended < files.length;) {
      signal?.throwIfAborted();
      if (failures.length > 0) throw failures[0];
      const first = arrived.shift();
      if (first === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const { batch, worker } = first;
      tell(worker, { kind: 'taken' });
      if (batch.endOfFile) {
        ended += 1;
        next(worker);
      }
      yield batch;
    }
  } finally {
    signal?.removeEventListener('abort', stir);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
