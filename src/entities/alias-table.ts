import { RecentTexts } from '../activity/fields/recent-texts.js';
import { IDENTIFIER_SCHEMES } from '../activity/identifier.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import { grown } from './columns.js';
import type { Alias } from './entity-types.js';
import { NAMESPACES, RULES, isGuid } from './identifier-rules.js';
import type { CanonicalName, Namespace } from './identifier-rules.js';

/** Bits of `AliasTable.flags`. */
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

export const [ACCOUNT_FAMILY, APP_FAMILY, DEVICE_FAMILY] = (['account', 'app', 'device'] as const).map((family) =>
  FAMILIES.indexOf(family),
) as [number, number, number];

/** Realm of a number that names nothing any more. */
const FREE = -2;

/** Before every directory id: the id of an application is what consents and credentials refer to. */
export const APP_ID_RANK = 4;
const ACCOUNT_NAME = NAMESPACES.indexOf('account-name');

/** Names of a namespace that are found without a look at all of them: 16 bytes each. */
const RECENT = 4_096;

export const namespaceIndex = (namespace: Namespace): number => NAMESPACES.indexOf(namespace);

/** Names in columns: what each is, when it was seen, and the number of the entity that goes by it. */
export class AliasTable {
  #count = 0;
  #scheme = new Uint8Array(0);
  #namespace = new Uint8Array(0);
  /** Entity of an alias, always live, or -1. */
  entity = new Int32Array(0);
  /** Next alias of the same entity, or -1. */
  next = new Int32Array(0);
  #first = new Float64Array(0);
  #last = new Float64Array(0);
  /** Number of the organisation or product in which the alias was first seen. */
  realm = new Int32Array(0);
  flags = new Uint8Array(0);
  /** `RULES[…].rank`, smaller is the better canonical name. Derived. */
  rank = new Uint8Array(0);
  /** Index in `FAMILIES`. Derived. */
  family = new Uint8Array(0);
  readonly #values: string[] = [];
  readonly #maps: readonly Map<string, number>[] = NAMESPACES.map(() => new Map<string, number>());
  readonly #accountNames = new Map<number, Map<string, number>>();
  /** Names found last, by namespace: records ask for the same ones again and again. */
  readonly #recent: readonly RecentTexts<number>[] = NAMESPACES.map(() => new RecentTexts(RECENT));
  /** Numbers of names that were forgotten, the smallest last. Derived. */
  #free: number[] = [];

  get count(): number {
    return this.#count;
  }

  /** Alias number, or -1. Only bare account names are told apart by realm; those of realm -1 hold everywhere. */
  find(namespace: number, realm: number, value: string): number {
    if (namespace !== ACCOUNT_NAME) {
      const recent = this.#recent[namespace]?.get(value);
      if (recent !== undefined) return recent;
      const alias = this.#maps[namespace]?.get(value) ?? -1;
      if (alias >= 0) this.#recent[namespace]?.set(value, alias);
      return alias;
    }
    return this.#accountNames.get(realm)?.get(value) ?? this.#accountNames.get(-1)?.get(value) ?? -1;
  }

  add(name: CanonicalName, realm: number): number {
    const alias = this.#free.pop() ?? this.#count++;
    this.#grow(this.#count);
    this.#scheme[alias] = IDENTIFIER_SCHEMES.indexOf(name.scheme);
    this.#namespace[alias] = namespaceIndex(name.namespace);
    this.entity[alias] = -1;
    this.next[alias] = -1;
    this.#first[alias] = Infinity;
    this.#last[alias] = -Infinity;
    this.realm[alias] = realm;
    this.flags[alias] = (name.shared || name.role ? ALIAS.separate : 0) | (name.role ? ALIAS.role : 0);
    this.#values[alias] = name.value;
    this.#index(alias);
    return alias;
  }

