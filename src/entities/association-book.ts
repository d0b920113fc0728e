import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import { grown } from './columns.js';

/** How two entities are tied. The order is part of the snapshot's format: append, never reorder. */
export const TIES = ['logon', 'mailbox', 'role', 'guest'] as const;
export type Tie = (typeof TIES)[number];

export interface TieRecord {
  readonly other: number;
  readonly tie: Tie;
  /** The asked entity is the one that logged on, opened, assumed or visits. */
  readonly active: boolean;
  readonly from: number;
  readonly last: number;
}

/** Room for 2^26 entities on each side of a pair in one exact number. */
const PAIR = 2 ** 26;

/** Ties between entities with the interval in which they were seen. Entity numbers are as of when they were noted. */
export class AssociationBook {
  #count = 0;
  #left = new Int32Array(0);
  #right = new Int32Array(0);
  #tie = new Uint8Array(0);
  #first = new Float64Array(0);
  #last = new Float64Array(0);
  #recent = new Int32Array(0);
  readonly #pairs = new Map<number, number>();
  readonly #byEntity = new Map<number, number[]>();

  note(left: number, right: number, tie: Tie, time: number): void {
    let edge = (this.#recent[left] ?? 0) - 1;
    if (edge < 0 || this.#left[edge] !== left || this.#right[edge] !== right) {
      edge = this.#pairs.get(left * PAIR + right) ?? this.#create(left, right, tie, time);
      this.#recent = grown(this.#recent, left + 1);
      this.#recent[left] = edge + 1;
    }
    if (time > (this.#last[edge] ?? 0)) this.#last[edge] = time;
    else if (time < (this.#first[edge] ?? 0)) this.#first[edge] = time;
  }

  #create(left: number, right: number, tie: Tie, time: number): number {
    const edge = this.#count++;
    this.#left = grown(this.#left, this.#count);
    this.#right = grown(this.#right, this.#count);
    this.#tie = grown(this.#tie, this.#count);
    this.#first = grown(this.#first, this.#count);
    this.#last = grown(this.#last, this.#count);
    this.#left[edge] = left;
    this.#right[edge] = right;
    this.#tie[edge] = TIES.indexOf(tie);
    this.#first[edge] = time;
    this.#last[edge] = time;
    this.#index(edge);
    return edge;
  }

  #index(edge: number): void {
    const left = this.#left[edge] ?? 0;
    const right = this.#right[edge] ?? 0;
    this.#pairs.set(left * PAIR + right, edge);
    for (const entity of [left, right]) {
      const edges = this.#byEntity.get(entity);
      if (edges === undefined) this.#byEntity.set(entity, [edge]);
      else edges.push(edge);
    }
  }

  /** `from` has become `into`. */
  merge(from: number, into: number): void {
    const edges = this.#byEntity.get(from);
    if (edges === undefined) return;
    this.#byEntity.set(into, [...(this.#byEntity.get(into) ?? []), ...edges]);
    this.#byEntity.delete(from);
  }

  /** True if the entity has ever been tied to another. */
  ties(entity: number): boolean {
    return this.#byEntity.has(entity);
  }

  /** Every tie of a live entity, in order of first note. */
  of(entity: number, current: (entity: number) => number): readonly TieRecord[] {
    const records: TieRecord[] = [];
    for (const edge of this.#byEntity.get(entity) ?? []) {
      const left = current(this.#left[edge] ?? -1);
      const right = current(this.#right[edge] ?? -1);
      if (left === right) continue;
      const active = left === entity;
      records.push({
        other: active ? right : left,
        tie: TIES[this.#tie[edge] ?? 0] ?? 'logon',
        active,
        from: this.#first[edge] ?? 0,
        last: this.#last[edge] ?? 0,
      });
    }
    return records;
  }

  write(writer: ByteWriter): void {
    for (const column of [this.#left, this.#right, this.#tie, this.#first, this.#last]) writer.column(column, this.#count);
    const entities = [...this.#byEntity.keys()].sort((a, b) => a - b);
    writer.numbers(entities);
    for (const entity of entities) writer.numbers(this.#byEntity.get(entity) ?? []);
  }

  read(reader: ByteReader): void {
    this.#left = reader.column(Int32Array);
    this.#right = reader.column(Int32Array);
    this.#tie = reader.column(Uint8Array);
    this.#first = reader.column(Float64Array);
    this.#last = reader.column(Float64Array);
    this.#count = this.#left.length;
    for (let edge = 0; edge < this.#count; edge++) this.#pairs.set((this.#left[edge] ?? 0) * PAIR + (this.#right[edge] ?? 0), edge);
    for (const entity of reader.numbers()) this.#byEntity.set(entity, reader.numbers());
  }
}
