import type { ActorType } from '../activity/activity.js';
import type { Identifier, IdentifierScheme } from '../activity/identifier.js';
import { IDENTIFIER_SCHEMES } from '../activity/identifier.js';
import type { EntityType } from '../documents/common.js';
import type { AssociationBook } from './association-book.js';
import { ConflictBook } from './conflict-book.js';
import { ALIAS, APP_ID_RANK, ENTITY, FAMILIES, namespaceIndex } from './entity-store.js';
import type { EntityStore } from './entity-store.js';
import type { EntityMerge } from './entity-types.js';
import { canonicalName, guestHome, isGuest, localPart, mailDomain, namespaceOf, RULES } from './identifier-rules.js';
import type { CanonicalName } from './identifier-rules.js';
import type { OwnDomains } from './own-domains.js';
import { agree, allowsTwoAddresses, entitiesAgree } from './union-rules.js';

/** The record around a list of identifiers. */
export interface NameContext {
  readonly time: number;
  /** Number of the organisation, or of the product where the record names none. */
  readonly realm: number;
  readonly organization: string;
  readonly type: ActorType | 'correspondent';
  readonly preferred: 'account' | 'app' | 'device';
}

const SCHEME_INDEX: ReadonlyMap<IdentifierScheme, number> = new Map(
  IDENTIFIER_SCHEMES.map((scheme) => [scheme, namespaceIndex(namespaceOf(scheme))]),
);
const [ADDRESS, SAM, KERBEROS, HOSTNAME] = (['address', 'sam', 'kerberos', 'hostname'] as const).map(namespaceIndex) as [
  number,
  number,
  number,
  number,
];
const DEVICE_FAMILY = FAMILIES.indexOf('device');
const APP_FAMILY = FAMILIES.indexOf('app');

const UNKNOWN = -1;
const NOBODY = -2;
/** Spellings are a cache of `canonicalName`; the bound keeps hostile names from filling it. */
const MAXIMUM_SPELLINGS = 100_000;

/** Learns which names belong together and finds the entity behind a list of names. */
export class NameBook {
  readonly #store: EntityStore;
  readonly #own: OwnDomains;
  readonly #associations: AssociationBook;
  readonly #watched: { readonly critical: ReadonlySet<string>; readonly vip: ReadonlySet<string> };
  readonly conflicts = new ConflictBook();
  readonly #spellings = new Map<string, number>();
  /** Realm of a NetBIOS domain name: by default its first label, in Active Directory. */
  readonly #realms = new Map<string, string>();
  /** Full names by their first label; '' once two hosts share it. */
  readonly #fullNames = new Map<string, string>();
  readonly #scratch: number[] = [];
  merges: EntityMerge[] = [];
  /** Alias that stood for the entity in the last `learn`, -1 if nobody did. */
  lead = UNKNOWN;

  constructor(
    store: EntityStore,
    own: OwnDomains,
    associations: AssociationBook,
    watched: { readonly critical: ReadonlySet<string>; readonly vip: ReadonlySet<string> },
  ) {
    this.#store = store;
    this.#own = own;
    this.#associations = associations;
    this.#watched = watched;
  }

