import type { RawRecord } from '../source-mapping.js';
import type { ZeekHeader } from './zeek-header.js';

/** Longest record that is parsed, in bytes. A longer one is rejected with its size, so that memory stays bounded. */
export const MAX_RECORD_BYTES = 4 * 1024 * 1024;

export const TOO_LONG = 'record is longer than the limit';

/** How much of a rejected record is kept, in bytes. */
export const KEPT_BYTES = 4096;

/** Where a reader delivers what it finds. Positions start at 1: the line for line formats, the element for JSON arrays, the row for CSV. */
export interface RecordSink {
  /** A JSON object or CSV row. `text` is its raw text. */
  record(record: RawRecord, position: number, text: string): void;
  /** A Zeek TSV row, not yet split, as a range of `buffer` that is valid only during the call. */
  row(buffer: Buffer, start: number, end: number, header: ZeekHeader, position: number): void;
  /** Something that is no record. `text` is cut to `KEPT_BYTES`; `bytes` is the full size. */
  rejected(reason: string, position: number, text: string, bytes: number): void;
}

/**
 * A push parser: bytes in, records out, synchronously. A chunk may be reused by the caller after `push` returns.
 * The outcome does not depend on where the chunks are cut.
 */
export interface RecordReader {
  push(chunk: Buffer): void;
  end(): void;
  /** Position of the last thing delivered, 0 before the first. Everything of one position is delivered within one call of `push` or `end`. */
  readonly position: number;
}

export interface ReaderOptions {
  /** Deliver only what lies behind this position. */
  readonly after?: number;
  /** Lines before the first byte that is pushed, where reading begins inside a file of lines. Default 0. */
  readonly linesBefore?: number | undefined;
  readonly maxRecordBytes?: number;
}

/** Text of a byte range, cut to what a rejected record may keep. Invalid UTF-8 becomes U+FFFD. */
export function keptText(buffer: Buffer, start: number, end: number): string {
  return buffer.toString('utf8', start, Math.min(end, start + KEPT_BYTES));
}

/** Rejects text that is at hand as a string. */
export function rejectText(sink: RecordSink, reason: string, position: number, text: string): void {
  sink.rejected(reason, position, text.length > KEPT_BYTES ? text.slice(0, KEPT_BYTES) : text, Buffer.byteLength(text));
}
