import { IDENTIFIER_SCHEMES } from '../activity/identifier.js';
import { ENTITY_TYPES } from '../documents/common.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import { grown } from './columns.js';
import type { Alias, EntityMerge } from './entity-types.js';
import { NAMESPACES, RULES, isGuid } from './identifier-rules.js';
import type { CanonicalName, Namespace } from './identifier-rules.js';
import type { EntityType } from '../documents/common.js';

/** Bits of `EntityStore.aliasFlags`. */
export const ALIAS = {
  /** Never joins two things: shared principal, role, or caught naming several. */
  separate: 1,
  /** An address inside the organisation. */
  internal: 2,
  /** Counted as evidence that its mail domain is the organisation's. */
  counted: 4,
  /** Its mail domain was noted as one of the tenant's. */
  member: 8,
  /** A cloud role, held by whoever assumes it. */
  role: 16,
} as const;

/** Kinds of names, by what they can stand for. */
export const FAMILIES = ['account', 'app', 'device', 'address', 'domain'] as const;

/** Bits of `EntityStore.entityFlags`. */
export const ENTITY = { critical: 1, vip: 2, shared: 4 } as const;

const MAXIMUM_GROUPS = 32;
/** Before every directory id: the id of an application is what consents and credentials refer to. */
export const APP_ID_RANK = 4;
const ACCOUNT_NAME = NAMESPACES.indexOf('account-name');

export const namespaceIndex = (namespace: Namespace): number => NAMESPACES.indexOf(namespace);

/** Entities and the names they go by, in columns. Knows how to join and part them, not when to. */
export class EntityStore {
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

  #aliasCount = 0;
  #scheme = new Uint8Array(0);
  #namespace = new Uint8Array(0);
  /** Entity of an alias, always live, or -1. */
  aliasEntity = new Int32Array(0);
  #next = new Int32Array(0);
  #aliasFirst = new Float64Array(0);
  #aliasLast = new Float64Array(0);
  /** Number of the organisation or product in which the alias was first seen. */
  aliasRealm = new Int32Array(0);
  aliasFlags = new Uint8Array(0);
  /** `RULES[…].rank`, smaller is the better canonical name. Derived. */
  aliasRank = new Uint8Array(0);
  /** Index in `FAMILIES`. Derived. */
  aliasFamily = new Uint8Array(0);
  readonly #values: string[] = [];
  readonly #maps: readonly Map<string, number>[] = NAMESPACES.map(() => new Map<string, number>());
  readonly #accountNames = new Map<number, Map<string, number>>();

  get size(): number {
    return this.#entityCount;
  }

  get aliasCount(): number {
    return this.#aliasCount;
  }

  /** Alias number, or -1. Only bare account names are told apart by realm; those of realm -1 hold everywhere. */
  find(namespace: number, realm: number, value: string): number {
    if (namespace !== ACCOUNT_NAME) return this.#maps[namespace]?.get(value) ?? -1;
    return this.#accountNames.get(realm)?.get(value) ?? this.#accountNames.get(-1)?.get(value) ?? -1;
  }

  add(name: CanonicalName, realm: number): number {
    const alias = this.#aliasCount++;
    this.#growAliases(this.#aliasCount);
    this.#scheme[alias] = IDENTIFIER_SCHEMES.indexOf(name.scheme);
    this.#namespace[alias] = namespaceIndex(name.namespace);
    this.aliasEntity[alias] = -1;
    this.#next[alias] = -1;
    this.#aliasFirst[alias] = Infinity;
    this.#aliasLast[alias] = -Infinity;
    this.aliasRealm[alias] = realm;
    this.aliasFlags[alias] = (name.shared || name.role ? ALIAS.separate : 0) | (name.role ? ALIAS.role : 0);
    this.#values.push(name.value);
    this.#index(alias);
    return alias;
  }

