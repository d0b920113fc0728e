import type { Identifier, IdentifierScheme } from '../activity/identifier.js';
import { IDENTIFIER_SCHEMES } from '../activity/identifier.js';
import { ALIAS, APP_FAMILY, APP_ID_RANK, namespaceIndex } from './alias-table.js';
import type { AssociationBook } from './association-book.js';
import { ConflictBook } from './conflict-book.js';
import type { EntityStore } from './entity-store.js';
import { EquivalentNames } from './equivalent-names.js';
import { canonicalName, localPart, namespaceOf, RULES } from './identifier-rules.js';
import type { CanonicalName } from './identifier-rules.js';
import type { NamedType, NameOwners } from './name-owners.js';
import type { OwnDomains } from './own-domains.js';
import { SpellingTable } from './spelling-table.js';
import { agree, allowsTwoAddresses, entitiesAgree } from './union-rules.js';

/** The record around a list of identifiers. */
export interface NameContext {
  readonly time: number;
  /** Number of the organisation, or of the product where the record names none. */
  readonly realm: number;
  readonly organization: string;
  readonly type: NamedType;
  /** What the names are thought to stand for: an index in `FAMILIES`. */
  readonly family: number;
}

const SCHEME_INDEX: ReadonlyMap<IdentifierScheme, number> = new Map(
  IDENTIFIER_SCHEMES.map((scheme) => [scheme, namespaceIndex(namespaceOf(scheme))]),
);

const UNKNOWN = -1;
const NOBODY = -2;

/** Learns which names belong together and finds the entity behind a list of names. */
export class NameBook {
  readonly #store: EntityStore;
  readonly #owners: NameOwners;
  readonly #associations: AssociationBook;
  readonly conflicts = new ConflictBook();
  readonly #spellings = new SpellingTable();
  readonly equivalents: EquivalentNames;
  readonly #scratch: number[] = [];
  /** Alias that stood for the entity in the last `learn`, -1 if nobody did. */
  lead = UNKNOWN;

  constructor(store: EntityStore, owners: NameOwners, own: OwnDomains, associations: AssociationBook) {
    this.#store = store;
    this.#owners = owners;
    this.#associations = associations;
    this.equivalents = new EquivalentNames(store, owners, own, associations);
  }

  /** Best known alias of a list, without learning; -1 if none is known. */
  lookup(identifiers: readonly Identifier[], realm: number, family: number): number {
    if (identifiers.length === 0) return UNKNOWN;
    const aliases = this.#scratch;
    let count = 0;
    for (const identifier of identifiers) {
      let alias = this.#known(identifier, realm);
      if (alias >= 0 && this.#weight(alias, family) === 0) return alias;
      if (alias === UNKNOWN) {
        const name = canonicalName(identifier);
        alias =
          name === undefined ? NOBODY : this.#store.aliases.find(namespaceIndex(name.namespace), name.shared ? -1 : realm, name.value);
      }
      aliases[count++] = alias;
    }
    return this.#choose(aliases, count, family);
  }

  /** The entity that the names stand for, made if new; -1 if they name nobody. */
  learn(identifiers: readonly Identifier[], context: NameContext): number {
    const { entity: aliasEntity, flags: aliasFlags } = this.#store.aliases;
    const aliases = this.#scratch;
    let count = 0;
    for (const identifier of identifiers) {
      const alias = this.#known(identifier, context.realm);
      if (alias === UNKNOWN) return this.#learnNew(identifiers, context);
      aliases[count++] = alias;
    }
    const lead = this.#choose(aliases, count, context.family);
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
      const owner = store.aliases.entity[alias] ?? UNKNOWN;
      if (owner < 0) continue;
      store.touch(alias, owner, context.time);
      if (owner !== entity && ((store.aliases.flags[alias] ?? 0) & ALIAS.role) !== 0)
        this.#associations.note(entity, owner, 'role', context.time);
    }
    if (context.type !== 'correspondent' && store.typeOf(entity) === 'address' && store.aliases.family[lead] === 0)
      store.setType(entity, 'user');
    return entity;
  }

