import { Buffer } from 'node:buffer';
import { sniffFormat } from '../../src/activity/readers/format.js';
import { MAX_RECORD_BYTES } from '../../src/activity/readers/record-reader.js';
import { withHeaderLine, ZEEK_DEFAULTS, type ZeekHeader } from '../../src/activity/readers/zeek-header.js';
import { SourceUnavailableError } from '../../src/errors.js';
import { fileBytes, type ByteCounter } from './file-bytes.js';
import type { InputFile } from './input-files.js';

const CHUNK_BYTES = 1024 * 1024;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const HASH = 0x23;

/** A piece of a file's content, with what a reader must know to begin there. */
export interface FileChunk {
  /** `other` is whatever is not read line by line. */
  readonly format: 'ndjson' | 'zeek' | 'other';
  /** The piece consists of whole lines and can be read without what stands before or behind it. */
  readonly alone: boolean;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly linesBefore: number;
  /** What the lines before say about Zeek rows. */
  readonly header: ZeekHeader;
  readonly endOfFile: boolean;
  /** Why the file cannot be read any further, or ''. */
  readonly fault: string;
  /** Bytes of the file taken from disk so far. */
  readonly bytesRead: number;
}

/**
 * Content of a file, cut at ends of lines where its format allows, always at the same places. A file that cannot be read to
 * its end gives a last chunk with a fault.
 *
 * @param leastBytes size, after unpacking, from which on bytes are cut into a chunk
 */
export async function* fileChunks(file: InputFile, leastBytes = CHUNK_BYTES): AsyncGenerator<FileChunk, void, void> {
  const counter: ByteCounter = { bytes: 0 };
  const cutter = new ChunkCutter(file.name, leastBytes);
  try {
    for await (const piece of fileBytes(file, counter)) {
      const cut = cutter.push(piece);
      if (cut !== undefined) yield { ...cut, endOfFile: false, fault: '', bytesRead: counter.bytes };
    }
  } catch (cause) {
    if (!(cause instanceof SourceUnavailableError)) throw cause;
    yield { ...cutter.rest(), endOfFile: true, fault: cause.message, bytesRead: counter.bytes };
    return;
  }
  yield { ...cutter.rest(), endOfFile: true, fault: '', bytesRead: counter.bytes };
}

type Cut = Pick<FileChunk, 'format' | 'alone' | 'bytes' | 'linesBefore' | 'header'>;

/** Collects bytes until they are worth a chunk. Holds at most a chunk and a line of the longest size. */
class ChunkCutter {
  readonly #name: string;
  readonly #leastBytes: number;
  #held: Buffer[] = [];
  #size = 0;
  #format: FileChunk['format'] | undefined;
  /** False behind a line that is too long to be held: from there one reader must take all. */
  #alone = true;
  #lines = 0;
  #header = ZEEK_DEFAULTS;

  constructor(name: string, leastBytes: number) {
    this.#name = name;
    this.#leastBytes = leastBytes;
  }

  push(piece: Buffer): Cut | undefined {
    this.#held.push(piece);
    this.#size += piece.length;
    return this.#size < this.#leastBytes ? undefined : this.#cut(false);
  }

  rest(): Cut {
    return this.#cut(true) ?? this.#take(Buffer.alloc(0), 0);
  }

  #cut(atEnd: boolean): Cut | undefined {
    let data = Buffer.from(new ArrayBuffer(this.#size));
    let at = 0;
    for (const piece of this.#held) at += piece.copy(data, at);
    if (this.#format === undefined) {
      const sniffed = sniffFormat(data, this.#name, atEnd);
      if (sniffed === undefined) {
        this.#hold(data);
        return undefined;
      }
      const { format, skip } = sniffed;
      this.#format = format === 'ndjson' || format === 'zeek' ? format : 'other';
      if (this.#format === 'other') this.#alone = false;
      else data = data.subarray(skip);
    }
    if (!this.#alone || atEnd) return this.#take(data, data.length);
    const end = data.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) return this.#take(data, end);
    if (data.length > MAX_RECORD_BYTES) {
      this.#alone = false;
      return this.#take(data, data.length);
    }
    this.#hold(data);
    return undefined;
  }

  #hold(data: Buffer): void {
    this.#held = [data];
    this.#size = data.length;
  }

  #take(data: Buffer<ArrayBuffer>, end: number): Cut {
    this.#hold(Buffer.from(data.subarray(end)));
    const bytes = data.subarray(0, end);
    const cut: Cut = { format: this.#format ?? 'other', alone: this.#alone, bytes, linesBefore: this.#lines, header: this.#header };
    if (this.#alone) {
      this.#lines += countLines(bytes);
      if (this.#format === 'zeek') this.#header = headerAfter(this.#header, bytes);
    }
    return cut;
  }
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) lines += 1;
  return lines;
}

/** The header that holds behind `bytes`, which begin at the beginning of a line. */
function headerAfter(before: ZeekHeader, bytes: Buffer): ZeekHeader {
  let header = before;
  const headerLine = (from: number): number => {
    const feed = bytes.indexOf('\n#', from);
    return feed < 0 ? -1 : feed + 1;
  };
  for (let start = bytes[0] === HASH ? 0 : headerLine(0); start >= 0; start = headerLine(start)) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed < 0 ? bytes.length : feed;
    header = withHeaderLine(header, bytes.toString('utf8', start, bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end));
  }
  return header;
}
