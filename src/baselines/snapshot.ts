import { createHash } from 'node:crypto';
import { StateError } from '../errors.js';

type TypedArray = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array;
type TypedArrayClass<T extends TypedArray> = new (buffer: ArrayBuffer) => T;

const MAGIC = 'throughline-state';

/** Where each array ends is as much a part of the state as what it holds. */
function digestOf(lengths: readonly number[], parts: readonly Buffer[]): string {
  const hash = createHash('sha256').update(JSON.stringify(lengths));
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** Collects typed arrays and JSON values in order; `finish` gives one checksummed block of bytes, with what the arrays hold by then. */
export class SnapshotWriter {
  readonly #parts: Buffer[] = [];
  readonly #lengths: number[] = [];

  array(values: TypedArray): void {
    this.#parts.push(Buffer.from(values.buffer, values.byteOffset, values.byteLength));
    this.#lengths.push(values.byteLength);
  }

  numbers(values: readonly number[]): void {
    this.array(Float64Array.from(values));
  }

  json(value: unknown): void {
    this.array(Buffer.from(JSON.stringify(value), 'utf8'));
  }

  finish(version: string): Buffer {
    const digest = digestOf(this.#lengths, this.#parts);
    const head = Buffer.from(`${JSON.stringify({ magic: MAGIC, version, digest, lengths: this.#lengths })}\n`, 'utf8');
    return Buffer.concat([head, ...this.#parts]);
  }
}

/** Reads back what `SnapshotWriter` wrote, in the same order. */
export class SnapshotReader {
  readonly #body: Buffer;
  readonly #lengths: readonly number[];
  #part = 0;
  #offset = 0;

  /** @throws StateError if the bytes are not a state of this version or are damaged. */
  constructor(bytes: Buffer, version: string) {
    const newline = bytes.indexOf(10);
    let head: { magic?: unknown; version?: unknown; digest?: unknown; lengths?: unknown };
    try {
      head = JSON.parse(bytes.toString('utf8', 0, Math.max(newline, 0))) as typeof head;
    } catch (cause) {
      throw new StateError('The state file is not a Throughline state. Delete it; it will be rebuilt by replay.', { cause });
    }
    if (head.magic !== MAGIC || !Array.isArray(head.lengths)) {
      throw new StateError('The state file is not a Throughline state. Delete it; it will be rebuilt by replay.');
    }
    if (head.version !== version) {
      throw new StateError(
        `The state has version ${String(head.version)}, this program needs ${version}. Delete it; it will be rebuilt by replay.`,
      );
    }
    this.#body = bytes.subarray(newline + 1);
    this.#lengths = head.lengths as readonly number[];
    if (digestOf(this.#lengths, [this.#body]) !== head.digest) {
      throw new StateError('The state file is damaged (checksum differs). Delete it; it will be rebuilt by replay.');
    }
  }

  array<T extends TypedArray>(type: TypedArrayClass<T>): T {
    const bytes = this.#next();
    const copy = new ArrayBuffer(bytes.byteLength);
    new Uint8Array(copy).set(bytes);
    return new type(copy);
  }

  numbers(): readonly number[] {
    return [...this.array(Float64Array)];
  }

  json(): unknown {
    return JSON.parse(this.#next().toString('utf8'));
  }

  #next(): Buffer {
    const length = this.#lengths[this.#part];
    if (length === undefined) throw new StateError('The state file ends too early. Delete it; it will be rebuilt by replay.');
    const start = this.#offset;
    this.#part += 1;
    this.#offset += length;
    return this.#body.subarray(start, this.#offset);
  }
}