  /** Best known alias of a list, without learning; -1 if none is known. */
  lookup(identifiers: readonly Identifier[], realm: number, preferred: NameContext['preferred']): number {
    if (identifiers.length === 0) return UNKNOWN;
    const family = FAMILIES.indexOf(preferred);
    const aliases = this.#scratch;
    let count = 0;
    for (const identifier of identifiers) {
      let alias = this.#known(identifier, realm);
      if (alias >= 0 && this.#weight(alias, family) === 0) return alias;
      if (alias === UNKNOWN) {
        const name = canonicalName(identifier);
        alias = name === undefined ? NOBODY : this.#store.find(namespaceIndex(name.namespace), name.shared ? -1 : realm, name.value);
      }
      aliases[count++] = alias;
    }
    return this.#choose(aliases, count, family);
  }

  /** The entity that the names stand for, made if new; -1 if they name nobody. */
  learn(identifiers: readonly Identifier[], context: NameContext): number {
    const { aliasEntity, aliasFlags } = this.#store;
    const aliases = this.#scratch;
    let count = 0;
    for (const identifier of identifiers) {
      const alias = this.#known(identifier, context.realm);
      if (alias === UNKNOWN) return this.#learnNew(identifiers, context);
      aliases[count++] = alias;
    }
    const lead = this.#choose(aliases, count, FAMILIES.indexOf(context.preferred));
    this.lead = lead;
    if (lead < 0) return UNKNOWN;
    const entity = aliasEntity[lead] ?? UNKNOWN;
    if (entity < 0) return this.#learnNew(identifiers, context);
    for (let index = 0; index < count; index++) {
      const alias = aliases[index] ?? NOBODY;
      if (alias === lead || alias === NOBODY) continue;
      const separate = (aliasFlags[alias] ?? 0) & ALIAS.separate;
      if (separate !== 0 ? (aliasEntity[alias] ?? 0) < 0 : aliasEntity[alias] !== entity && this.#comparable(alias, lead, context)) {
        return this.#learnNew(identifiers, context);
      }
    }
    return this.#finish(aliases, count, lead, entity, context);
  }

  #finish(aliases: readonly number[], count: number, lead: number, entity: number, context: NameContext): number {
    const store = this.#store;
    this.lead = lead;
    for (let index = 0; index < count; index++) {
      const alias = aliases[index] ?? UNKNOWN;
      if (alias < 0) continue;
      const owner = store.aliasEntity[alias] ?? UNKNOWN;
      if (owner < 0) continue;
      store.touch(alias, owner, context.time);
      if (owner !== entity && ((store.aliasFlags[alias] ?? 0) & ALIAS.role) !== 0)
        this.#associations.note(entity, owner, 'role', context.time);
    }
    if (context.type !== 'correspondent' && store.typeOf(entity) === 'address' && store.aliasFamily[lead] === 0)
      store.setType(entity, 'user');
    return entity;
  }

