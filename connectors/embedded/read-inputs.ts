import { SniffingReader } from '../../src/activity/readers/sniffing-reader.js';
import type { Registry } from '../../src/activity/registry.js';
import { SourceUnavailableError } from '../../src/errors.js';
import { fileBytes, type ByteCounter } from './file-bytes.js';
import type { InputFile } from './input-files.js';
import { RecordCollector, UNREADABLE, type CollectedRecords } from './record-collector.js';

/** A batch is handed over as soon as it holds this many activities and rejected records. */
const BATCH_SIZE = 4000;

/** Some records of one file, in the file's order. */
export interface InputBatch extends CollectedRecords {
  /** Index into the list of files. */
  readonly fileIndex: number;
  readonly file: InputFile;
  /** Position of the last record taken in; reading may resume behind it. */
  readonly position: number;
  readonly endOfFile: boolean;
  /** Bytes of all files taken from disk so far, of the sum of `InputFile.bytes`. */
  readonly bytesRead: number;
}

export interface ReadInputsOptions {
  /** Name of the mapping to use for every record instead of detection. */
  readonly sourceOverride?: string | undefined;
  /** Resume behind this position. */
  readonly after?: { readonly fileIndex: number; readonly position: number } | undefined;
  /** A file that cannot be read to its end: `throw` (default), or tell by a rejected record and go on with the next file. */
  readonly onFault?: 'throw' | 'reject';
  readonly signal?: AbortSignal | undefined;
  readonly maxRecordBytes?: number;
}

/**
 * Reads files one after another and maps their records. How records fall into batches has no meaning.
 *
 * @throws SourceUnavailableError if a file cannot be read to its end, unless `onFault` is `reject`
 */
export async function* readInputs(
  files: readonly InputFile[],
  registry: Registry,
  options: ReadInputsOptions = {},
): AsyncGenerator<InputBatch, void, void> {
  const counter: ByteCounter = { bytes: 0 };
  const start = options.after?.fileIndex ?? 0;
  for (let fileIndex = 0; fileIndex < files.length; fileIndex += 1) {
    const file = files[fileIndex];
    if (file === undefined) continue;
    if (fileIndex < start) {
      counter.bytes += file.bytes;
      continue;
    }
    const after = fileIndex === start ? (options.after?.position ?? 0) : 0;
    yield* readFile(file, fileIndex, after, registry, counter, options);
  }
}

async function* readFile(
  file: InputFile,
  fileIndex: number,
  after: number,
  registry: Registry,
  counter: ByteCounter,
  options: ReadInputsOptions,
): AsyncGenerator<InputBatch, void, void> {
  const mapper = registry.mapperFor({ name: file.name, dataset: '' }, options.sourceOverride);
  const collector = new RecordCollector(file.path, mapper);
  const limit = options.maxRecordBytes === undefined ? {} : { maxRecordBytes: options.maxRecordBytes };
  const reader = new SniffingReader(collector, file.name, { after, ...limit });
  const batch = (endOfFile: boolean): InputBatch => ({
    fileIndex,
    file,
    position: Math.max(reader.position, after),
    endOfFile,
    ...collector.take(),
    bytesRead: counter.bytes,
  });
  try {
    for await (const chunk of fileBytes(file, counter)) {
      options.signal?.throwIfAborted();
      reader.push(chunk);
      if (collector.size >= BATCH_SIZE) yield batch(false);
    }
    reader.end();
  } catch (cause) {
    if (!(cause instanceof SourceUnavailableError) || options.onFault !== 'reject') throw cause;
    collector.rejected(UNREADABLE, reader.position + 1, cause.message, 0);
  }
  yield batch(true);
}
