import type { PatternLayout } from './pattern-layout.js';
import type { SnapshotReader, SnapshotWriter } from './snapshot.js';
import { grown } from './typed-growth.js';

/** A peer group speaks for itself from this size on. */
export const SMALLEST_GROUP = 5;

/** Where the state of a subject lies in the stores of values, amounts and hours (−1: keeps no hours). */
export interface SubjectPlace {
  readonly lists: number;
  readonly amounts: number;
  readonly hours: number;
}

/** Subjects (one entity as one kind of unit) in columns, and the peer groups they belong to. Group k < number of kinds is the whole kind. */
export class SubjectTable {
  #subjectOf: Int32Array[];
  #size = 0;
  #kind = new Uint8Array(256);
  #entity = new Uint32Array(256);
  #group = new Uint16Array(256);
  #listBase = new Uint32Array(256);
  #amountBase = new Uint32Array(256);
  #hourSeries = new Int32Array(256);
  #windows = new Uint32Array(256);
  #firstHour = new Uint32Array(256);
  #groupNames: string[];
  #groupMembers: number[];
  #groupKind: number[];

  constructor({ kinds }: PatternLayout) {
    this.#subjectOf = kinds.map(() => new Int32Array(0));
    this.#groupNames = kinds.map(() => '');
    this.#groupMembers = kinds.map(() => 0);
    this.#groupKind = kinds.map((_, kind) => kind);
  }

  get size(): number {
    return this.#size;
  }

  /** Number of the subject for an entity as one kind of unit, or −1. */
  find(kind: number, entity: number): number {
    return (this.#subjectOf[kind]?.[entity] ?? 0) - 1;
  }

  add(kind: number, entity: number, hour: number, { lists, amounts, hours }: SubjectPlace): number {
    const subject = this.#size;
    this.#size += 1;
    this.#kind = grown(this.#kind, this.#size);
    this.#entity = grown(this.#entity, this.#size);
    this.#group = grown(this.#group, this.#size);
    this.#listBase = grown(this.#listBase, this.#size);
    this.#amountBase = grown(this.#amountBase, this.#size);
    this.#hourSeries = grown(this.#hourSeries, this.#size);
    this.#windows = grown(this.#windows, this.#size);
    this.#firstHour = grown(this.#firstHour, this.#size);
    const index = grown(this.#subjectOf[kind] ?? new Int32Array(0), entity + 1);
    index[entity] = subject + 1;
    this.#subjectOf[kind] = index;
    this.#kind[subject] = kind;
    this.#entity[subject] = entity;
    this.#group[subject] = kind;
    this.#listBase[subject] = lists;
    this.#amountBase[subject] = amounts;
    this.#hourSeries[subject] = hours;
    this.#firstHour[subject] = hour;
    this.#groupMembers[kind] = (this.#groupMembers[kind] ?? 0) + 1;
    return subject;
  }

  /** The entity is no subject of its own any more: its windows are those of another. */
  fold(kind: number, entity: number, into: number): void {
    const subject = this.find(kind, entity);
    this.#windows[into] = (this.#windows[into] ?? 0) + (this.#windows[subject] ?? 0);
    this.#firstHour[into] = Math.min(this.#firstHour[into] ?? 0, this.#firstHour[subject] ?? 0);
    const index = this.#subjectOf[kind];
    if (index !== undefined) index[entity] = 0;
    this.#groupMembers[kind] = (this.#groupMembers[kind] ?? 1) - 1;
  }

  kindOf(subject: number): number {
    return this.#kind[subject] ?? 0;
  }

  entityOf(subject: number): number {
    return this.#entity[subject] ?? 0;
  }

  listsOf(subject: number): number {
    return this.#listBase[subject] ?? 0;
  }

  amountsOf(subject: number): number {
    return this.#amountBase[subject] ?? 0;
  }

  hoursOf(subject: number): number {
    return this.#hourSeries[subject] ?? -1;
  }

  windowsOf(subject: number): number {
    return this.#windows[subject] ?? 0;
  }

  firstHourOf(subject: number): number {
    return this.#firstHour[subject] ?? 0;
  }

  countWindow(subject: number): void {
    this.#windows[subject] = (this.#windows[subject] ?? 0) + 1;
  }

  /** The group that the subject belongs to, whatever its size. */
  membershipOf(subject: number): number {
    return this.#group[subject] ?? 0;
  }

  /** The group whose peers the subject is compared with: its own if large enough, else its whole kind. */
  groupOf(subject: number): number {
    const group = this.#group[subject] ?? 0;
    return (this.#groupMembers[group] ?? 0) >= SMALLEST_GROUP ? group : this.kindOf(subject);
  }

  get groupCount(): number {
    return this.#groupNames.length;
  }

  groupName(group: number): string {
    return this.#groupNames[group] ?? '';
  }

  membersOf(group: number): number {
    return this.#groupMembers[group] ?? 0;
  }

  /** Number of the group of that name and kind, made if new; '' is the whole kind. */
  groupNumber(kind: number, name: string): number {
    if (name === '') return kind;
    for (let group = this.#subjectOf.length; group < this.#groupNames.length; group += 1) {
      if (this.#groupNames[group] === name && this.#groupKind[group] === kind) return group;
    }
    this.#groupNames.push(name);
    this.#groupMembers.push(0);
    this.#groupKind.push(kind);
    return this.#groupNames.length - 1;
  }

  move(subject: number, target: number): void {
    const kind = this.kindOf(subject);
    const current = this.membershipOf(subject);
    if (current !== kind) this.#groupMembers[current] = (this.#groupMembers[current] ?? 1) - 1;
    if (target !== kind) this.#groupMembers[target] = (this.#groupMembers[target] ?? 0) + 1;
    this.#group[subject] = target;
  }

  get bytes(): number {
    return this.#size * 31 + this.#subjectOf.reduce((sum, index) => sum + index.byteLength, 0);
  }

  save(writer: SnapshotWriter): void {
    writer.json({ names: this.#groupNames, members: this.#groupMembers, kinds: this.#groupKind, subjects: this.#size });
    for (const index of this.#subjectOf) writer.array(index);
    for (const array of [
      this.#kind,
      this.#entity,
      this.#group,
      this.#listBase,
      this.#amountBase,
      this.#hourSeries,
      this.#windows,
      this.#firstHour,
    ]) {
      writer.array(array.subarray(0, this.#size));
    }
  }

  static load(reader: SnapshotReader, layout: PatternLayout): SubjectTable {
    const table = new SubjectTable(layout);
    const head = reader.json() as { names: string[]; members: number[]; kinds: number[]; subjects: number };
    table.#subjectOf = layout.kinds.map(() => reader.array(Int32Array));
    table.#kind = reader.array(Uint8Array);
    table.#entity = reader.array(Uint32Array);
    table.#group = reader.array(Uint16Array);
    table.#listBase = reader.array(Uint32Array);
    table.#amountBase = reader.array(Uint32Array);
    table.#hourSeries = reader.array(Int32Array);
    table.#windows = reader.array(Uint32Array);
    table.#firstHour = reader.array(Uint32Array);
    table.#size = head.subjects;
    table.#groupNames = head.names;
    table.#groupMembers = head.members;
    table.#groupKind = head.kinds;
    return table;
  }
}