  /** Forgets names that no entity goes by any more, none of which is a bare account name; their numbers are given out again. */
  remove(aliases: readonly number[]): void {
    for (const alias of aliases) {
      this.#maps[this.#namespace[alias] ?? 0]?.delete(this.valueOf(alias));
      this.#values[alias] = '';
      this.entity[alias] = -1;
      this.next[alias] = -1;
      this.flags[alias] = 0;
      this.realm[alias] = FREE;
    }
    for (const recent of this.#recent) recent.clear();
    this.#free = [...this.#free, ...aliases].sort((a, b) => b - a);
  }

  touch(alias: number, time: number): void {
    if (time > (this.#last[alias] ?? 0)) this.#last[alias] = time;
    if (time < (this.#first[alias] ?? 0)) this.#first[alias] = time;
  }

  valueOf(alias: number): string {
    return this.#values[alias] ?? '';
  }

  namespaceOf(alias: number): Namespace {
    return NAMESPACES[this.#namespace[alias] ?? 0] ?? 'account-name';
  }

  rankOf(alias: number): number {
    return this.rank[alias] ?? 0;
  }

  lastSeen(alias: number): number {
    return this.#last[alias] ?? -Infinity;
  }

  /** A name that people cannot read: a directory's own id, or the id of an application. */
  isCode(alias: number): boolean {
    const namespace = this.namespaceOf(alias);
    return RULES[namespace].strength === 'code' || (namespace === 'app' && isGuid(this.valueOf(alias)));
  }

  /** True for a name that holds only within the realm in which it was seen. */
  isLocal(alias: number): boolean {
    return this.#namespace[alias] === ACCOUNT_NAME && (this.realm[alias] ?? -1) >= 0;
  }

  describe(alias: number): Alias {
    return {
      scheme: IDENTIFIER_SCHEMES[this.#scheme[alias] ?? 0] ?? 'account-name',
      value: this.valueOf(alias),
      from: Number.isFinite(this.#first[alias]) ? (this.#first[alias] ?? 0) : 0,
      to: Number.isFinite(this.#last[alias]) ? (this.#last[alias] ?? 0) : 0,
    };
  }

  #index(alias: number): void {
    const namespace = this.#namespace[alias] ?? 0;
    let map = this.#maps[namespace];
    if (namespace === ACCOUNT_NAME) {
      const realm = this.realm[alias] ?? -1;
      map = this.#accountNames.get(realm);
      if (map === undefined) {
        map = new Map();
        this.#accountNames.set(realm, map);
      }
    }
    map?.set(this.valueOf(alias), alias);
    const rule = RULES[this.namespaceOf(alias)];
    this.family[alias] = FAMILIES.indexOf(rule.family);
    // The id of an application outranks its title, which others may copy.
    this.rank[alias] = rule.family === 'app' && isGuid(this.valueOf(alias)) ? APP_ID_RANK : rule.rank;
  }

  #grow(length: number): void {
    this.#scheme = grown(this.#scheme, length);
    this.#namespace = grown(this.#namespace, length);
    this.entity = grown(this.entity, length);
    this.next = grown(this.next, length);
    this.#first = grown(this.#first, length);
    this.#last = grown(this.#last, length);
    this.realm = grown(this.realm, length);
    this.flags = grown(this.flags, length);
    this.rank = grown(this.rank, length);
    this.family = grown(this.family, length);
  }

  write(writer: ByteWriter): void {
    writer.texts(this.#values);
    for (const column of [this.#scheme, this.#namespace, this.entity, this.next, this.#first, this.#last, this.realm, this.flags]) {
      writer.column(column, this.#count);
    }
  }

  /** Fills an empty table with what `write` wrote. */
  read(reader: ByteReader): void {
    for (const value of reader.texts()) this.#values.push(value);
    this.#scheme = reader.column(Uint8Array);
    this.#namespace = reader.column(Uint8Array);
    this.entity = reader.column(Int32Array);
    this.next = reader.column(Int32Array);
    this.#first = reader.column(Float64Array);
    this.#last = reader.column(Float64Array);
    this.realm = reader.column(Int32Array);
    this.flags = reader.column(Uint8Array);
    this.#count = this.#values.length;
    this.#grow(this.#count);
    for (let alias = this.#count - 1; alias >= 0; alias--) if (this.realm[alias] === FREE) this.#free.push(alias);
    for (let alias = 0; alias < this.#count; alias++) if (this.realm[alias] !== FREE) this.#index(alias);
  }
}
