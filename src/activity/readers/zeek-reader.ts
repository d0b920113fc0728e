import { LineSplitter, type LineHandler } from './line-splitter.js';
import { TOO_LONG } from './ndjson-reader.js';
import { keptText, type ReaderOptions, type RecordReader, type RecordSink } from './record-reader.js';
import { withHeaderLine, ZEEK_DEFAULTS, type ZeekHeader } from './zeek-header.js';

const HASH = 0x23;

/** Zeek's tab-separated logs, several of them in one file if need be. Rows are not split here; positions are line numbers. */
export class ZeekReader implements RecordReader, LineHandler {
  readonly #sink: RecordSink;
  readonly #after: number;
  readonly #lines: LineSplitter;
  #header: ZeekHeader = ZEEK_DEFAULTS;

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
    if (start === end) return;
    if (buffer[start] === HASH) {
      this.#header = withHeaderLine(this.#header, buffer.toString('utf8', start, end));
      return;
    }
    if (number <= this.#after) return;
    if (this.#header.fields.length === 0) {
      this.#sink.rejected('Zeek row without a #fields line', number, keptText(buffer, start, end), end - start);
    } else this.#sink.row(buffer, start, end, this.#header, number);
  }

  overlong(head: string, bytes: number, number: number): void {
    if (number > this.#after) this.#sink.rejected(TOO_LONG, number, head, bytes);
  }
}
