import { hashPair } from './hash.js';
import type { SnapshotReader, SnapshotWriter } from './snapshot.js';

/**
 * How many members of a group show a value: an open-addressing table of (space, value) → members, 12 bytes a slot. A space is a
 * number that stands for one group and one facet.
 */
export class PrevalenceStore {
  #slots = 0;
  #capacity = 4096;
  #space = new Uint32Array(4096);
  #value = new Uint32Array(4096);
  /** Members + 1, so that 0 marks an empty slot. */
  #members = new Uint32Array(4096);

  members(space: number, value: number): number {
    return Math.max((this.#members[this.#slot(space, value)] ?? 0) - 1, 0);
  }

  change(space: number, value: number, by: number): void {
    let slot = this.#slot(space, value);
    if (this.#members[slot] === 0) {
      if (this.#slots * 10 >= this.#capacity * 7) {
        this.#rebuild(this.#capacity * 2);
        slot = this.#slot(space, value);
      }
      this.#space[slot] = space;
      this.#value[slot] = value;
      this.#members[slot] = 1;
      this.#slots += 1;
    }
    this.#members[slot] = Math.max((this.#members[slot] ?? 0) + by, 1);
  }

  get bytes(): number {
    return this.#capacity * 12;
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
    writer.array(this.#space);
    writer.array(this.#value);
    writer.array(this.#members);
  }

  static load(reader: SnapshotReader): PrevalenceStore {
    const store = new PrevalenceStore();
    const [slots = 0, capacity = 4096] = reader.numbers();
    store.#slots = slots;
    store.#capacity = capacity;
    store.#space = reader.array(Uint32Array);
    store.#value = reader.array(Uint32Array);
    store.#members = reader.array(Uint32Array);
    return store;
  }

  #slot(space: number, value: number): number {
    const mask = this.#capacity - 1;
    let slot = hashPair(space, value) & mask;
    while (this.#members[slot] !== 0 && (this.#space[slot] !== space || this.#value[slot] !== value)) slot = (slot + 1) & mask;
    return slot;
  }

  #rebuild(capacity: number): void {
    const [space, value, members] = [this.#space, this.#value, this.#members];
    this.#capacity = capacity;
    this.#space = new Uint32Array(capacity);
    this.#value = new Uint32Array(capacity);
    this.#members = new Uint32Array(capacity);
    this.#slots = 0;
    for (let old = 0; old < members.length; old += 1) {
      if ((members[old] ?? 0) <= 1) continue;
      const slot = this.#slot(space[old] ?? 0, value[old] ?? 0);
      this.#space[slot] = space[old] ?? 0;
      this.#value[slot] = value[old] ?? 0;
      this.#members[slot] = members[old] ?? 0;
      this.#slots += 1;
    }
  }
}
