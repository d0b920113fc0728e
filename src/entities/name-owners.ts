import type { ActorType } from '../activity/activity.js';
import type { EntityType } from '../documents/common.js';
import { ALIAS, APP_FAMILY, DEVICE_FAMILY, FAMILIES } from './alias-table.js';
import type { AssociationBook } from './association-book.js';
import { ENTITY } from './entity-store.js';
import type { EntityStore } from './entity-store.js';
import type { EntityMerge } from './entity-types.js';

const UNKNOWN = -1;

/** What the record says of the one that a name stands for; a correspondent is known from mail alone. */
export type NamedType = ActorType | 'correspondent';

/** Names, in lower case, whose entities are of importance. */
interface WatchedNames {
  readonly critical: ReadonlySet<string>;
  readonly vip: ReadonlySet<string>;
}

/** Gives names to entities and takes them away, makes entities and joins them; which, others decide. */
export class NameOwners {
  readonly #store: EntityStore;
  readonly #associations: AssociationBook;
  readonly #watched: WatchedNames;
  /** In the order in which they happened, since the list was last replaced. */
  merges: EntityMerge[] = [];

  constructor(store: EntityStore, associations: AssociationBook, watched: WatchedNames) {
    this.#store = store;
    this.#associations = associations;
    this.#watched = watched;
  }

  /** A new entity for a name that has none. */
  create(alias: number, type: NamedType): number {
    const entity = this.#store.createEntity(this.#typeFor(alias, type), alias);
    const flags = this.#store.aliases.flags[alias] ?? 0;
    const shared = (flags & ALIAS.separate) !== 0 && (flags & ALIAS.role) === 0;
    this.#store.entityFlags[entity] = (this.#store.entityFlags[entity] ?? 0) | (shared ? ENTITY.shared : 0);
    this.#watch(alias, entity);
    return entity;
  }

  /** A free name for an entity that is known. */
  give(alias: number, entity: number): void {
    this.#store.attach(alias, entity);
    this.#watch(alias, entity);
  }

  #watch(alias: number, entity: number): void {
    const value = this.#store.aliases.valueOf(alias).toLowerCase();
    const flag = (this.#watched.critical.has(value) ? ENTITY.critical : 0) | (this.#watched.vip.has(value) ? ENTITY.vip : 0);
    this.#store.entityFlags[entity] = (this.#store.entityFlags[entity] ?? 0) | flag;
  }

  #typeFor(alias: number, type: NamedType): EntityType {
    if (((this.#store.aliases.flags[alias] ?? 0) & ALIAS.separate) !== 0) return 'service';
    const family = this.#store.aliases.family[alias] ?? 0;
    if (family === DEVICE_FAMILY) return 'device';
    if (family > DEVICE_FAMILY) return FAMILIES[family] === 'domain' ? 'domain' : 'address';
    if (type === 'service' || type === 'app') return type;
    if (family === APP_FAMILY) return 'app';
    if (type === 'system') return 'service';
    return type === 'correspondent' ? 'address' : 'user';
  }

  /** From now on the name stands for itself alone. */
  part(alias: number): void {
    const store = this.#store;
    const owner = store.aliases.entity[alias] ?? UNKNOWN;
    store.aliases.flags[alias] = (store.aliases.flags[alias] ?? 0) | ALIAS.separate;
    if (owner >= 0) store.detach(alias);
    if ((store.aliases.entity[alias] ?? UNKNOWN) < 0) {
      const family = store.aliases.family[alias];
      const entity = store.createEntity(family === DEVICE_FAMILY ? 'device' : family === APP_FAMILY ? 'app' : 'service', alias);
      store.entityFlags[entity] = ENTITY.shared;
    }
  }

  /** Two entities are one. Returns the one that stays. */
  join(a: number, b: number, time: number): number {
    if (a === b) return a;
    const merge = this.#store.merge(a, b, time);
    this.#associations.merge(merge.from, merge.into);
    this.merges.push(merge);
    return merge.into;
  }
}
