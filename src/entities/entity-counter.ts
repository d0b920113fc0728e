import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import { grown } from './columns.js';

/** Cells of a slot: sixteen entity numbers, or sixty-four registers of one byte. */
const CELLS = 16;
const REGISTERS = 64;
const SKETCHED = 255;
/** Bias constant for 64 registers, Flajolet et al. 2007, figure 3. */
const ALPHA = 0.709;

/**
 * Counts distinct entities per slot: exactly up to 16, then by a HyperLogLog sketch with 64 registers (standard error
 * 1.04/√64 = 13 %; Flajolet, Fusy, Gandouet, Meunier 2007), with linear counting at its small end. Either way a slot takes
 * 64 bytes.
 */
export class EntityCounter {
  #count = 0;
  #cells = new Uint32Array(0);
  #registers = new Uint8Array(0);
  #sizes = new Uint8Array(0);

  /** A new slot that holds the given entities. */
  create(entities: readonly number[]): number {
    const slot = this.#count++;
    const cells = grown(this.#cells, this.#count * CELLS);
    if (cells !== this.#cells) {
      this.#cells = cells;
      this.#registers = new Uint8Array(cells.buffer);
    }
    this.#sizes = grown(this.#sizes, this.#count);
    for (const entity of entities) this.add(slot, entity);
    return slot;
  }

  add(slot: number, entity: number): void {
    const size = this.#sizes[slot] ?? 0;
    if (size === SKETCHED) {
      this.#sketch(slot, entity);
      return;
    }
    const start = slot * CELLS;
    for (let cell = start; cell < start + size; cell++) if (this.#cells[cell] === entity) return;
    if (size < CELLS) {
      this.#cells[start + size] = entity;
      this.#sizes[slot] = size + 1;
      return;
    }
    const known = this.#cells.slice(start, start + CELLS);
    this.#cells.fill(0, start, start + CELLS);
    this.#sizes[slot] = SKETCHED;
    for (const other of known) this.#sketch(slot, other);
    this.#sketch(slot, entity);
  }

  #sketch(slot: number, entity: number): void {
    const hash = mixed(entity);
    const register = slot * REGISTERS + (hash >>> 26);
    const rank = Math.clz32((hash << 6) | 32) + 1;
    if (rank > (this.#registers[register] ?? 0)) this.#registers[register] = rank;
  }

  /** Takes entities out of a slot that counts exactly; a sketch keeps them. */
  forget(slot: number, gone: ReadonlySet<number>): void {
    const size = this.#sizes[slot] ?? 0;
    if (size === SKETCHED) return;
    const start = slot * CELLS;
    const kept = [...this.#cells.subarray(start, start + size)].filter((entity) => !gone.has(entity));
    this.#cells.fill(0, start, start + size);
    this.#cells.set(kept, start);
    this.#sizes[slot] = kept.length;
  }

  /** Drops all other slots; those that stay are numbered anew, in the order given. */
  keep(slots: readonly number[]): void {
    const cells = new Uint32Array(slots.length * CELLS);
    slots.forEach((slot, index) => {
      cells.set(this.#cells.subarray(slot * CELLS, (slot + 1) * CELLS), index * CELLS);
    });
    this.#sizes = Uint8Array.from(slots, (slot) => this.#sizes[slot] ?? 0);
    this.#cells = cells;
    this.#registers = new Uint8Array(cells.buffer);
    this.#count = slots.length;
  }

  isExact(slot: number): boolean {
    return this.#sizes[slot] !== SKETCHED;
  }

  estimate(slot: number): number {
    const size = this.#sizes[slot] ?? 0;
    if (size !== SKETCHED) return size;
    let sum = 0;
    let empty = 0;
    for (let register = slot * REGISTERS; register < (slot + 1) * REGISTERS; register++) {
      const rank = this.#registers[register] ?? 0;
      sum += 2 ** -rank;
      if (rank === 0) empty++;
    }
    const raw = (ALPHA * REGISTERS * REGISTERS) / sum;
    const estimate = raw <= 2.5 * REGISTERS && empty > 0 ? REGISTERS * Math.log(REGISTERS / empty) : raw;
    return Math.max(CELLS + 1, Math.round(estimate));
  }

  write(writer: ByteWriter): void {
    writer.column(this.#cells, this.#count * CELLS);
    writer.column(this.#sizes, this.#count);
  }

  read(reader: ByteReader): void {
    this.#cells = reader.column(Uint32Array);
    this.#registers = new Uint8Array(this.#cells.buffer);
    this.#sizes = reader.column(Uint8Array);
    this.#count = this.#sizes.length;
  }
}

/** Finaliser of MurmurHash3 (Appleby, public domain): every input bit reaches every output bit. */
function mixed(value: number): number {
  let hash = value ^ 0x9e3779b9;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
