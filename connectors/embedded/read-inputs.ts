import type { Activity } from '../../src/activity/activity.js';
import { KEPT_BYTES, type RecordSink } from '../../src/activity/readers/record-reader.js';
import { SniffingReader } from '../../src/activity/readers/sniffing-reader.js';
import { zeekCells, zeekRecord, type ZeekHeader } from '../../src/activity/readers/zeek-header.js';
import type { RecordMapper, Registry } from '../../src/activity/registry.js';
import { SourceTally, type CountsBySource } from '../../src/activity/source-counts.js';
import type { Mapped, RawRecord } from '../../src/activity/source-mapping.js';
import { SourceUnavailableError } from '../../src/errors.js';
import type { RejectedRecord } from '../connector.js';
import { fileBytes, type ByteCounter } from './file-bytes.js';
import type { InputFile } from './input-files.js';

/** A batch is handed over as soon as it holds this many activities and rejected records. */
const BATCH_SIZE = 4000;

/** Some records of one file, in the file's order. */
export interface InputBatch {
  /** Index into the list of files. */
  readonly fileIndex: number;
  readonly file: InputFile;
  /** Position of the last record taken in; reading may resume behind it. */
  readonly position: number;
  readonly endOfFile: boolean;
  readonly activities: readonly Activity[];
  readonly rejected: readonly RejectedRecord[];
  /** What became of the records of this batch alone; add them up with `SourceTally`. */
  readonly counts: CountsBySource;
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
 * Reads files one after another and maps their records. A pure function of the files and the registry: reading a part of
 * the list in a worker thread gives the same batches as reading the whole list. How records fall into batches has no
 * meaning.
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
  const collector = new Collector(file.path, mapper);
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
    collector.rejected('file cannot be read to its end', reader.position + 1, cause.message, 0);
  }
  yield batch(true);
}

/** Maps what a reader delivers and keeps it until the next batch is taken. */
class Collector implements RecordSink {
  readonly #input: string;
  readonly #mapper: RecordMapper;
  #activities: Activity[] = [];
  #rejected: RejectedRecord[] = [];
  #tally = new SourceTally();

  constructor(input: string, mapper: RecordMapper) {
    this.#input = input;
    this.#mapper = mapper;
  }

  get size(): number {
    return this.#activities.length + this.#rejected.length;
  }

  take(): Pick<InputBatch, 'activities' | 'rejected' | 'counts'> {
    const taken = { activities: this.#activities, rejected: this.#rejected, counts: this.#tally.counts() };
    this.#activities = [];
    this.#rejected = [];
    this.#tally = new SourceTally();
    return taken;
  }

  record(record: RawRecord, position: number, text: string): void {
    const mapped = this.#mapper.map(record);
    if (this.#keep(mapped)) return;
    const whole = text === '' ? jsonText(record) : text;
    this.#reject(mapped.reason, position, this.#mapper.source, whole.slice(0, KEPT_BYTES), Buffer.byteLength(whole));
  }

  row(buffer: Buffer, start: number, end: number, header: ZeekHeader, position: number): void {
    let mapped: Mapped;
    if (this.#mapper.takesRows(header)) mapped = this.#mapper.mapRow(buffer, start, end);
    else {
      const cells = zeekCells(header, buffer, start, end);
      if (cells === undefined) {
        this.rejected(
          'Zeek row does not match its #fields line',
          position,
          buffer.toString('utf8', start, end).slice(0, KEPT_BYTES),
          end - start,
        );
        return;
      }
      mapped = this.#mapper.map({ _path: header.path, ...zeekRecord(header, cells) });
    }
    if (this.#keep(mapped)) return;
    this.#reject(
      mapped.reason,
      position,
      this.#mapper.source,
      buffer.toString('utf8', start, Math.min(end, start + KEPT_BYTES)),
      end - start,
    );
  }

  rejected(reason: string, position: number, text: string, bytes: number): void {
    this.#tally.count('', { kind: 'dead', reason });
    this.#reject(reason, position, '', text, bytes);
  }

  #keep(mapped: Mapped): mapped is Exclude<Mapped, { kind: 'dead' }> {
    this.#tally.count(this.#mapper.source, mapped);
    if (mapped.kind === 'activities') for (const activity of mapped.activities) this.#activities.push(activity);
    return mapped.kind !== 'dead';
  }

  #reject(reason: string, position: number, source: string, record: string, recordBytes: number): void {
    this.#rejected.push({ input: this.#input, position, source, reason, record, recordBytes });
  }
}

/** JSON of a record that came without its text; '' if it nests too deeply to be written. */
function jsonText(record: RawRecord): string {
  try {
    return JSON.stringify(record);
  } catch {
    return '';
  }
}
