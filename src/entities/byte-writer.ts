import { Buffer } from 'node:buffer';

type Numbers = Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;

/** Appends numbers, texts and columns to one byte string, little-endian, in a form that `ByteReader` reads back. */
export class ByteWriter {
  #bytes = Buffer.alloc(4096);
  #length = 0;

  number(value: number): void {
    this.#room(8);
    this.#length = this.#bytes.writeDoubleLE(value, this.#length);
  }

  text(value: string): void {
    const size = Buffer.byteLength(value);
    this.#room(4 + size);
    this.#length = this.#bytes.writeUInt32LE(size, this.#length);
    this.#length += this.#bytes.write(value, this.#length);
  }

  texts(values: readonly string[]): void {
    this.number(values.length);
    for (const value of values) this.text(value);
  }

  numbers(values: readonly number[]): void {
    this.number(values.length);
    for (const value of values) this.number(value);
  }

  /** The first `length` cells of a column. */
  column(values: Numbers, length: number): void {
    const size = length * values.BYTES_PER_ELEMENT;
    this.number(length);
    this.#room(size);
    this.#bytes.set(new Uint8Array(values.buffer, values.byteOffset, size), this.#length);
    this.#length += size;
  }

  finish(): Uint8Array {
    return new Uint8Array(this.#bytes.subarray(0, this.#length));
  }

  #room(size: number): void {
    if (this.#length + size <= this.#bytes.length) return;
    const larger = Buffer.alloc(Math.max(this.#length + size, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