  #known(identifier: Identifier, realm: number): number {
    const namespace = SCHEME_INDEX.get(identifier.scheme) ?? 0;
    const alias = this.#store.find(namespace, realm, identifier.value);
    if (alias >= 0) return alias;
    return this.#spellings.size === 0 ? UNKNOWN : (this.#spellings.get(spelling(identifier, realm)) ?? UNKNOWN);
  }

  #choose(aliases: readonly number[], count: number, family: number): number {
    let best = UNKNOWN;
    let bestWeight = Infinity;
    for (let index = 0; index < count; index++) {
      const alias = aliases[index] ?? UNKNOWN;
      const weight = alias < 0 ? Infinity : this.#weight(alias, family);
      if (weight < bestWeight) {
        best = alias;
        bestWeight = weight;
      }
    }
    return best;
  }

  /** How badly a name stands for a thing of the family; 0 is best. */
  #weight(alias: number, family: number): number {
    const separate = ((this.#store.aliasFlags[alias] ?? 0) & ALIAS.separate) === 0 ? 0 : 100;
    return separate + (this.#store.aliasRank[alias] ?? 0) + (this.#store.aliasFamily[alias] === family ? 0 : 30);
  }

  /** Names of one kind of thing: a program's name beside a person's does not name the person. */
  #comparable(alias: number, lead: number, context: NameContext): boolean {
    const family = this.#store.aliasFamily[alias] ?? 0;
    const leadFamily = this.#store.aliasFamily[lead] ?? 0;
    if (family === leadFamily) return true;
    const both = family <= APP_FAMILY && leadFamily <= APP_FAMILY;
    return both && (context.type === 'service' || context.type === 'app');
  }

  #learnNew(identifiers: readonly Identifier[], context: NameContext): number {
    const store = this.#store;
    const names: CanonicalName[] = [];
    const aliases: number[] = [];
    for (const identifier of identifiers) {
      const name = canonicalName(identifier);
      if (name?.namespace === 'ip' || name?.namespace === 'domain') continue;
      const alias = name === undefined || name.value === context.organization ? NOBODY : this.#intern(name, context.realm);
      if (name !== undefined && alias >= 0 && !aliases.includes(alias)) {
        names.push(name);
        aliases.push(alias);
      }
      if ((name?.value !== identifier.value || name.namespace !== namespaceOf(identifier.scheme) || name.shared) && alias !== UNKNOWN) {
        if (this.#spellings.size >= MAXIMUM_SPELLINGS) this.#spellings.clear();
        if (name?.value !== context.organization) this.#spellings.set(spelling(identifier, context.realm), alias);
      }
    }
    const lead = this.#choose(aliases, aliases.length, FAMILIES.indexOf(context.preferred));
    this.lead = lead;
    if (lead < 0) return UNKNOWN;
    const hasCode = aliases.some(
      (alias) => RULES[store.namespaceOf(alias)].strength === 'code' && ((store.aliasFlags[alias] ?? 0) & ALIAS.separate) === 0,
    );
    const leadScheme = names[aliases.indexOf(lead)]?.scheme ?? 'account-name';
    let entity = store.aliasEntity[lead] ?? UNKNOWN;
    const fresh = entity < 0;
    if (fresh) entity = this.#place(lead, leadScheme, names, aliases, hasCode, context);
    aliases.forEach((alias, index) => {
      if (alias === lead) return;
      const separate = ((store.aliasFlags[alias] ?? 0) & ALIAS.separate) !== 0;
      const owner = store.aliasEntity[alias] ?? UNKNOWN;
      if (separate || !this.#comparable(alias, lead, context)) {
        if (owner < 0 && (separate || store.aliasFamily[alias] === store.aliasFamily[lead])) this.#create(alias, context);
        return;
      }
      if (owner === entity) return;
      const allowed = allowsTwoAddresses(store, lead, leadScheme, alias, names[index]?.scheme ?? 'account-name', hasCode);
      if (owner < 0) {
        if (agree(store, alias, entity, allowed)) this.#give(alias, entity);
        else this.#create(alias, context);
      } else {
        entity = this.#reconcile(alias, owner, lead, entity, allowed, context.time);
      }
    });
    for (const alias of aliases) this.#joinEquivalents(alias, context.time);
    return this.#finish(aliases, aliases.length, lead, store.aliasEntity[lead] ?? entity, context);
  }

  #intern(name: CanonicalName, realm: number): number {
    const inRealm = name.shared ? -1 : realm;
    const known = this.#store.find(namespaceIndex(name.namespace), inRealm, name.value);
    if (known >= 0) return known;
    const alias = this.#store.add(name, inRealm);
    if (name.namespace === 'kerberos') {
      const realmName = mailDomain(name.value);
      const dot = realmName.indexOf('.');
      const netbios = dot < 0 ? realmName : realmName.slice(0, dot);
      if (dot > 0 && !this.#realms.has(netbios)) this.#realms.set(netbios, realmName);
    } else if (name.namespace === 'hostname' && name.value.includes('.')) {
      const short = name.value.slice(0, name.value.indexOf('.'));
      this.#fullNames.set(short, this.#fullNames.has(short) ? '' : name.value);
    }
    return alias;
  }

  /** Finds a home for a leading name that has none. */
  #place(
    lead: number,
    scheme: IdentifierScheme,
    names: readonly CanonicalName[],
    aliases: readonly number[],
    hasCode: boolean,
    context: NameContext,
  ): number {
    const store = this.#store;
    if (((store.aliasFlags[lead] ?? 0) & ALIAS.separate) === 0) {
      for (let index = 0; index < aliases.length; index++) {
        const alias = aliases[index] ?? UNKNOWN;
        const owner = store.aliasEntity[alias] ?? UNKNOWN;
        if (owner < 0 || ((store.aliasFlags[alias] ?? 0) & ALIAS.separate) !== 0 || !this.#comparable(alias, lead, context)) continue;
        const allowed = allowsTwoAddresses(store, lead, scheme, alias, names[index]?.scheme ?? 'account-name', hasCode);
        const joins = !this.#isWeak(alias) || this.#onlyWeak(owner);
        if (joins && agree(store, lead, owner, allowed)) {
          this.#give(lead, owner);
          return owner;
        }
      }
    }
    return this.#create(lead, context);
  }

  #create(alias: number, context: NameContext): number {
    const entity = this.#store.createEntity(this.#typeFor(alias, context.type), alias);
    const flags = this.#store.aliasFlags[alias] ?? 0;
    const shared = (flags & ALIAS.separate) !== 0 && (flags & ALIAS.role) === 0;
    this.#store.entityFlags[entity] = (this.#store.entityFlags[entity] ?? 0) | (shared ? ENTITY.shared : 0);
    this.#watch(alias, entity);
    return entity;
  }

  #give(alias: number, entity: number): void {
    this.#store.attach(alias, entity);
    this.#watch(alias, entity);
  }

  #watch(alias: number, entity: number): void {
    const value = this.#store.valueOf(alias).toLowerCase();
    const flag = (this.#watched.critical.has(value) ? ENTITY.critical : 0) | (this.#watched.vip.has(value) ? ENTITY.vip : 0);
    this.#store.entityFlags[entity] = (this.#store.entityFlags[entity] ?? 0) | flag;
  }

  #typeFor(alias: number, type: NameContext['type']): EntityType {
    if (((this.#store.aliasFlags[alias] ?? 0) & ALIAS.separate) !== 0) return 'service';
    const family = this.#store.aliasFamily[alias] ?? 0;
    if (family === DEVICE_FAMILY) return 'device';
    if (family > DEVICE_FAMILY) return FAMILIES[family] === 'domain' ? 'domain' : 'address';
    if (type === 'service' || type === 'app') return type;
    if (family === APP_FAMILY) return 'app';
    if (type === 'system') return 'service';
    return type === 'correspondent' ? 'address' : 'user';
  }

  /** A name of the list already belongs to another entity: join, note the conflict, or declare the name unfit to join. */
  #reconcile(alias: number, owner: number, lead: number, entity: number, allowed: boolean, time: number): number {
    const store = this.#store;
    const strength = RULES[store.namespaceOf(alias)].strength;
    const sameLocalPart = this.#shareLocalPart(owner, lead);
    if (this.#isWeak(alias)) {
      if ((this.#onlyWeak(owner) || this.#onlyWeak(entity)) && entitiesAgree(store, owner, entity, false))
        return this.join(owner, entity, time);
      this.#part(alias);
      return entity;
    }
    if (entitiesAgree(store, owner, entity, allowed || (strength === 'code' && sameLocalPart))) return this.join(owner, entity, time);
    if (strength !== 'code' || store.aliasesOf(owner).every((other) => RULES[store.namespaceOf(other)].strength !== 'name')) return entity;
    const verdict = this.conflicts.note(alias, lead, time, store.aliasLast(store.canonicalOf(owner)));
    if (verdict === 'renamed' && entitiesAgree(store, owner, entity, true)) return this.join(owner, entity, time);
    if (verdict === 'shared') this.#part(alias);
    return entity;
  }

  #isWeak(alias: number): boolean {
    return RULES[this.#store.namespaceOf(alias)].strength === 'weak' && this.#store.aliasRank[alias] !== APP_ID_RANK;
  }

  #onlyWeak(entity: number): boolean {
    return this.#store.aliasesOf(entity).every((alias) => this.#isWeak(alias));
  }

  #shareLocalPart(owner: number, lead: number): boolean {
    const local = this.#store.namespaceOf(lead) === 'address' ? localPart(this.#store.valueOf(lead)) : '';
    return (
      local !== '' &&
      this.#store
        .aliasesOf(owner)
        .some((other) => this.#store.namespaceOf(other) === 'address' && localPart(this.#store.valueOf(other)) === local)
    );
  }

  /** From now on the name stands for itself alone. */
  #part(alias: number): void {
    const store = this.#store;
    const owner = store.aliasEntity[alias] ?? UNKNOWN;
    store.aliasFlags[alias] = (store.aliasFlags[alias] ?? 0) | ALIAS.separate;
    if (owner >= 0) store.detach(alias);
    if ((store.aliasEntity[alias] ?? UNKNOWN) < 0) {
      const family = store.aliasFamily[alias];
      const entity = store.createEntity(family === DEVICE_FAMILY ? 'device' : family === APP_FAMILY ? 'app' : 'service', alias);
      store.entityFlags[entity] = ENTITY.shared;
    }
  }

  join(a: number, b: number, time: number): number {
    if (a === b) return a;
    const merge = this.#store.merge(a, b, time);
    this.#associations.merge(merge.from, merge.into);
    this.merges.push(merge);
    return merge.into;
  }

  /** Joins spellings of one name in different directories: Kerberos and UPN, SAM and Kerberos, short and full host name, domains of one tenant. */
  #joinEquivalents(alias: number, time: number): void {
    const store = this.#store;
    const value = store.valueOf(alias);
    switch (store.namespaceOf(alias)) {
      case 'address': {
        this.#joinWith(alias, store.find(KERBEROS, -1, value), time);
        this.#joinSiblings(alias, time);
        const home = guestHome(value);
        const host = home === '' ? UNKNOWN : store.find(ADDRESS, -1, home);
        if (host >= 0) this.#associations.note(store.aliasEntity[alias] ?? 0, store.aliasEntity[host] ?? 0, 'guest', time);
        return;
      }
      case 'kerberos': {
        this.#joinWith(alias, store.find(ADDRESS, -1, value), time);
        const realm = mailDomain(value);
        const dot = realm.indexOf('.');
        const netbios = dot < 0 ? realm : realm.slice(0, dot);
        const full = this.#realms.get(netbios) ?? '';
        if (dot >= 0 && full !== realm) return;
        const account = localPart(value);
        this.#joinWith(alias, store.find(SAM, -1, `${netbios}\\${account}`), time);
        this.#joinWith(alias, store.find(KERBEROS, -1, `${account}@${dot < 0 ? full : netbios}`), time);
        return;
      }
      case 'sam': {
        const slash = value.indexOf('\\');
        const netbios = value.slice(0, slash);
        const account = value.slice(slash + 1);
        this.#joinWith(alias, store.find(KERBEROS, -1, `${account}@${netbios}`), time);
        this.#joinWith(alias, store.find(KERBEROS, -1, `${account}@${this.#realms.get(netbios) ?? netbios}`), time);
        return;
      }
      case 'hostname': {
        const dot = value.indexOf('.');
        const other = dot < 0 ? (this.#fullNames.get(value) ?? '') : value.slice(0, dot);
        const unique = dot < 0 || this.#fullNames.get(other) === value;
        if (other !== '' && unique) this.#joinWith(alias, store.find(HOSTNAME, -1, other), time);
        return;
      }
      default:
    }
  }

  #joinWith(alias: number, other: number, time: number): void {
    const a = this.#store.aliasEntity[alias] ?? UNKNOWN;
    const b = this.#store.aliasEntity[other] ?? UNKNOWN;
    if (other >= 0 && a >= 0 && b >= 0 && a !== b && entitiesAgree(this.#store, a, b, true)) this.join(a, b, time);
  }

  #joinSiblings(alias: number, time: number): void {
    const value = this.#store.valueOf(alias);
    if (isGuest(value)) return;
    for (const domain of this.#own.siblings(mailDomain(value)))
      this.#joinWith(alias, this.#store.find(ADDRESS, -1, `${localPart(value)}@${domain}`), time);
  }

  /** A domain has turned out to belong to a tenant: accounts with one local part under the tenant's domains are one. */
  joinTenant(domain: string, time: number): void {
    if (this.#own.siblings(domain).length === 0) return;
    const suffix = `@${domain}`;
    for (let alias = 0; alias < this.#store.aliasCount; alias++) {
      if (this.#store.namespaceOf(alias) === 'address' && this.#store.valueOf(alias).endsWith(suffix)) this.#joinSiblings(alias, time);
    }
  }

  /** What configuration says is one thing, guards aside. */
  declare(identifiers: readonly Identifier[]): void {
    let entity = UNKNOWN;
    for (const identifier of identifiers) {
      const name = canonicalName(identifier);
      if (name === undefined) continue;
      const alias = this.#intern(name, -1);
      const owner = this.#store.aliasEntity[alias] ?? UNKNOWN;
      if (owner < 0 && entity >= 0) this.#give(alias, entity);
      else if (owner < 0) entity = this.#create(alias, { time: 0, realm: -1, organization: '', type: 'unknown', preferred: 'account' });
      else entity = entity < 0 ? owner : this.join(owner, entity, 0);
    }
  }

  /** Rebuilds what is derived from the store after it was read from a snapshot. */
  reindex(): void {
    for (let alias = 0; alias < this.#store.aliasCount; alias++) {
      const value = this.#store.valueOf(alias);
      const namespace = this.#store.namespaceOf(alias);
      if (namespace === 'kerberos') {
        const realm = mailDomain(value);
        const dot = realm.indexOf('.');
        if (dot > 0 && !this.#realms.has(realm.slice(0, dot))) this.#realms.set(realm.slice(0, dot), realm);
      } else if (namespace === 'hostname' && value.includes('.')) {
        const short = value.slice(0, value.indexOf('.'));
        this.#fullNames.set(short, this.#fullNames.has(short) ? '' : value);
      }
    }
  }
}

const spelling = (identifier: Identifier, realm: number): string =>
  identifier.scheme === 'account-name' ? `${realm} ${identifier.value}` : `${identifier.scheme} ${identifier.value}`;
