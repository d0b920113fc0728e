import {
  keptText,
  MAX_RECORD_BYTES,
  rejectText,
  TOO_LONG,
  type ReaderOptions,
  type RecordReader,
  type RecordSink,
} from './record-reader.js';

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const NOTHING = Buffer.alloc(0);

/** States of the search for the end of a row. */
const CELL_START = 0;
const PLAIN = 1;
const QUOTED = 2;
const QUOTE_SEEN = 3;

export interface CsvReaderOptions extends ReaderOptions {
  /** One byte, default `,`. */
  readonly delimiter?: string;
}

/**
 * Separated values with a header row, as RFC 4180 describes them: quoted cells may hold delimiters, doubled quotes and
 * line breaks; rows end with LF or CR LF. Rows become objects with the header's names as keys. A quote that is never
 * closed costs only the line it stands on. Positions count the rows behind the header.
 */
export class CsvReader implements RecordReader {
  readonly #sink: RecordSink;
  readonly #after: number;
  readonly #maxBytes: number;
  readonly #delimiter: string;
  readonly #delimiterByte: number;
  #header: readonly string[] | undefined;
  #rest: Buffer = NOTHING;
  /** How far `#rest` has been searched without finding the end of its first row. */
  #scanned = 0;
  #state = CELL_START;
  /** Bytes so far of a line that is too long to keep. */
  #skippingLine = 0;
  #position = 0;

  constructor(sink: RecordSink, options: CsvReaderOptions = {}) {
    this.#sink = sink;
    this.#after = options.after ?? 0;
    this.#maxBytes = options.maxRecordBytes ?? MAX_RECORD_BYTES;
    this.#delimiter = options.delimiter ?? ',';
    this.#delimiterByte = this.#delimiter.charCodeAt(0);
  }

  get position(): number {
    return this.#position;
  }

  push(chunk: Buffer): void {
    this.#consume(this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]), false);
  }

  end(): void {
    this.#consume(this.#rest, true);
    this.#rest = NOTHING;
  }

  #consume(data: Buffer, atEnd: boolean): void {
    let start = this.#skippingLine > 0 ? this.#skipLine(data, atEnd) : 0;
    let nextQuote = data.indexOf(QUOTE, start);
    while (start < data.length) {
      if (nextQuote >= 0 && nextQuote < start) nextQuote = data.indexOf(QUOTE, start);
      let end = this.#scanned === 0 ? data.indexOf(LINE_FEED, start) : -1;
      if (this.#scanned > 0 || (nextQuote >= 0 && (end < 0 || nextQuote < end))) end = this.#rowEnd(data, start);
      if (end < 0) {
        const withinLimit = data.length - start <= this.#maxBytes;
        if (withinLimit && !atEnd) break;
        if (withinLimit && this.#state !== QUOTED) end = data.length;
      }
      if (end >= 0 && end - start <= this.#maxBytes) {
        this.#row(data, start, end);
        start = end + 1;
      } else start = this.#rejectFirstLine(data, start, atEnd);
      this.#scanned = 0;
      this.#state = CELL_START;
    }
    this.#rest = start >= data.length ? NOTHING : Buffer.from(data.subarray(start));
  }

  /** Index of the line feed that ends the row, or -1. Continues where the last call for the same row stopped. */
  #rowEnd(data: Buffer, start: number): number {
    let state = this.#state;
    const delimiter = this.#delimiterByte;
    for (let index = start + this.#scanned; index < data.length; index += 1) {
      const byte = data[index];
      if (state === QUOTED) {
        if (byte === QUOTE) state = QUOTE_SEEN;
      } else if (byte === LINE_FEED) return index;
      else if (byte === delimiter) state = CELL_START;
      else if (byte === QUOTE && (state === CELL_START || state === QUOTE_SEEN)) state = QUOTED;
      else state = PLAIN;
    }
    this.#state = state;
    this.#scanned = data.length - start;
    return -1;
  }

  #rejectFirstLine(data: Buffer, start: number, atEnd: boolean): number {
    const lineEnd = data.indexOf(LINE_FEED, start);
    if (lineEnd < 0 && !atEnd) {
      this.#skippingLine = data.length - start;
      return data.length;
    }
    const end = lineEnd < 0 ? data.length : lineEnd;
    this.#position += 1;
    if (this.#position > this.#after) {
      const reason = end - start > this.#maxBytes ? TOO_LONG : 'quote is never closed';
      this.#sink.rejected(reason, this.#position, keptText(data, start, end), end - start);
    }
    return end + 1;
  }

  #skipLine(data: Buffer, atEnd: boolean): number {
    const lineEnd = data.indexOf(LINE_FEED);
    this.#skippingLine += lineEnd < 0 ? data.length : lineEnd;
    if (lineEnd < 0 && !atEnd) return data.length;
    this.#position += 1;
    if (this.#position > this.#after) this.#sink.rejected(TOO_LONG, this.#position, '', this.#skippingLine);
    this.#skippingLine = 0;
    return lineEnd < 0 ? data.length : lineEnd + 1;
  }

  #row(data: Buffer, start: number, end: number): void {
    const last = end > start && data[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
    if (last === start) return;
    if (this.#header === undefined) {
      this.#header = headerNames(splitCells(data.toString('utf8', start, last), this.#delimiter));
      return;
    }
    this.#position += 1;
    if (this.#position <= this.#after) return;
    const text = data.toString('utf8', start, last);
    const cells = splitCells(text, this.#delimiter);
    const header = this.#header;
    if (cells.length > header.length) {
      rejectText(this.#sink, 'row has more cells than the header', this.#position, text);
      return;
    }
    const record: Record<string, unknown> = {};
    for (let index = 0; index < cells.length; index += 1) {
      const name = header[index];
      if (name !== undefined && name !== '') record[name] = cells[index];
    }
    this.#sink.record(record, this.#position, text);
  }
}

/** Header cells as object keys: trimmed, a repeated name numbered, one that would set the prototype dropped. */
function headerNames(cells: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return cells.map((cell) => {
    const name = cell.trim();
    if (name === '__proto__') return '';
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}_${String(count)}`;
  });
}

/** Cells of one row. */
export function splitCells(row: string, delimiter: string): string[] {
  if (!row.includes('"')) return row.split(delimiter);
  const cells: string[] = [];
  let index = 0;
  for (;;) {
    if (row.charCodeAt(index) === QUOTE) {
      let cell = '';
      let from = index + 1;
      for (;;) {
        const close = row.indexOf('"', from);
        if (close < 0) {
          cell += row.slice(from);
          index = row.length;
          break;
        }
        cell += row.slice(from, close);
        if (row.charCodeAt(close + 1) !== QUOTE) {
          index = close + 1;
          break;
        }
        cell += '"';
        from = close + 2;
      }
      const next = row.indexOf(delimiter, index);
      cells.push(cell + row.slice(index, next < 0 ? row.length : next));
      if (next < 0) return cells;
      index = next + 1;
    } else {
      const next = row.indexOf(delimiter, index);
      if (next < 0) {
        cells.push(row.slice(index));
        return cells;
      }
      cells.push(row.slice(index, next));
      index = next + 1;
    }
  }
}