  createEntity(type: EntityType, alias: number): number {
    const entity = this.#entityCount++;
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

  /** Gives a free alias to an entity; the entity takes its id from the strongest name it has. */
  attach(alias: number, entity: number): void {
    this.aliasEntity[alias] = entity;
    this.#next[alias] = this.#head[entity] ?? -1;
    this.#head[entity] = alias;
    if (this.rank(alias) < this.rank(this.#canonical[entity] ?? alias)) this.#canonical[entity] = alias;
  }

  /** Takes an alias away from an entity that has others. */
  detach(alias: number): void {
    const entity = this.aliasEntity[alias] ?? -1;
    const rest = this.aliasesOf(entity).filter((other) => other !== alias);
    if (entity < 0 || rest.length === 0) return;
    this.#head[entity] = -1;
    if (this.#canonical[entity] === alias)
      this.#canonical[entity] = rest.reduce((best, other) => (this.rank(other) < this.rank(best) ? other : best));
    for (const other of rest.reverse()) {
      this.#next[other] = this.#head[entity] ?? -1;
      this.#head[entity] = other;
    }
    this.aliasEntity[alias] = -1;
    this.#next[alias] = -1;
  }

  /** The entity with the stronger canonical name survives; then the one with a directory id, the older, the smaller id. */
  merge(a: number, b: number, time: number): EntityMerge {
    const [into, from] = this.#outranks(a, b) ? [a, b] : [b, a];
    let alias = this.#head[from] ?? -1;
    while (alias >= 0) {
      const next = this.#next[alias] ?? -1;
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
    if (time > (this.#aliasLast[alias] ?? 0)) this.#aliasLast[alias] = time;
    if (time < (this.#aliasFirst[alias] ?? 0)) this.#aliasFirst[alias] = time;
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
    if (!this.#titles.has(entity) && this.#isCode(this.#canonical[entity] ?? -1)) this.#titles.set(entity, title);
  }

  hasTitle(entity: number): boolean {
    return this.#titles.has(entity);
  }

  setType(entity: number, type: EntityType): void {
    this.#type[entity] = ENTITY_TYPES.indexOf(type);
  }

  typeOf(entity: number): EntityType {
    return ENTITY_TYPES[this.#type[entity] ?? 0] ?? 'user';
  }

  valueOf(alias: number): string {
    return this.#values[alias] ?? '';
  }

  namespaceOf(alias: number): Namespace {
    return NAMESPACES[this.#namespace[alias] ?? 0] ?? 'account-name';
  }

  aliasLast(alias: number): number {
    return this.#aliasLast[alias] ?? -Infinity;
  }

  canonicalOf(entity: number): number {
    return this.#canonical[entity] ?? -1;
  }

  rank(alias: number): number {
    return this.aliasRank[alias] ?? 0;
  }

  idOf(entity: number): string {
    return `${this.typeOf(entity)}:${this.#qualified(this.#canonical[entity] ?? -1)}`;
  }

  nameOf(entity: number): string {
    return this.#titles.get(entity) ?? this.valueOf(this.#canonical[entity] ?? -1);
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
    for (let alias = this.#head[entity] ?? -1; alias >= 0; alias = this.#next[alias] ?? -1) aliases.push(alias);
    return aliases;
  }

  /** For reading by people: strongest first, then by text. */
  describeAliases(entity: number): readonly Alias[] {
    return this.aliasesOf(entity)
      .sort((a, b) => this.rank(a) - this.rank(b) || (this.valueOf(a) < this.valueOf(b) ? -1 : 1))
      .map((alias) => ({
        scheme: IDENTIFIER_SCHEMES[this.#scheme[alias] ?? 0] ?? 'account-name',
        value: this.valueOf(alias),
        from: Number.isFinite(this.#aliasFirst[alias]) ? (this.#aliasFirst[alias] ?? 0) : 0,
        to: Number.isFinite(this.#aliasLast[alias]) ? (this.#aliasLast[alias] ?? 0) : 0,
      }));
  }

  /** Realm names belong to the registry; a bare account name is unique only within one. */
  realmName: (realm: number) => string = String;

  #qualified(alias: number): string {
    const realm = this.aliasRealm[alias] ?? -1;
    return this.#namespace[alias] === ACCOUNT_NAME && realm >= 0 ? `${this.realmName(realm)}/${this.valueOf(alias)}` : this.valueOf(alias);
  }

  #isCode(alias: number): boolean {
    const namespace = this.namespaceOf(alias);
    return RULES[namespace].strength === 'code' || (namespace === 'app' && isGuid(this.valueOf(alias)));
  }

  /** A directory's own id stands beside the name that the directory uses today. */
  #hasCode(entity: number): boolean {
    return this.aliasesOf(entity).some((alias) => RULES[this.namespaceOf(alias)].strength === 'code');
  }

  #outranks(a: number, b: number): boolean {
    const byRank = this.rank(this.#canonical[a] ?? -1) - this.rank(this.#canonical[b] ?? -1);
    if (byRank !== 0) return byRank < 0;
    const known = this.#hasCode(a);
    if (known !== this.#hasCode(b)) return known;
    const [firstA = 0, firstB = 0] = [this.#first[a], this.#first[b]];
    return firstA === firstB ? this.idOf(a) <= this.idOf(b) : firstA < firstB;
  }

  #index(alias: number): void {
    const namespace = this.#namespace[alias] ?? 0;
    let map = this.#maps[namespace];
    if (namespace === ACCOUNT_NAME) {
      const realm = this.aliasRealm[alias] ?? -1;
      map = this.#accountNames.get(realm);
      if (map === undefined) {
        map = new Map();
        this.#accountNames.set(realm, map);
      }
    }
    map?.set(this.valueOf(alias), alias);
    const rule = RULES[this.namespaceOf(alias)];
    this.aliasFamily[alias] = FAMILIES.indexOf(rule.family);
    // The id of an application outranks its title, which others may copy.
    this.aliasRank[alias] = rule.family === 'app' && isGuid(this.valueOf(alias)) ? APP_ID_RANK : rule.rank;
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

  #growAliases(length: number): void {
    this.#scheme = grown(this.#scheme, length);
    this.#namespace = grown(this.#namespace, length);
    this.aliasEntity = grown(this.aliasEntity, length);
    this.#next = grown(this.#next, length);
    this.#aliasFirst = grown(this.#aliasFirst, length);
    this.#aliasLast = grown(this.#aliasLast, length);
    this.aliasRealm = grown(this.aliasRealm, length);
    this.aliasFlags = grown(this.aliasFlags, length);
    this.aliasRank = grown(this.aliasRank, length);
    this.aliasFamily = grown(this.aliasFamily, length);
  }

  write(writer: ByteWriter): void {
    const entities = this.#entityCount;
    const aliases = this.#aliasCount;
    for (const column of [this.#type, this.#parent, this.#head, this.#canonical, this.#first, this.#last, this.entityFlags])
      writer.column(column, entities);
    writer.texts(this.#values);
    for (const column of [
      this.#scheme,
      this.#namespace,
      this.aliasEntity,
      this.#next,
      this.#aliasFirst,
      this.#aliasLast,
      this.aliasRealm,
      this.aliasFlags,
    ]) {
      writer.column(column, aliases);
    }
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
    for (const value of reader.texts()) this.#values.push(value);
    this.#scheme = reader.column(Uint8Array);
    this.#namespace = reader.column(Uint8Array);
    this.aliasEntity = reader.column(Int32Array);
    this.#next = reader.column(Int32Array);
    this.#aliasFirst = reader.column(Float64Array);
    this.#aliasLast = reader.column(Float64Array);
    this.aliasRealm = reader.column(Int32Array);
    this.aliasFlags = reader.column(Uint8Array);
    this.#aliasCount = this.#values.length;
    this.#growAliases(this.#aliasCount);
    for (let alias = 0; alias < this.#aliasCount; alias++) this.#index(alias);
    const titled = reader.numbers();
    const titles = reader.texts();
    titled.forEach((entity, index) => this.#titles.set(entity, titles[index] ?? ''));
    for (const name of reader.texts()) this.#groupNumbers.set(name, this.#groupNames.push(name) - 1);
    for (const entity of reader.numbers()) this.#groups.set(entity, reader.numbers());
  }
}
