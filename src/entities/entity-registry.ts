import type { Activity } from '../activity/activity.js';
import type { EntityType } from '../documents/common.js';
import { StateError } from '../errors.js';
import { inOrder } from './activity-order.js';
import { AssociationBook } from './association-book.js';
import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { associatesOf } from './entity-associates.js';
import { EntityLearner } from './entity-learner.js';
import { ENTITY, EntityStore } from './entity-store.js';
import type { Alias, Associate, Entity, EntityMerge, EntityOptions, EntityResolver, Roles } from './entity-types.js';
import { findEntities } from './find-entities.js';
import { forgetBefore } from './forget-oldest.js';
import { mailDomain } from './identifier-rules.js';
import { LeaseBook } from './lease-book.js';
import { NameBook } from './name-book.js';
import { NameOwners } from './name-owners.js';
import { DEFAULT_INTERNAL_NETWORKS, Networks } from './networks.js';
import { outsideEntities } from './outside-entities.js';
import { OwnDomains } from './own-domains.js';
import { PlaceBook } from './place-book.js';
import { RealmBook } from './realm-book.js';
import { RoleResolver } from './role-resolver.js';

const FORMAT = 'throughline entities 1';
const NONE: ReadonlySet<number> = new Set();

/** `EntityResolver` over columns in memory. Pure: equal calls in equal order give equal state, byte for byte. */
export class EntityRegistry implements EntityResolver {
  readonly #store = new EntityStore();
  readonly #realms = new RealmBook();
  readonly #leases = new LeaseBook();
  readonly #associations = new AssociationBook();
  readonly #own: OwnDomains;
  readonly #owners: NameOwners;
  readonly #names: NameBook;
  readonly #places: PlaceBook;
  readonly #learner: EntityLearner;
  readonly #roles: RoleResolver;

  /** @throws ConfigError for a network that cannot be read. */
  constructor(options: EntityOptions) {
    const store = this.#store;
    const networks = new Networks(options.internalNetworks.length === 0 ? DEFAULT_INTERNAL_NETWORKS : options.internalNetworks);
    this.#own = new OwnDomains(options.mailDomains);
    this.#owners = new NameOwners(store, this.#associations, {
      critical: new Set(options.criticalAssets.map((name) => name.trim().toLowerCase())),
      vip: new Set(options.vips.map((name) => name.trim().toLowerCase())),
    });
    this.#names = new NameBook(store, this.#owners, this.#own, this.#associations);
    this.#places = new PlaceBook(store, this.#owners, networks, this.#own, this.#leases);
    this.#learner = new EntityLearner(store, this.#names, this.#own, this.#associations, this.#places, this.#realms);
    this.#roles = new RoleResolver(store, this.#names, this.#places, this.#realms);
    store.realmName = (realm) => this.#realms.names[realm] ?? '';
    for (const identifiers of options.aliases) this.#names.declare(identifiers);
    this.#owners.merges = [];
  }

  get size(): number {
    return this.#store.size;
  }

  learn(activities: readonly Activity[]): readonly EntityMerge[] {
    this.#owners.merges = [];
    for (const activity of inOrder(activities)) this.#learner.learn(activity);
    return this.#owners.merges;
  }

  /**
   * Forgets addresses, domains and correspondents outside that nothing else is known of, those first that were not seen for longest, down to three
   * quarters of `most` once there are more. Returns their numbers, which will be given out again. `isKept` says what is known of a number elsewhere.
   */
  forgetOutside(most: number, isKept: (entity: number) => boolean): ReadonlySet<number> {
    const store = this.#store;
    if (store.size <= most) return NONE;
    const outside = outsideEntities(store, this.#associations, this.#names.conflicts, this.#own).filter((entity) => !isKept(entity));
    const before = forgetBefore(
      outside.map((entity) => store.lastSeen(entity)),
      most,
    );
    const gone = outside.filter((entity) => store.lastSeen(entity) < before);
    if (gone.length === 0) return NONE;
    store.remove(gone);
    this.#names.clearCache();
    this.#places.clearCache();
    return new Set(gone);
  }

  resolve(activity: Activity): Roles {
    return this.#roles.resolve(activity);
  }

  current(entity: number): number {
    return this.#store.current(entity);
  }

  entity(entity: number): Entity {
    const store = this.#store;
    const number = store.current(entity);
    const flags = store.entityFlags[number] ?? 0;
    const type = this.#typeOf(number);
    return {
      number,
      id: type === store.typeOf(number) ? store.idOf(number) : `${type}:${store.aliases.valueOf(store.canonicalOf(number))}`,
      name: store.nameOf(number),
      type,
      firstSeen: store.firstSeen(number),
      lastSeen: store.lastSeen(number),
      groups: store.groupsOf(number),
      critical: (flags & ENTITY.critical) !== 0,
      vip: (flags & ENTITY.vip) !== 0,
      shared: (flags & ENTITY.shared) !== 0,
    };
  }

  /** A mailbox known from mail alone is a user once its domain is known to be the organisation's. */
  #typeOf(entity: number): EntityType {
    const type = this.#store.typeOf(entity);
    const canonical = this.#store.canonicalOf(entity);
    const own =
      type === 'address' &&
      this.#store.aliases.namespaceOf(canonical) === 'address' &&
      this.#own.includes(mailDomain(this.#store.aliases.valueOf(canonical)));
    return own ? 'user' : type;
  }

  aliases(entity: number): readonly Alias[] {
    return this.#store.describeAliases(this.#store.current(entity));
  }

  associates(entity: number, time: number): readonly Associate[] {
    return associatesOf(this.#store, this.#associations, entity, time);
  }

  find(text: string): readonly number[] {
    return findEntities(this.#store, text, (entity) => this.entity(entity).id);
  }

  isInternal(address: string): boolean {
    return this.#places.isInternal(address);
  }

  isOwnDomain(domain: string): boolean {
    return this.#own.includes(domain);
  }

  snapshot(): Uint8Array {
    const writer = new ByteWriter();
    writer.text(FORMAT);
    writer.texts(this.#realms.names);
    this.#store.write(writer);
    this.#own.write(writer);
    this.#leases.write(writer);
    this.#associations.write(writer);
    this.#names.conflicts.write(writer);
    this.#places.write(writer);
    return writer.finish();
  }

  /**
   * The registry that `snapshot` described, under the same options.
   * @throws StateError if the bytes are damaged or of another version.
   */
  static restore(snapshot: Uint8Array, options: EntityOptions): EntityRegistry {
    const registry = new EntityRegistry({ ...options, aliases: [] });
    const reader = new ByteReader(snapshot);
    if (reader.text() !== FORMAT)
      throw new StateError('The entity snapshot is of another version. Remove it to rebuild the state by replay.');
    for (const realm of reader.texts()) registry.#realms.add(realm);
    registry.#store.read(reader);
    registry.#own.read(reader);
    registry.#leases.read(reader);
    registry.#associations.read(reader);
    registry.#names.conflicts.read(reader);
    registry.#names.equivalents.reindex();
    registry.#places.read(reader);
    return registry;
  }
}
