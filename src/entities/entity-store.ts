import { ENTITY_TYPES } from '../documents/common.js';
import type { EntityType } from '../documents/common.js';
import { AliasTable } from './alias-table.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import { grown } from './columns.js';
import type { Alias, EntityMerge } from './entity-types.js';
import { RULES } from './identifier-rules.js';

/** Bits of `EntityStore.entityFlags`. */
export const ENTITY = { critical: 1, vip: 2, shared: 4 } as const;

const MAXIMUM_GROUPS = 32;

/** Entities and the names they go by, in columns. Knows how to join and part them, not when to. */
export class EntityStore {
  readonly aliases = new AliasTable();
  #entityCount = 0;
  #type = new Uint8Array(0);
  #parent = new Int32Array(0);
  #head = new Int32Array(0);
  #canonical = new Int32Array(0);
  #first = new Float64Array(0);
  #last = new Float64Array(0);
  entityFlags = new Uint8Array(0);
  readonly #titles = new Map<number, string>();
  readonly #groups = new Map<number, number[]>();
  readonly #groupNames: string[] = [];
  readonly #groupNumbers = new Map<string, number>();
  /** Numbers of entities that were forgotten, the smallest last. Derived. */
  #free: number[] = [];

  get size(): number {
    return this.#entityCount;
  }

  createEntity(type: EntityType, alias: number): number {
    const entity = this.#free.pop() ?? this.#entityCount++;
    this.#growEntities(this.#entityCount);
    this.#type[entity] = ENTITY_TYPES.indexOf(type);
    this.#parent[entity] = entity;
    this.#head[entity] = -1;
    this.#canonical[entity] = alias;
    this.#first[entity] = Infinity;
    this.#last[entity] = -Infinity;
    this.attach(alias, entity);
    return entity;
  }

  /** Forgets entities that go by one name and were never joined with others; their numbers are given out again. */
  remove(entities: readonly number[]): void {
    this.aliases.remove(entities.map((entity) => this.canonicalOf(entity)));
    for (const entity of entities) {
      this.#head[entity] = -1;
      this.#canonical[entity] = -1;
      this.#first[entity] = Infinity;
      this.#last[entity] = -Infinity;
      this.entityFlags[entity] = 0;
      this.#titles.delete(entity);
      this.#groups.delete(entity);
    }
    this.#free = [...this.#free, ...entities].sort((a, b) => b - a);
  }

