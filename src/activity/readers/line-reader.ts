import { LineSplitter, type LineHandler } from './line-splitter.js';
import { TOO_LONG, type ReaderOptions, type RecordReader, type RecordSink } from './record-reader.js';

/** What readers of line formats share: positions are numbers of lines, and nothing up to `after` is delivered. */
export abstract class LineReader implements RecordReader, LineHandler {
  protected readonly sink: RecordSink;
  protected readonly after: number;
  readonly #lines: LineSplitter;

  constructor(sink: RecordSink, options: ReaderOptions = {}) {
    this.sink = sink;
    this.after = options.after ?? 0;
    this.#lines = new LineSplitter(this, options);
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

  abstract line(buffer: Buffer, start: number, end: number, number: number): void;

  overlong(head: string, bytes: number, number: number): void {
    if (number > this.after) this.sink.rejected(this.overlongReason(), number, head, bytes);
  }

  protected overlongReason(): string {
    return TOO_LONG;
  }
}
