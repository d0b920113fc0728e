import { Buffer } from 'node:buffer';
import type { TextPool } from './text-pool.js';

/** Most bytes that one number or the head of a text takes. */
const WIDEST = 12;
/** Texts of a record whose last value is remembered; a power of two. */
const PLACES = 64;
/** Characters up to which a text is written one by one: the call that writes all at once costs as much as some dozens of them. */
const SHORT = 64;
const LARGEST_SMALL = 2 ** 30;
/** Set in the length of a text that holds characters beyond Latin-1 and is stored as UTF-16. */
const WIDE = 1;
const NO_TEXTS: readonly string[] = [];

/** The last text that each place of a record held, and its number. */
class LastTexts {
  readonly texts = new Array<string>(PLACES).fill('');
  readonly numbers = new Uint32Array(PLACES);
}

/**
 * Bytes of one block: number of records, length of the body, body, then every text of the body once. Whole numbers from 0 take one to five
 * bytes, others eight more; a text in the body is its number, 0 the empty one.
 */
export class WireWriter {
  #bytes = Buffer.allocUnsafe(65_536);
  /** On the same bytes: it reads and writes a number in one step of the machine, which a buffer does byte by byte. */
  #view = viewOf(this.#bytes);
  #length = 0;
  readonly #numbers = new Map<string, number>();
  /** By source, for most fields say the same from record to record of one. */
  readonly #lastOf = new Map<string, LastTexts>();
  #last = new LastTexts();
  #place = 0;

  /** Begins a record of a source. */
  begin(source: string): void {
    this.#place = 0;
    const last = this.#lastOf.get(source);
    if (last !== undefined) this.#last = last;
    else this.#lastOf.set(source, (this.#last = new LastTexts()));
  }

  /** A whole number from 0 to 2^32 − 1. */
  unsigned(value: number): void {
    if (this.#length + WIDEST > this.#bytes.length) this.#grow(WIDEST);
    if (value < 128) {
      this.#bytes[this.#length] = value;
      this.#length += 1;
      return;
    }
    let rest = value;
    while (rest > 127) {
      this.#bytes[this.#length] = (rest & 127) | 128;
      this.#length += 1;
      rest >>>= 7;
    }
    this.#bytes[this.#length] = rest;
    this.#length += 1;
  }

  /** Any number, exactly. */
  number(value: number): void {
    if (Number.isInteger(value) && value >= 0 && value < LARGEST_SMALL && !Object.is(value, -0)) {
      this.unsigned(value + 2);
      return;
    }
    this.unsigned(0);
    if (this.#length + WIDEST > this.#bytes.length) this.#grow(WIDEST);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  optionalNumber(value: number | undefined): void {
    if (value === undefined) this.unsigned(1);
    else this.number(value);
  }

  text(value: string): void {
    const place = this.#place & (PLACES - 1);
    this.#place += 1;
    if (value === '') {
      this.unsigned(0);
      return;
    }
    const last = this.#last;
    if (last.texts[place] === value) {
      this.unsigned(last.numbers[place] ?? 0);
      return;
    }
    let number = this.#numbers.get(value);
    if (number === undefined) {
      number = this.#numbers.size + 1;
      this.#numbers.set(value, number);
    }
    last.texts[place] = value;
    last.numbers[place] = number;
    this.unsigned(number);
  }

  texts(values: readonly string[]): void {
    this.unsigned(values.length);
    for (const value of values) this.text(value);
  }

  /** A text that is not expected to recur. */
  inlineText(value: string): void {
    if (value.length <= SHORT && this.#shortText(value)) return;
    const wide = isWide(value);
    const size = wide ? value.length * 2 : value.length;
    this.unsigned(size * 2 + (wide ? WIDE : 0));
    if (this.#length + size > this.#bytes.length) this.#grow(size);
    this.#length += this.#bytes.write(value, this.#length, wide ? 'utf16le' : 'latin1');
  }

  /** The block of everything written since the last one. */
  finish(records: number): Uint8Array<ArrayBuffer> {
    const body = this.#length;
    const texts = [...this.#numbers.keys()];
    this.#numbers.clear();
    for (const { texts: last } of this.#lastOf.values()) last.fill('');
    this.unsigned(texts.length);
    for (const text of texts) this.inlineText(text);
    const block = Buffer.from(new ArrayBuffer(8 + this.#length));
    block.writeUInt32LE(records, 0);
    block.writeUInt32LE(body, 4);
    block.set(this.#bytes.subarray(0, this.#length), 8);
    this.#length = 0;
    return block;
  }

  /** False, and nothing written, if the text holds characters beyond Latin-1. */
  #shortText(value: string): boolean {
    const before = this.#length;
    const { length } = value;
    if (before + WIDEST + length > this.#bytes.length) this.#grow(WIDEST + length);
    this.unsigned(length * 2);
    const bytes = this.#bytes;
    const start = this.#length;
    for (let index = 0; index < length; index += 1) {
      const code = value.charCodeAt(index);
      if (code > 255) {
        this.#length = before;
        return false;
      }
      bytes[start + index] = code;
    }
    this.#length = start + length;
    return true;
  }

  #grow(size: number): void {
    const larger = Buffer.allocUnsafe(Math.max(this.#length + size, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
    this.#view = viewOf(larger);
  }
}

/** Reads a block of `WireWriter`. */
export class WireReader {
  readonly records: number;
  readonly #bytes: Buffer;
  readonly #view: DataView;
  readonly #texts: string[] = [''];
  /** Of the next byte. */
  position: number;

  constructor(block: Uint8Array, pool: TextPool) {
    const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
    this.#bytes = bytes;
    this.#view = viewOf(bytes);
    this.records = bytes.readUInt32LE(0);
    this.position = 8 + bytes.readUInt32LE(4);
    for (let left = this.unsigned(); left > 0; left -= 1) {
      const head = this.unsigned();
      const start = this.position;
      this.position += head >>> 1;
      this.#texts.push(pool.text(bytes, start, this.position, (head & WIDE) !== 0));
    }
    this.position = 8;
  }

  unsigned(): number {
    const bytes = this.#bytes;
    let byte = bytes[this.position] ?? 0;
    this.position += 1;
    if (byte < 128) return byte;
    let value = byte & 127;
    for (let shift = 7; byte >= 128; shift += 7) {
      byte = bytes[this.position] ?? 0;
      this.position += 1;
      value |= (byte & 127) << shift;
    }
    return value >>> 0;
  }

  number(): number {
    const small = this.unsigned();
    if (small > 1) return small - 2;
    const value = this.#view.getFloat64(this.position, true);
    this.position += 8;
    return value;
  }

  optionalNumber(): number | undefined {
    if (this.#bytes[this.position] !== 1) return this.number();
    this.position += 1;
    return undefined;
  }

  text(): string {
    return this.#texts[this.unsigned()] ?? '';
  }

  texts(): readonly string[] {
    const length = this.unsigned();
    if (length === 0) return NO_TEXTS;
    // A list that grows takes room for sixteen more.
    if (length === 1) return [this.text()];
    const texts: string[] = [];
    for (let left = length; left > 0; left -= 1) texts.push(this.text());
    return texts;
  }

  inlineText(): string {
    const head = this.unsigned();
    const start = this.position;
    this.position += head >>> 1;
    return this.#bytes.toString((head & WIDE) === 0 ? 'latin1' : 'utf16le', start, this.position);
  }
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function isWide(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 255) return true;
  return false;
}