  /** Entities of one name that nothing was joined with. */
  single(): number[] {
    const joined = new Uint8Array(this.#entityCount);
    for (let entity = 0; entity < this.#entityCount; entity++) {
      const parent = this.#parent[entity] ?? entity;
      if (parent !== entity) joined[parent] = joined[entity] = 1;
    }
    const single: number[] = [];
    for (let entity = 0; entity < this.#entityCount; entity++) {
      const alias = this.#head[entity] ?? -1;
      if (alias >= 0 && this.aliases.next[alias] === -1 && joined[entity] === 0) single.push(entity);
    }
    return single;
  }

  /** Gives a free alias to an entity; the entity takes its id from the strongest name it has. */
  attach(alias: number, entity: number): void {
    this.aliases.entity[alias] = entity;
    this.aliases.next[alias] = this.#head[entity] ?? -1;
    this.#head[entity] = alias;
    if (this.aliases.rankOf(alias) < this.aliases.rankOf(this.#canonical[entity] ?? alias)) this.#canonical[entity] = alias;
  }

  /** Takes an alias away from an entity that has others. */
  detach(alias: number): void {
    const entity = this.aliases.entity[alias] ?? -1;
    const rest = this.aliasesOf(entity).filter((other) => other !== alias);
    if (entity < 0 || rest.length === 0) return;
    this.#head[entity] = -1;
    if (this.#canonical[entity] === alias)
      this.#canonical[entity] = rest.reduce((best, other) => (this.aliases.rankOf(other) < this.aliases.rankOf(best) ? other : best));
    for (const other of rest.reverse()) {
      this.aliases.next[other] = this.#head[entity] ?? -1;
      this.#head[entity] = other;
    }
    this.aliases.entity[alias] = -1;
    this.aliases.next[alias] = -1;
  }

  /** The entity with the stronger canonical name survives; then the one with a directory id, the older, the smaller id. */
  merge(a: number, b: number, time: number): EntityMerge {
    const [into, from] = this.#outranks(a, b) ? [a, b] : [b, a];
    let alias = this.#head[from] ?? -1;
    while (alias >= 0) {
      const next = this.aliases.next[alias] ?? -1;
      this.attach(alias, into);
      alias = next;
    }
    this.#head[from] = -1;
    this.#parent[from] = into;
    this.#first[into] = Math.min(this.#first[into] ?? Infinity, this.#first[from] ?? Infinity);
    this.#last[into] = Math.max(this.#last[into] ?? -Infinity, this.#last[from] ?? -Infinity);
    this.entityFlags[into] = (this.entityFlags[into] ?? 0) | (this.entityFlags[from] ?? 0);
    if (this.typeOf(into) === 'address' && this.typeOf(from) === 'user') this.setType(into, 'user');
    const title = this.#titles.get(from);
    if (title !== undefined && !this.#titles.has(into)) this.#titles.set(into, title);
    this.#titles.delete(from);
    for (const group of this.#groups.get(from) ?? []) this.#addGroup(into, group);
    this.#groups.delete(from);
    return { from, into, time };
  }

  current(entity: number): number {
    let live = entity;
    for (let parent = this.#parent[live] ?? live; parent !== live; parent = this.#parent[live] ?? live) live = parent;
    return live;
  }

  touch(alias: number, entity: number, time: number): void {
    this.aliases.touch(alias, time);
    if (time > (this.#last[entity] ?? 0)) this.#last[entity] = time;
    if (time < (this.#first[entity] ?? 0)) this.#first[entity] = time;
  }

  addGroups(entity: number, names: readonly string[]): void {
    for (const name of names) {
      let group = this.#groupNumbers.get(name);
      if (group === undefined) {
        group = this.#groupNames.push(name) - 1;
        this.#groupNumbers.set(name, group);
      }
      this.#addGroup(entity, group);
    }
  }

  #addGroup(entity: number, group: number): void {
    const groups = this.#groups.get(entity);
    if (groups === undefined) this.#groups.set(entity, [group]);
    else if (groups.length < MAXIMUM_GROUPS && !groups.includes(group)) groups.push(group);
  }

  /** A human name, kept only where the canonical one is a code. */
  setTitle(entity: number, title: string): void {
    if (!this.#titles.has(entity) && this.aliases.isCode(this.#canonical[entity] ?? -1)) this.#titles.set(entity, title);
  }

  setType(entity: number, type: EntityType): void {
    this.#type[entity] = ENTITY_TYPES.indexOf(type);
  }

  typeOf(entity: number): EntityType {
    return ENTITY_TYPES[this.#type[entity] ?? 0] ?? 'user';
  }

  canonicalOf(entity: number): number {
    return this.#canonical[entity] ?? -1;
  }

  idOf(entity: number): string {
    return `${this.typeOf(entity)}:${this.#qualified(this.#canonical[entity] ?? -1)}`;
  }

  nameOf(entity: number): string {
    return this.#titles.get(entity) ?? this.aliases.valueOf(this.#canonical[entity] ?? -1);
  }

  firstSeen(entity: number): number {
    return Number.isFinite(this.#first[entity]) ? (this.#first[entity] ?? 0) : 0;
  }

  lastSeen(entity: number): number {
    return Number.isFinite(this.#last[entity]) ? (this.#last[entity] ?? 0) : 0;
  }

  groupsOf(entity: number): readonly string[] {
    return (this.#groups.get(entity) ?? []).map((group) => this.#groupNames[group] ?? '');
  }

  aliasesOf(entity: number): number[] {
    const aliases: number[] = [];
    for (let alias = this.#head[entity] ?? -1; alias >= 0; alias = this.aliases.next[alias] ?? -1) aliases.push(alias);
    return aliases;
  }

  /** For reading by people: strongest first, then by text. */
  describeAliases(entity: number): readonly Alias[] {
    return this.aliasesOf(entity)
      .sort((a, b) => this.aliases.rankOf(a) - this.aliases.rankOf(b) || (this.aliases.valueOf(a) < this.aliases.valueOf(b) ? -1 : 1))
      .map((alias) => this.aliases.describe(alias));
  }

  /** Realm names belong to the registry; a bare account name is unique only within one. */
  realmName: (realm: number) => string = String;

  #qualified(alias: number): string {
    const value = this.aliases.valueOf(alias);
    return this.aliases.isLocal(alias) ? `${this.realmName(this.aliases.realm[alias] ?? -1)}/${value}` : value;
  }

  /** A directory's own id stands beside the name that the directory uses today. */
  #hasCode(entity: number): boolean {
    return this.aliasesOf(entity).some((alias) => RULES[this.aliases.namespaceOf(alias)].strength === 'code');
  }

  #outranks(a: number, b: number): boolean {
    const byRank = this.aliases.rankOf(this.#canonical[a] ?? -1) - this.aliases.rankOf(this.#canonical[b] ?? -1);
    if (byRank !== 0) return byRank < 0;
    const known = this.#hasCode(a);
    if (known !== this.#hasCode(b)) return known;
    const [firstA = 0, firstB = 0] = [this.#first[a], this.#first[b]];
    return firstA === firstB ? this.idOf(a) <= this.idOf(b) : firstA < firstB;
  }

  #growEntities(length: number): void {
    this.#type = grown(this.#type, length);
    this.#parent = grown(this.#parent, length);
    this.#head = grown(this.#head, length);
    this.#canonical = grown(this.#canonical, length);
    this.#first = grown(this.#first, length);
    this.#last = grown(this.#last, length);
    this.entityFlags = grown(this.entityFlags, length);
  }

  write(writer: ByteWriter): void {
    const entities = this.#entityCount;
    for (const column of [this.#type, this.#parent, this.#head, this.#canonical, this.#first, this.#last, this.entityFlags])
      writer.column(column, entities);
    this.aliases.write(writer);
    const titled = [...this.#titles.keys()].sort((a, b) => a - b);
    writer.numbers(titled);
    writer.texts(titled.map((entity) => this.#titles.get(entity) ?? ''));
    writer.texts(this.#groupNames);
    const grouped = [...this.#groups.keys()].sort((a, b) => a - b);
    writer.numbers(grouped);
    for (const entity of grouped) writer.numbers(this.#groups.get(entity) ?? []);
  }

  /** Fills an empty store with what `write` wrote. */
  read(reader: ByteReader): void {
    this.#type = reader.column(Uint8Array);
    this.#parent = reader.column(Int32Array);
    this.#head = reader.column(Int32Array);
    this.#canonical = reader.column(Int32Array);
    this.#first = reader.column(Float64Array);
    this.#last = reader.column(Float64Array);
    this.entityFlags = reader.column(Uint8Array);
    this.#entityCount = this.#type.length;
    for (let entity = this.#entityCount - 1; entity >= 0; entity--) if (this.#canonical[entity] === -1) this.#free.push(entity);
    this.aliases.read(reader);
    const titled = reader.numbers();
    const titles = reader.texts();
    titled.forEach((entity, index) => this.#titles.set(entity, titles[index] ?? ''));
    for (const name of reader.texts()) this.#groupNumbers.set(name, this.#groupNames.push(name) - 1);
    for (const entity of reader.numbers()) this.#groups.set(entity, reader.numbers());
  }
}
