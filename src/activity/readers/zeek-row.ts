import { unescapeZeek, type ZeekHeader } from './zeek-header.js';

const POINT = 0x2e;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const BACKSLASH = 0x5c;
const TRUE = 0x54;
const FALSE = 0x46;

/** Slots for cell texts that recur (addresses, states, protocols), so that they are decoded and hashed once. */
const SHARED_TEXTS = 8192;
const LONGEST_SHARED = 48;

/**
 * One Zeek TSV row, decoded cell by cell on demand. The same object is reused for every row under a header, so that no
 * row costs more than the cells somebody asks for.
 */
export class ZeekRow {
  readonly #columns: ReadonlyMap<string, number>;
  readonly #offsets: Int32Array;
  readonly #separator: number;
  readonly #header: ZeekHeader;
  readonly #unset: Buffer;
  readonly #texts: string[] = new Array<string>(SHARED_TEXTS).fill('');
  #buffer: Buffer = Buffer.alloc(0);

  /** `header.separator` must be one byte, as Zeek's always is. */
  constructor(header: ZeekHeader) {
    this.#header = header;
    this.#columns = new Map(header.fields.map((field, index) => [field, index]));
    this.#offsets = new Int32Array(header.fields.length + 1);
    this.#separator = header.separator.charCodeAt(0);
    this.#unset = Buffer.from(header.unset);
  }

  /** Points at a row. False if it does not have as many cells as `#fields` has names. */
  load(buffer: Buffer, start: number, end: number): boolean {
    const offsets = this.#offsets;
    const last = offsets.length - 1;
    const separator = this.#separator;
    offsets[0] = start;
    let cell = 0;
    for (let index = start; index < end; index += 1) {
      if (buffer[index] === separator) {
        cell += 1;
        if (cell >= last) return false;
        offsets[cell] = index + 1;
      }
    }
    offsets[last] = end + 1;
    this.#buffer = buffer;
    return cell === last - 1;
  }

  has(field: string): boolean {
    return this.#columns.has(field);
  }

  /** Decoded cell; '' if unset, empty or no such column. */
  text(field: string): string {
    const column = this.#columns.get(field);
    if (column === undefined) return '';
    const start = this.#offsets[column] ?? 0;
    const end = (this.#offsets[column + 1] ?? 1) - 1;
    const buffer = this.#buffer;
    if (end - start === this.#unset.length && buffer[start] === this.#unset[0] && (end - start === 1 || this.#isUnset(start, end)))
      return '';
    let hash = end - start;
    let wide = 0;
    for (let index = start; index < end; index += 1) {
      const byte = buffer[index] ?? 0;
      hash = (Math.imul(hash, 31) + byte) | 0;
      if (byte > 0x7f || byte === BACKSLASH) wide = 1;
    }
    if (wide === 1) return unescapeZeek(buffer.toString('utf8', start, end));
    if (field === 'uid' || end - start > LONGEST_SHARED) return buffer.toString('latin1', start, end);
    const slot = (hash ^ (hash >>> 15)) & (SHARED_TEXTS - 1);
    const known = this.#texts[slot] ?? '';
    if (isText(buffer, start, end, known)) return known;
    const decoded = buffer.toString('latin1', start, end);
    const text = decoded === this.#header.empty ? '' : decoded;
    if (text !== '') this.#texts[slot] = text;
    return text;
  }

  /** Cell as true or false; `undefined` if it is neither. */
  flag(field: string): boolean | undefined {
    const column = this.#columns.get(field);
    if (column === undefined) return undefined;
    const start = this.#offsets[column] ?? 0;
    if ((this.#offsets[column + 1] ?? 1) - 1 - start !== 1) return undefined;
    const byte = this.#buffer[start];
    return byte === TRUE ? true : byte === FALSE ? false : undefined;
  }

  /** Cell as a number; `undefined` if unset or none. */
  number(field: string): number | undefined {
    const column = this.#columns.get(field);
    if (column === undefined) return undefined;
    const start = this.#offsets[column] ?? 0;
    const end = (this.#offsets[column + 1] ?? 1) - 1;
    const buffer = this.#buffer;
    let value = 0;
    for (let index = start; index < end; index += 1) {
      const byte = buffer[index] ?? 0;
      if (byte < ZERO || byte > NINE || index - start > 14) {
        if (byte === MINUS && end - start === 1) return undefined;
        const number = Number(buffer.toString('latin1', start, end));
        return Number.isFinite(number) ? number : undefined;
      }
      value = value * 10 + (byte - ZERO);
    }
    return end > start ? value : undefined;
  }

  /** Epoch milliseconds of a cell in epoch seconds with a fraction, cut to whole milliseconds; `undefined` if it is none. */
  milliseconds(field: string): number | undefined {
    const column = this.#columns.get(field);
    if (column === undefined) return undefined;
    const start = this.#offsets[column] ?? 0;
    const end = (this.#offsets[column + 1] ?? 1) - 1;
    const buffer = this.#buffer;
    let value = 0;
    let fraction = -1;
    for (let index = start; index < end && fraction < 3; index += 1) {
      const byte = buffer[index] ?? 0;
      if (byte === POINT && fraction < 0) {
        fraction = 0;
        continue;
      }
      if (byte < ZERO || byte > NINE || index - start > 16) return undefined;
      value = value * 10 + (byte - ZERO);
      if (fraction >= 0) fraction += 1;
    }
    if (end === start) return undefined;
    for (let digits = Math.max(fraction, 0); digits < 3; digits += 1) value *= 10;
    return value;
  }

  #isUnset(start: number, end: number): boolean {
    return this.#unset.compare(this.#buffer, start, end) === 0;
  }
}

function isText(buffer: Buffer, start: number, end: number, text: string): boolean {
  if (text.length !== end - start) return false;
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) !== buffer[start + index]) return false;
  return true;
}
