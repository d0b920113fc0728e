import { KEPT_BYTES, MAX_RECORD_BYTES, type ReaderOptions } from './record-reader.js';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

export interface LineHandler {
  /** One line without its line end, as a range of `buffer`, valid only during the call. Numbers start at 1. */
  line(buffer: Buffer, start: number, end: number, number: number): void;
  /** A line longer than the limit: its beginning and its size in bytes. */
  overlong(head: string, bytes: number, number: number): void;
}

/** Splits a byte stream into lines at LF or CR LF without decoding it. Holds at most one line of at most `maxBytes`. */
export class LineSplitter {
  readonly #handler: LineHandler;
  readonly #maxBytes: number;
  #parts: Buffer[] = [];
  #carried = 0;
  #head = '';
  #number: number;

  constructor(handler: LineHandler, { linesBefore = 0, maxRecordBytes = MAX_RECORD_BYTES }: ReaderOptions = {}) {
    this.#handler = handler;
    this.#maxBytes = maxRecordBytes;
    this.#number = linesBefore;
  }

  /** Number of the last line delivered. */
  get number(): number {
    return this.#number;
  }

  push(chunk: Buffer): void {
    let start = 0;
    let end = chunk.indexOf(LINE_FEED);
    if (end < 0) {
      this.#carry(chunk, 0, chunk.length);
      return;
    }
    if (this.#carried > 0) {
      this.#carry(chunk, 0, end);
      this.#finishCarried();
      start = end + 1;
      end = chunk.indexOf(LINE_FEED, start);
    }
    while (end >= 0) {
      this.#deliver(chunk, start, end);
      start = end + 1;
      end = chunk.indexOf(LINE_FEED, start);
    }
    if (start < chunk.length) this.#carry(chunk, start, chunk.length);
  }

  end(): void {
    if (this.#carried > 0) this.#finishCarried();
  }

  #deliver(buffer: Buffer, start: number, end: number): void {
    this.#number += 1;
    const last = end > start && buffer[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
    if (last - start > this.#maxBytes) {
      this.#handler.overlong(buffer.toString('utf8', start, start + KEPT_BYTES), last - start, this.#number);
    } else {
      this.#handler.line(buffer, start, last, this.#number);
    }
  }

  #carry(chunk: Buffer, start: number, end: number): void {
    if (end === start) return;
    const before = this.#carried;
    this.#carried += end - start;
    if (before > this.#maxBytes + 1) return;
    this.#parts.push(Buffer.from(chunk.subarray(start, end)));
    if (this.#carried > this.#maxBytes + 1) {
      this.#head = Buffer.concat(this.#parts).toString('utf8', 0, KEPT_BYTES);
      this.#parts = [];
    }
  }

  #finishCarried(): void {
    const bytes = this.#carried;
    const parts = this.#parts;
    this.#carried = 0;
    this.#parts = [];
    if (bytes > this.#maxBytes + 1) {
      this.#number += 1;
      this.#handler.overlong(this.#head, bytes, this.#number);
      this.#head = '';
      return;
    }
    const only = parts[0];
    const line = parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
    this.#deliver(line, 0, line.length);
  }
}
