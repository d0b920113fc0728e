import type { Activity } from '../activity/activity.js';
import type { EntityType } from '../documents/common.js';
import { ALIAS, namespaceIndex } from './alias-table.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import type { EntityStore } from './entity-store.js';
import { LEASE_GRACE } from './lease-book.js';
import type { LeaseBook } from './lease-book.js';
import type { NameOwners } from './name-owners.js';
import { isAddress } from './networks.js';
import type { Networks } from './networks.js';
import type { OwnDomains } from './own-domains.js';
import { registrableDomain } from './registrable-domain.js';

const [IP, DOMAIN] = (['ip', 'domain'] as const).map(namespaceIndex) as [number, number];
/** Host names whose domain is remembered, about 10 MB. */
const MAXIMUM_HOSTS = 65_536;

/** Addresses and outside domains: which are inside, and which device held an inside address when. */
export class PlaceBook {
  readonly #store: EntityStore;
  readonly #owners: NameOwners;
  readonly #networks: Networks;
  readonly #own: OwnDomains;
  readonly #leases: LeaseBook;
  /** Lease of an inside address by alias. */
  readonly #leaseOf = new Map<number, number>();
  /** Cache of `destinationDomain` by host name. */
  readonly #hosts = new Map<string, number>();
  #hostsVersion = -1;
  readonly #current = (entity: number): number => this.#store.current(entity);

  constructor(store: EntityStore, owners: NameOwners, networks: Networks, own: OwnDomains, leases: LeaseBook) {
    this.#store = store;
    this.#owners = owners;
    this.#networks = networks;
    this.#own = own;
    this.#leases = leases;
  }

  /** Alias of an address that is known, else -1. */
  find(address: string): number {
    return this.#store.aliases.find(IP, -1, address);
  }

  isInternal(address: string): boolean {
    const alias = this.find(address);
    return alias >= 0 ? this.isInside(alias) : this.#networks.includes(address);
  }

  /** The device held the address at the time of the activity. The first holder inherits what was learned of the bare address. */
  tie(address: number, device: number, activity: Activity): number {
    const store = this.#store;
    let lease = this.#leaseOf.get(address);
    if (lease === undefined) {
      lease = this.#leases.create();
      this.#leaseOf.set(address, lease);
    }
    const change = this.#leases.note(lease, device, activity.time, activity.actionClass === 'address-lease', this.#current);
    const bare = store.aliases.entity[address] ?? -1;
    if (change === 'first') {
      if (bare < 0) store.attach(address, device);
      else if (activity.time - store.lastSeen(bare) <= LEASE_GRACE) return this.#owners.join(bare, device, activity.time);
    } else if (change !== 'extended' && bare >= 0 && store.canonicalOf(bare) !== address) {
      store.detach(address);
    }
    return store.current(device);
  }

  touchOutside(alias: number, type: EntityType, time: number): void {
    let entity = this.#store.aliases.entity[alias] ?? -1;
    if (entity < 0) entity = this.#store.createEntity(type, alias);
    this.#store.touch(alias, entity, time);
  }

  /** Alias of the outside registrable domain contacted, -1 if there is none or, unless it is to be made, none is known. */
  destinationDomain(activity: Activity, make: boolean): number {
    let host = activity.destinationDomain;
    if (host === '') host = activity.dns?.query ?? '';
    if (host === '') host = activity.tls?.serverName ?? '';
    if (host === '') host = activity.http?.host ?? '';
    if (host === '') return -1;
    if (this.#hostsVersion !== this.#own.version || this.#hosts.size >= MAXIMUM_HOSTS) {
      this.#hosts.clear();
      this.#hostsVersion = this.#own.version;
    }
    const known = this.#hosts.get(host);
    if (known !== undefined) return known;
    const domain = registrableDomain(host);
    const outside = domain !== '' && !this.#own.includes(domain);
    let alias = outside ? this.#store.aliases.find(DOMAIN, -1, domain) : -1;
    if (outside && alias < 0) {
      if (!make) return -1;
      alias = this.#store.aliases.add({ namespace: 'domain', scheme: 'domain', value: domain, shared: false, role: false }, -1);
    }
    this.#hosts.set(host, alias);
    return alias;
  }

  /** Alias of an address, made if new; -1 for text that is not an address. */
  address(text: string): number {
    const known = this.find(text);
    if (known >= 0 || !isAddress(text)) return known;
    const alias = this.#store.aliases.add({ namespace: 'ip', scheme: 'ip', value: text, shared: false, role: false }, -1);
    if (this.#networks.includes(text)) this.#store.aliases.flags[alias] = ALIAS.internal;
    return alias;
  }

  isInside(address: number): boolean {
    return ((this.#store.aliases.flags[address] ?? 0) & ALIAS.internal) !== 0;
  }

  /** Holder of an inside address at a time, else the address itself as a device. */
  deviceAt(address: number, time: number, make: boolean): number {
    const store = this.#store;
    const lease = this.#leaseOf.get(address);
    const holder = lease === undefined ? -1 : this.#leases.holder(lease, time);
    let device = holder < 0 ? (store.aliases.entity[address] ?? -1) : store.current(holder);
    if (!make) return device;
    if (device < 0) device = store.createEntity('device', address);
    store.touch(address, device, time);
    return device;
  }

  /** Before names are forgotten whose numbers it may remember. */
  clearCache(): void {
    this.#hosts.clear();
  }

  write(writer: ByteWriter): void {
    writer.numbers([...this.#leaseOf.keys()]);
    writer.numbers([...this.#leaseOf.values()]);
  }

  read(reader: ByteReader): void {
    const addresses = reader.numbers();
    const leases = reader.numbers();
    addresses.forEach((address, index) => this.#leaseOf.set(address, leases[index] ?? -1));
  }
}
