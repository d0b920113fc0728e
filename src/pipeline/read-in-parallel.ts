import { availableParallelism } from 'node:os';
import { fileChunks } from '../../connectors/embedded/file-chunks.js';
import type { InputFile } from '../../connectors/embedded/input-files.js';
import { defaultMappings } from '../activity/default-mappings.js';
import type { SourceMapping } from '../activity/source-mapping.js';
import { batchEncoder, type EncodedBatch, type EncodingOptions } from './encoded-batch.js';
import { FileFeed } from './file-feed.js';
import type { GeoPaths } from './geo-enrichment.js';
import { ReadingThreads } from './reading-threads.js';

export interface ReadOptions {
  readonly mappings: readonly SourceMapping[];
  readonly sourceOverride?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Databases from which to fill in places. */
  readonly mmdb: GeoPaths;
  /**
   * Called while nothing is to be done but wait for other threads, with the time, in milliseconds, before which nothing more is to be
   * expected if files go on as they began. Does a bit of other work and returns true, or false if there is none.
   */
  readonly meanwhile?: (reached: number) => boolean;
}

/** Less than this is read faster than threads start. */
const WORTH_THREADS = 24 * 1024 * 1024;
const MOST_THREADS = 4;
/** Threads beside this one, which is busy with scoring while they read: reading takes less than that. */
const READING_THREADS = Math.min(availableParallelism() - 1, MOST_THREADS);
/** Files open at a time. */
const MOST_OPEN = 128;

/**
 * Reads and maps files, in several threads where there are processors for them and none but the shipped mappings (a user's own cannot be
 * handed to a thread). Batches of one file come in its order; the order among files has no meaning.
 *
 * @throws ConfigError if a database of places cannot be used
 */
export async function* readEncoded(files: readonly InputFile[], options: ReadOptions): AsyncGenerator<EncodedBatch, void, void> {
  const encoding: EncodingOptions = { sourceOverride: options.sourceOverride, mmdb: options.mmdb };
  const encode = batchEncoder(options.mappings, encoding);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const shipped = options.mappings.length === defaultMappings.length && options.mappings.every((one, at) => one === defaultMappings[at]);
  if (READING_THREADS > 0 && bytes >= WORTH_THREADS && shipped && ReadingThreads.available) {
    yield* readWithThreads(files, new ReadingThreads(READING_THREADS, encoding), options);
    return;
  }
  for (const [fileIndex, file] of files.entries()) {
    for await (const chunk of fileChunks(file)) {
      options.signal?.throwIfAborted();
      yield encode({ fileIndex, file, chunk });
    }
  }
}

/** Feeds the file that is furthest behind in time, so that all files together advance from hour to hour. */
async function* readWithThreads(
  files: readonly InputFile[],
  threads: ReadingThreads,
  { signal, meanwhile }: ReadOptions,
): AsyncGenerator<EncodedBatch, void, void> {
  let open: FileFeed[] = [];
  let opened = 0;
  const stir = (): void => {
    threads.stir();
  };
  signal?.addEventListener('abort', stir);
  try {
    while (opened < files.length || open.length > 0) {
      signal?.throwIfAborted();
      for (; opened < files.length && open.length < MOST_OPEN; opened += 1) {
        const file = files[opened];
        if (file !== undefined) open.push(new FileFeed(opened, file));
      }
      for (const feed of open) for (let batch = feed.release(); batch !== undefined; batch = feed.release()) yield batch;
      if (open.some(({ ended }) => ended)) open = open.filter(({ ended }) => !ended);
      else if (await feedOne(open, threads)) continue;
      else if (meanwhile?.(opened < files.length ? -Infinity : Math.min(...open.map(({ reached }) => reached))) === true) await turn();
      else await threads.news();
    }
  } finally {
    signal?.removeEventListener('abort', stir);
    await Promise.all([threads.close(), ...open.map((feed) => feed.close())]);
  }
}

/** Sends out the next chunk of the file furthest behind; false if no thread has room for it or no file has more. */
async function feedOne(open: readonly FileFeed[], threads: ReadingThreads): Promise<boolean> {
  const idlest = threads.idlest;
  if (idlest === undefined) return false;
  let furthest: FileFeed | undefined;
  for (const feed of open) {
    if (feed.sentAll || (feed.thread !== undefined && !threads.hasRoom(feed.thread))) continue;
    if (furthest === undefined || feed.upcoming < furthest.upcoming) furthest = feed;
  }
  if (furthest === undefined) return false;
  const feed = furthest;
  const { chunk, number } = await feed.next();
  const thread = feed.thread ?? idlest;
  if (!chunk.alone) feed.thread = thread;
  threads.submit(thread, { fileIndex: feed.index, file: feed.file, chunk }, (batch) => {
    feed.arrived(number, batch);
  });
  return true;
}

/** Lets what has arrived from other threads be taken in. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
