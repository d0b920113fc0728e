import { hashPair } from './hash.js';
import type { SnapshotReader, SnapshotWriter } from './snapshot.js';

/** Numbers a slot: space, value and members + 1, so that 0 marks an empty slot. Side by side, so that one look is one cache line. */
const WIDTH = 3;
const VALUE = 1;
const MEMBERS = 2;

/**
 * How many members of a group show a value: an open-addressing table of (space, value) → members, 12 bytes a slot. A space is a
 * number that stands for one group and one facet.
 */
export class PrevalenceStore {
  #slots = 0;
  #capacity = 4096;
  #table = new Int32Array(4096 * WIDTH);

  members(space: number, value: number): number {
    return Math.max((this.#table[this.#slot(space, value) + MEMBERS] ?? 0) - 1, 0);
  }

  change(space: number, value: number, by: number): void {
    let slot = this.#slot(space, value);
    if (this.#table[slot + MEMBERS] === 0) {
      if (this.#slots * 10 >= this.#capacity * 7) {
        this.#rebuild(this.#capacity * 2);
        slot = this.#slot(space, value);
      }
      this.#fill(slot, space, value, 1);
    }
    this.#table[slot + MEMBERS] = Math.max((this.#table[slot + MEMBERS] ?? 0) + by, 1);
  }

  get bytes(): number {
    return this.#capacity * WIDTH * 4;
  }

  get size(): number {
    return this.#slots;
  }

  /** Forgets values nobody shows any more. */
  compact(): void {
    this.#rebuild(this.#capacity);
  }

  save(writer: SnapshotWriter): void {
    writer.numbers([this.#slots, this.#capacity]);
    writer.array(this.#table);
  }

  static load(reader: SnapshotReader): PrevalenceStore {
    const store = new PrevalenceStore();
    const [slots = 0, capacity = 4096] = reader.numbers();
    store.#slots = slots;
    store.#capacity = capacity;
    store.#table = reader.array(Int32Array);
    return store;
  }

  /** Where the numbers of a slot begin. */
  #slot(space: number, value: number): number {
    const mask = this.#capacity - 1;
    const table = this.#table;
    let slot = hashPair(space, value) & mask;
    for (;;) {
      const at = slot * WIDTH;
      if (table[at + MEMBERS] === 0 || (table[at] === space && table[at + VALUE] === value)) return at;
      slot = (slot + 1) & mask;
    }
  }

  #fill(slot: number, space: number, value: number, members: number): void {
    this.#table[slot] = space;
    this.#table[slot + VALUE] = value;
    this.#table[slot + MEMBERS] = members;
    this.#slots += 1;
  }

  #rebuild(capacity: number): void {
    const old = this.#table;
    this.#capacity = capacity;
    this.#table = new Int32Array(capacity * WIDTH);
    this.#slots = 0;
    for (let at = 0; at < old.length; at += WIDTH) {
      const members = old[at + MEMBERS] ?? 0;
      if (members <= 1) continue;
      const [space = 0, value = 0] = [old[at], old[at + VALUE]];
      this.#fill(this.#slot(space, value), space, value, members);
    }
  }
}