  #known(identifier: Identifier, realm: number): number {
    const namespace = SCHEME_INDEX.get(identifier.scheme) ?? 0;
    const alias = this.#store.aliases.find(namespace, realm, identifier.value);
    if (alias >= 0) return alias;
    return this.#spellings.get(identifier, realm) ?? UNKNOWN;
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
    const separate = ((this.#store.aliases.flags[alias] ?? 0) & ALIAS.separate) === 0 ? 0 : 100;
    return separate + (this.#store.aliases.rank[alias] ?? 0) + (this.#store.aliases.family[alias] === family ? 0 : 30);
  }

  /** Names of one kind of thing: a program's name beside a person's does not name the person. */
  #comparable(alias: number, lead: number, context: NameContext): boolean {
    const family = this.#store.aliases.family[alias] ?? 0;
    const leadFamily = this.#store.aliases.family[lead] ?? 0;
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
        if (name?.value !== context.organization) this.#spellings.set(identifier, context.realm, alias);
      }
    }
    const lead = this.#choose(aliases, aliases.length, context.family);
    this.lead = lead;
    if (lead < 0) return UNKNOWN;
    const hasCode = aliases.some(
      (alias) => RULES[store.aliases.namespaceOf(alias)].strength === 'code' && ((store.aliases.flags[alias] ?? 0) & ALIAS.separate) === 0,
    );
    const leadScheme = names[aliases.indexOf(lead)]?.scheme ?? 'account-name';
    let entity = store.aliases.entity[lead] ?? UNKNOWN;
    const fresh = entity < 0;
    if (fresh) entity = this.#place(lead, leadScheme, names, aliases, hasCode, context);
    aliases.forEach((alias, index) => {
      if (alias === lead) return;
      const separate = ((store.aliases.flags[alias] ?? 0) & ALIAS.separate) !== 0;
      const owner = store.aliases.entity[alias] ?? UNKNOWN;
      if (separate || !this.#comparable(alias, lead, context)) {
        if (owner < 0 && (separate || store.aliases.family[alias] === store.aliases.family[lead])) this.#owners.create(alias, context.type);
        return;
      }
      if (owner === entity) return;
      const allowed = allowsTwoAddresses(store, lead, leadScheme, alias, names[index]?.scheme ?? 'account-name', hasCode);
      if (owner < 0) {
        if (agree(store, alias, entity, allowed)) this.#owners.give(alias, entity);
        else this.#owners.create(alias, context.type);
      } else {
        entity = this.#reconcile(alias, owner, lead, entity, allowed, context.time);
      }
    });
    for (const alias of aliases) this.equivalents.joinAll(alias, context.time);
    return this.#finish(aliases, aliases.length, lead, store.aliases.entity[lead] ?? entity, context);
  }

  #intern(name: CanonicalName, realm: number): number {
    const inRealm = name.shared ? -1 : realm;
    const known = this.#store.aliases.find(namespaceIndex(name.namespace), inRealm, name.value);
    if (known >= 0) return known;
    const alias = this.#store.aliases.add(name, inRealm);
    this.equivalents.note(alias);
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
    if (((store.aliases.flags[lead] ?? 0) & ALIAS.separate) === 0) {
      for (let index = 0; index < aliases.length; index++) {
        const alias = aliases[index] ?? UNKNOWN;
        const owner = store.aliases.entity[alias] ?? UNKNOWN;
        if (owner < 0 || ((store.aliases.flags[alias] ?? 0) & ALIAS.separate) !== 0 || !this.#comparable(alias, lead, context)) continue;
        const allowed = allowsTwoAddresses(store, lead, scheme, alias, names[index]?.scheme ?? 'account-name', hasCode);
        const joins = !this.#isWeak(alias) || this.#onlyWeak(owner);
        if (joins && agree(store, lead, owner, allowed)) {
          this.#owners.give(lead, owner);
          return owner;
        }
      }
    }
    return this.#owners.create(lead, context.type);
  }

  /** A name of the list already belongs to another entity: join, note the conflict, or declare the name unfit to join. */
  #reconcile(alias: number, owner: number, lead: number, entity: number, allowed: boolean, time: number): number {
    const store = this.#store;
    const strength = RULES[store.aliases.namespaceOf(alias)].strength;
    const sameLocalPart = this.#shareLocalPart(owner, lead);
    if (this.#isWeak(alias)) {
      if ((this.#onlyWeak(owner) || this.#onlyWeak(entity)) && entitiesAgree(store, owner, entity, false))
        return this.#owners.join(owner, entity, time);
      this.#owners.part(alias);
      return entity;
    }
    if (entitiesAgree(store, owner, entity, allowed || (strength === 'code' && sameLocalPart)))
      return this.#owners.join(owner, entity, time);
    if (strength !== 'code' || store.aliasesOf(owner).every((other) => RULES[store.aliases.namespaceOf(other)].strength !== 'name'))
      return entity;
    const verdict = this.conflicts.note(alias, lead, time, store.aliases.lastSeen(store.canonicalOf(owner)));
    if (verdict === 'renamed' && entitiesAgree(store, owner, entity, true)) return this.#owners.join(owner, entity, time);
    if (verdict === 'shared') this.#owners.part(alias);
    return entity;
  }

  #isWeak(alias: number): boolean {
    return RULES[this.#store.aliases.namespaceOf(alias)].strength === 'weak' && this.#store.aliases.rank[alias] !== APP_ID_RANK;
  }

  #onlyWeak(entity: number): boolean {
    return this.#store.aliasesOf(entity).every((alias) => this.#isWeak(alias));
  }

  #shareLocalPart(owner: number, lead: number): boolean {
    const local = this.#store.aliases.namespaceOf(lead) === 'address' ? localPart(this.#store.aliases.valueOf(lead)) : '';
    return (
      local !== '' &&
      this.#store
        .aliasesOf(owner)
        .some((other) => this.#store.aliases.namespaceOf(other) === 'address' && localPart(this.#store.aliases.valueOf(other)) === local)
    );
  }

  /** Before names are forgotten whose numbers it may remember. */
  clearCache(): void {
    this.#spellings.clear();
  }

  /** What configuration says is one thing, guards aside. */
  declare(identifiers: readonly Identifier[]): void {
    let entity = UNKNOWN;
    for (const identifier of identifiers) {
      const name = canonicalName(identifier);
      if (name === undefined) continue;
      const alias = this.#intern(name, -1);
      const owner = this.#store.aliases.entity[alias] ?? UNKNOWN;
      if (owner < 0 && entity >= 0) this.#owners.give(alias, entity);
      else if (owner < 0) entity = this.#owners.create(alias, 'unknown');
      else entity = entity < 0 ? owner : this.#owners.join(owner, entity, 0);
    }
  }
}
