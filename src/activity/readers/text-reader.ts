import { LineSplitter, type LineHandler } from './line-splitter.js';
import { keptText, type ReaderOptions, type RecordReader, type RecordSink } from './record-reader.js';

/** Text in no known format: every line that is not blank is rejected, so that nothing is lost from the count. */
export class TextReader implements RecordReader, LineHandler {
  readonly #sink: RecordSink;
  readonly #after: number;
  readonly #lines: LineSplitter;

  constructor(sink: RecordSink, options: ReaderOptions = {}) {
    this.#sink = sink;
    this.#after = options.after ?? 0;
    this.#lines = new LineSplitter(this, options.maxRecordBytes);
  }

  get position(): number {
    return this.#lines.number;
  }

  push(chunk: Buffer): void {
    this.#lines.push(chunk);
  }

  end(): void {
    this.#lines.end();
  }

  line(buffer: Buffer, start: number, end: number, number: number): void {
    if (number > this.#after && start < end)
      this.#sink.rejected('not JSON, CSV or Zeek text', number, keptText(buffer, start, end), end - start);
  }

  overlong(head: string, bytes: number, number: number): void {
    if (number > this.#after) this.#sink.rejected('not JSON, CSV or Zeek text', number, head, bytes);
  }
}
