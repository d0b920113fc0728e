import { unescapeZeek, type ZeekHeader } from './zeek-header.js';

const POINT = 0x2e;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;

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
    let wide = false;
    for (let index = start; index < end; index += 1) {
      const byte = buffer[index] ?? 0;
      if (byte > 0x7f || byte === 0x5c) {
        wide = true;
        break;
      }
    }
    const text = wide ? unescapeZeek(buffer.toString('utf8', start, end)) : buffer.toString('latin1', start, end);
    return text === this.#header.empty ? '' : text;
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
