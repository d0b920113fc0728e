import { isEnvelopeKey, isListKey } from './json-envelope.js';
import { deliverJson, NOT_JSON } from './ndjson-reader.js';
import { KEPT_BYTES, MAX_RECORD_BYTES, TOO_LONG, type ReaderOptions, type RecordReader, type RecordSink } from './record-reader.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const SPACE = 0x20;
const LONGEST_KEY = 64;

/**
 * JSON whose records span lines: arrays, wrapped lists such as `{"Records":[…]}`, and objects one after another. Every
 * record is delivered as soon as it is complete; a file is never held as a whole. Positions count the records.
 */
export class JsonStreamReader implements RecordReader {
  readonly #sink: RecordSink;
  readonly #after: number;
  readonly #maxBytes: number;
  #position = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** Depth at which records begin: 0 between values, 1 in an array, 2 in a wrapped list. */
  #recordDepth = 0;
  #capturing = false;
  #scalar = false;
  #parts: Buffer[] = [];
  #captured = 0;
  #head = '';
  /** The object at hand could still turn out to wrap a list. */
  #mayWrap = false;
  #foundList = false;
  #listOpening = false;
  #keyBytes: number[] = [];
  #key = '';

  constructor(sink: RecordSink, options: ReaderOptions = {}) {
    this.#sink = sink;
    this.#after = options.after ?? 0;
    this.#maxBytes = options.maxRecordBytes ?? MAX_RECORD_BYTES;
  }

  get position(): number {
    return this.#position;
  }

  push(chunk: Buffer): void {
    const length = chunk.length;
    let from = 0;
    let index = this.#inString ? this.#skipString(chunk, 0) : 0;
    for (; index < length; index += 1) {
      const byte = chunk[index] ?? 0;
      if (byte <= SPACE) continue;
      if (!this.#capturing) {
        if (byte === COMMA) continue;
        if (this.#depth === this.#recordDepth && byte !== CLOSE_BRACKET && byte !== CLOSE_BRACE) {
          if (this.#depth === 0 && byte === OPEN_BRACKET) {
            this.#depth = 1;
            this.#recordDepth = 1;
            continue;
          }
          this.#capturing = true;
          this.#scalar = byte !== OPEN_BRACE && byte !== OPEN_BRACKET;
          this.#mayWrap = this.#depth === 0 && byte === OPEN_BRACE;
          this.#foundList = false;
          this.#listOpening = false;
          from = index;
        }
      } else if (this.#scalar && this.#depth === this.#recordDepth && (byte === COMMA || byte === CLOSE_BRACKET || byte === CLOSE_BRACE)) {
        this.#finish(chunk, from, index);
      }
      if (this.#listOpening) {
        this.#listOpening = false;
        if (byte === OPEN_BRACE) {
          this.#abandon();
          this.#recordDepth = 2;
          this.#capturing = true;
          this.#scalar = false;
          from = index;
        } else if (byte === CLOSE_BRACKET) this.#foundList = true;
        else this.#mayWrap = false;
      }
      switch (byte) {
        case QUOTE:
          this.#inString = true;
          this.#keyBytes.length = 0;
          index = this.#skipString(chunk, index + 1) - 1;
          break;
        case COLON:
          if (this.#mayWrap && this.#depth === 1) this.#noteKey();
          break;
        case OPEN_BRACE:
        case OPEN_BRACKET:
          this.#depth += 1;
          if (this.#mayWrap && this.#depth === 2 && byte === OPEN_BRACKET && isListKey(this.#key)) this.#listOpening = true;
          break;
        case CLOSE_BRACE:
        case CLOSE_BRACKET:
          if (this.#depth > 0) this.#depth -= 1;
          if (this.#capturing && this.#depth === this.#recordDepth) this.#finish(chunk, from, index + 1);
          else if (!this.#capturing && this.#depth === 0) this.#recordDepth = 0;
          else if (!this.#capturing && this.#depth < this.#recordDepth) this.#skipRest();
          break;
        default:
      }
    }
    if (this.#capturing) this.#keep(chunk, from, length);
  }

  end(): void {
    if (this.#capturing) {
      if (this.#scalar && !this.#inString) this.#finish(Buffer.alloc(0), 0, 0);
      else this.#reject('JSON ends in the middle of a value');
      this.#capturing = false;
    } else if (this.#depth > 0) {
      this.#position += 1;
      if (this.#position > this.#after) this.#sink.rejected('JSON ends in the middle of a list', this.#position, '', 0);
    }
  }

  /** Index behind the string that goes on at `from`, or the chunk's length if it does not end there. */
  #skipString(chunk: Buffer, from: number): number {
    const isKey = this.#mayWrap && this.#depth === 1;
    let escaped = this.#escaped;
    for (let index = from; index < chunk.length; index += 1) {
      const byte = chunk[index] ?? 0;
      if (escaped) escaped = false;
      else if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTE) {
        this.#inString = false;
        this.#escaped = false;
        return index + 1;
      }
      if (isKey && this.#keyBytes.length < LONGEST_KEY) this.#keyBytes.push(byte);
    }
    this.#escaped = escaped;
    return chunk.length;
  }

  /** After the list of a wrapper ended: what follows up to its closing brace belongs to the wrapper. */
  #skipRest(): void {
    this.#recordDepth = Number.POSITIVE_INFINITY;
  }

  #noteKey(): void {
    this.#key = Buffer.from(this.#keyBytes).toString('utf8');
    if (!isListKey(this.#key) && !isEnvelopeKey(this.#key)) this.#mayWrap = false;
  }

  #keep(chunk: Buffer, from: number, to: number): void {
    const before = this.#captured;
    this.#captured += to - from;
    if (before > this.#maxBytes) return;
    this.#parts.push(Buffer.from(chunk.subarray(from, to)));
    if (this.#captured > this.#maxBytes) {
      this.#head = Buffer.concat(this.#parts).toString('utf8', 0, KEPT_BYTES);
      this.#parts = [];
    }
  }

  #abandon(): void {
    this.#parts = [];
    this.#captured = 0;
    this.#head = '';
    this.#mayWrap = false;
    this.#capturing = false;
    this.#scalar = false;
  }

  #finish(chunk: Buffer, from: number, to: number): void {
    const emptyWrapper = this.#mayWrap && this.#foundList;
    const bytes = this.#captured + to - from;
    if (!emptyWrapper) {
      this.#position += 1;
      if (this.#position > this.#after) {
        if (bytes > this.#maxBytes) {
          this.#sink.rejected(
            TOO_LONG,
            this.#position,
            this.#head === '' ? chunk.toString('utf8', from, from + KEPT_BYTES) : this.#head,
            bytes,
          );
        } else this.#parse(chunk, from, to);
      }
    }
    this.#abandon();
  }

  #parse(chunk: Buffer, from: number, to: number): void {
    const text =
      this.#captured === 0 ? chunk.toString('utf8', from, to) : Buffer.concat([...this.#parts, chunk.subarray(from, to)]).toString('utf8');
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      this.#sink.rejected(NOT_JSON, this.#position, text.slice(0, KEPT_BYTES), Buffer.byteLength(text));
      return;
    }
    deliverJson(this.#sink, value, this.#position, text);
  }

  #reject(reason: string): void {
    this.#position += 1;
    if (this.#position > this.#after) {
      const head = this.#head === '' ? Buffer.concat(this.#parts).toString('utf8', 0, KEPT_BYTES) : this.#head;
      this.#sink.rejected(reason, this.#position, head, this.#captured);
    }
  }
}
