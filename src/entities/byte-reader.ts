import { Buffer } from 'node:buffer';
import { StateError } from '../errors.js';

type Numbers = Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;

interface NumbersConstructor<T extends Numbers> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer): T;
}

/** Reads what `ByteWriter` wrote, in the same order. Throws `StateError` where the bytes end too early. */
export class ByteReader {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** True when every byte has been read. */
  get finished(): boolean {
    return this.#position === this.#bytes.length;
  }

  number(): number {
    return this.#bytes.readDoubleLE(this.#advance(8));
  }

  text(): string {
    const size = this.#bytes.readUInt32LE(this.#advance(4));
    const start = this.#advance(size);
    return this.#bytes.toString('utf8', start, start + size);
  }

  texts(): string[] {
    return Array.from({ length: this.#count(4) }, () => this.text());
  }

  numbers(): number[] {
    return Array.from({ length: this.#count(8) }, () => this.number());
  }

  column<T extends Numbers>(type: NumbersConstructor<T>): T {
    const size = this.#count(type.BYTES_PER_ELEMENT) * type.BYTES_PER_ELEMENT;
    const start = this.#advance(size);
    const copy = new ArrayBuffer(size);
    new Uint8Array(copy).set(this.#bytes.subarray(start, start + size));
    return new type(copy);
  }

  /** A count of items, each at least `itemSize` bytes, that the rest of the bytes can hold. */
  #count(itemSize: number): number {
    const count = this.number();
    if (!Number.isInteger(count) || count < 0 || count * itemSize > this.#bytes.length - this.#position) throw damaged();
    return count;
  }

  #advance(size: number): number {
    const start = this.#position;
    if (start + size > this.#bytes.length) throw damaged();
    this.#position = start + size;
    return start;
  }
}

const damaged = (): StateError => new StateError('The entity snapshot is damaged. Remove it to rebuild the state by replay.');
