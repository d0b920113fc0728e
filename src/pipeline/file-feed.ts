import { fileChunks, type FileChunk } from '../../connectors/embedded/file-chunks.js';
import type { InputFile } from '../../connectors/embedded/input-files.js';
import type { EncodedBatch } from './encoded-batch.js';

/** One file on its way through several threads: chunks go out in its order, batches come back in any and are released in its order. */
export class FileFeed {
  readonly index: number;
  readonly file: InputFile;
  /** The thread that must get every chunk, where chunks do not stand alone. */
  thread: number | undefined;
  /** All chunks have gone out. */
  sentAll = false;
  readonly #chunks: AsyncGenerator<FileChunk, void, void>;
  readonly #arrived = new Map<number, EncodedBatch>();
  #sent = 0;
  #released = 0;
  #bytesSent = 0;
  #bytesReleased = 0;
  #first = Infinity;
  #last = -Infinity;
  #reached = -Infinity;
  /** How far, in milliseconds, a batch began before the end of what came before it. */
  #disorder = 0;

  constructor(index: number, file: InputFile) {
    this.index = index;
    this.file = file;
    this.#chunks = fileChunks(file);
  }

  /** The next chunk and its number. Only while not `sentAll`. */
  async next(): Promise<{ readonly chunk: FileChunk; readonly number: number }> {
    const { value: chunk } = await this.#chunks.next();
    if (chunk === undefined) throw new RangeError(`no more chunks of ${this.file.path}`);
    this.sentAll = chunk.endOfFile;
    this.#bytesSent = chunk.bytesRead;
    this.#sent += 1;
    return { chunk, number: this.#sent - 1 };
  }

  arrived(number: number, batch: EncodedBatch): void {
    this.#arrived.set(number, batch);
  }

  /** The next batch of the file if it has come back. */
  release(): EncodedBatch | undefined {
    const batch = this.#arrived.get(this.#released);
    if (batch === undefined) return undefined;
    this.#arrived.delete(this.#released);
    this.#released += 1;
    this.#bytesReleased = batch.bytesRead;
    this.#observe(batch);
    return batch;
  }

  /** All batches have been released. */
  get ended(): boolean {
    return this.sentAll && this.#released === this.#sent;
  }

  /** Time before which nothing more is to be expected if the file stays as orderly as it has been. Milliseconds. */
  get reached(): number {
    return this.ended ? Infinity : this.#reached - 2 * this.#disorder;
  }

  /** Time at which the next chunk is likely to begin. */
  get upcoming(): number {
    if (this.#last < this.#first) return -Infinity;
    return this.#last + ((this.#last - this.#first) / this.#bytesReleased) * (this.#bytesSent - this.#bytesReleased);
  }

  async close(): Promise<void> {
    await this.#chunks.return();
  }

  #observe(batch: EncodedBatch): void {
    let first = Infinity;
    let last = -Infinity;
    for (const counts of Object.values(batch.counts)) {
      first = Math.min(first, counts.first ?? Infinity);
      last = Math.max(last, counts.last ?? -Infinity);
    }
    if (last < first) return;
    this.#disorder = Math.max(this.#disorder, this.#last - first);
    this.#reached = first;
    this.#first = Math.min(this.#first, first);
    this.#last = Math.max(this.#last, last);
  }
}
