import type { Activity } from '../activity/activity.js';
import type { ActionClass } from '../activity/domains.js';
import type { Identifier } from '../activity/identifier.js';
import type { EntityType } from '../documents/common.js';
import { StateError } from '../errors.js';
import { AssociationBook } from './association-book.js';
import type { Tie } from './association-book.js';
import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { ALIAS, ENTITY, EntityStore, FAMILIES, namespaceIndex } from './entity-store.js';
import type { Alias, Associate, Entity, EntityMerge, EntityOptions, EntityResolver, Roles } from './entity-types.js';
import { findEntities } from './find-entities.js';
import { isGuest, isMailLike, mailDomain, RULES } from './identifier-rules.js';
import { LEASE_GRACE, LeaseBook } from './lease-book.js';
import { NameBook } from './name-book.js';
import type { NameContext } from './name-book.js';
import { DEFAULT_INTERNAL_NETWORKS, isAddress, Networks } from './networks.js';
import { OwnDomains } from './own-domains.js';
import { registrableDomain } from './registrable-domain.js';

const FORMAT = 'throughline entities 1';
const [ADDRESS, IP, DOMAIN] = (['address', 'ip', 'domain'] as const).map(namespaceIndex) as [number, number, number];
const DEVICE_FAMILY = FAMILIES.indexOf('device');
const NOBODY: readonly number[] = [];

/** More accounts than this on one address within a day make it a gateway: it ties nobody to a device. */
const MAXIMUM_ACCOUNTS_PER_ADDRESS = 3;
/** More accounts than this on one named device within a day make it a server: being on it ties nobody. */
const MAXIMUM_ACCOUNTS_PER_DEVICE = 8;
const MAXIMUM_ASSOCIATES = 32;
/** Host names whose domain is remembered, about 10 MB. */
const MAXIMUM_HOSTS = 65_536;

/** Done by the owner of a mailbox, who is a member of the tenant that holds it. */
const MEMBER_ACTIONS: ReadonlySet<ActionClass> = new Set<ActionClass>(['mailbox-rule', 'mail-forwarding', 'mail-read', 'mail-deleted']);
/** Done in a mailbox, whose owner is the target. The target of a message that a gateway tells of is its recipient instead. */
const MAILBOX_ACTIONS: ReadonlySet<ActionClass> = new Set<ActionClass>([
  'mail-read',
  'mail-sent',
  'mail-deleted',
  'mailbox-rule',
  'mail-forwarding',
]);

/** `EntityResolver` over columns in memory. Pure: equal calls in equal order give equal state, byte for byte. */
export class EntityRegistry implements EntityResolver {
  readonly #networks: Networks;
  readonly #own: OwnDomains;
  readonly #store = new EntityStore();
  readonly #leases = new LeaseBook();
  readonly #associations = new AssociationBook();
  readonly #names: NameBook;
  /** Lease of an inside address by alias. */
  readonly #leaseOf = new Map<number, number>();
  readonly #realms: string[] = [];
  readonly #realmNumbers = new Map<string, number>();
  readonly #products = new Map<string, number>();
  /** Cache of `#destinationDomain` by host name. */
  readonly #hosts = new Map<string, number>();
  #hostsVersion = -1;
  readonly #mutableContext: { -readonly [K in keyof NameContext]: NameContext[K] } = {
    time: 0,
    realm: -1,
    organization: '',
    type: 'unknown',
    preferred: 'account',
  };
  readonly #current = (entity: number): number => this.#store.current(entity);

  /** @throws ConfigError for a network that cannot be read. */
  constructor(options: EntityOptions) {
    this.#networks = new Networks(options.internalNetworks.length === 0 ? DEFAULT_INTERNAL_NETWORKS : options.internalNetworks);
    this.#own = new OwnDomains(options.mailDomains);
    this.#names = new NameBook(this.#store, this.#own, this.#associations, {
      critical: new Set(options.criticalAssets.map((name) => name.trim().toLowerCase())),
      vip: new Set(options.vips.map((name) => name.trim().toLowerCase())),
    });
    this.#store.realmName = (realm) => this.#realms[realm] ?? '';
    for (const identifiers of options.aliases) this.#names.declare(identifiers);
    this.#names.merges = [];
  }

  get size(): number {
    return this.#store.size;
  }

  learn(activities: readonly Activity[]): readonly EntityMerge[] {
    this.#names.merges = [];
    for (const activity of inOrder(activities)) this.#learnOne(activity);
    return this.#names.merges;
  }

  #learnOne(activity: Activity): void {
    const { time, email } = activity;
    const store = this.#store;
    const realm = this.#realmOf(activity);
    const sourceIp = activity.sourceIp === '' ? -1 : this.#address(activity.sourceIp);
    const account = this.#learnAccount(activity, realm, sourceIp);
    if (activity.clientIds.length > 0) {
      const client = this.#names.learn(activity.clientIds, this.#context(activity, realm, 'app', 'app'));
      if (client >= 0 && activity.client !== '') store.setTitle(client, activity.client);
    } else if (activity.client !== '' && activity.domain !== 'network' && activity.domain !== 'email') {
      this.#names.learn([{ scheme: 'app', value: activity.client }], this.#context(activity, realm, 'app', 'app'));
    }
    if (activity.target.length > 0) this.#learnTarget(activity, realm, account);
    if (email !== undefined) {
      this.#learnCorrespondent(
        email.from === '' ? email.envelopeFrom : email.from,
        email.direction === 'outbound' || email.direction === 'internal',
        time,
      );
      for (const recipient of email.recipients)
        this.#learnCorrespondent(recipient, email.direction === 'inbound' || email.direction === 'internal', time);
    }
    if (sourceIp >= 0 && !this.#isInside(sourceIp)) this.#touchOutside(sourceIp, 'address', time);
    this.#learnDestination(activity);
  }

  #learnAccount(activity: Activity, realm: number, sourceIp: number): number {
    const { time, email } = activity;
    const store = this.#store;
    const type =
      email !== undefined && email.direction !== 'outbound' && email.direction !== 'internal' ? 'correspondent' : activity.actorType;
    let account = -1;
    let machine = -1;
    if (activity.actor.length > 0) {
      const actor = this.#names.learn(
        activity.actor,
        this.#context(activity, realm, type, activity.actorType === 'app' ? 'app' : 'account'),
      );
      const lead = this.#names.lead;
      const family = store.aliasFamily[lead] ?? 0;
      if (actor >= 0 && family === DEVICE_FAMILY) machine = actor;
      else if (actor >= 0 && family < DEVICE_FAMILY) account = actor;
      if (account >= 0) {
        if (activity.actorName !== '') store.setTitle(account, activity.actorName);
        if (activity.actorGroups.length > 0) store.addGroups(account, activity.actorGroups);
        if (type !== 'correspondent' && activity.outcome !== 'failure') {
          this.#noteMember(lead, realm, activity);
          account = store.current(account);
        }
      }
    }
    if (activity.domain === 'email') return account;
    const held = activity.device.length > 0 ? this.#learnDevice(activity, realm, sourceIp) : -1;
    let device = held < 0 ? machine : held;
    if (device < 0 && sourceIp >= 0 && this.#isInside(sourceIp)) {
      device = this.#deviceAt(sourceIp, time, true);
    } else if (device === machine && machine >= 0 && sourceIp >= 0 && this.#isInside(sourceIp)) {
      device = this.#tie(sourceIp, machine, activity);
    }
    if (account >= 0 && device >= 0 && ((store.entityFlags[account] ?? 0) & ENTITY.shared) === 0) {
      this.#associations.note(account, device, 'logon', time);
    }
    return account;
  }

  #learnDevice(activity: Activity, realm: number, sourceIp: number): number {
    const device = this.#names.learn(activity.device, this.#context(activity, realm, 'device', 'device'));
    const lead = this.#names.lead;
    if (device < 0 || this.#store.aliasFamily[lead] !== DEVICE_FAMILY) return -1;
    let address = sourceIp;
    for (const identifier of activity.device) if (identifier.scheme === 'ip') address = this.#address(identifier.value);
    return address >= 0 && this.#isInside(address) ? this.#tie(address, device, activity) : device;
  }

  /** The device held the address at the time of the activity. The first holder inherits what was learned of the bare address. */
  #tie(address: number, device: number, activity: Activity): number {
    const store = this.#store;
    let lease = this.#leaseOf.get(address);
    if (lease === undefined) {
      lease = this.#leases.create();
      this.#leaseOf.set(address, lease);
    }
    const change = this.#leases.note(lease, device, activity.time, activity.actionClass === 'address-lease', this.#current);
    const bare = store.aliasEntity[address] ?? -1;
    if (change === 'first') {
      if (bare < 0) store.attach(address, device);
      else if (activity.time - store.lastSeen(bare) <= LEASE_GRACE) return this.#names.join(bare, device, activity.time);
    } else if (change !== 'extended' && bare >= 0 && store.canonicalOf(bare) !== address) {
      store.detach(address);
    }
    return store.current(device);
  }

  #learnTarget(activity: Activity, realm: number, account: number): void {
    const { targetType, time } = activity;
    const address = onlyAddress(activity.target);
    if (address !== '') {
      const alias = this.#address(address);
      if (alias >= 0 && this.#isInside(alias)) this.#deviceAt(alias, time, true);
      else if (alias >= 0) this.#touchOutside(alias, 'address', time);
      return;
    }
    const target = this.#names.learn(activity.target, this.#context(activity, realm, targetType, targetFamily(activity)));
    if (target < 0) return;
    if (activity.targetName !== '') this.#store.setTitle(target, activity.targetName);
    const lead = this.#names.lead;
    if (account < 0 || account === target || this.#store.aliasFamily[lead] !== 0) return;
    if (MAILBOX_ACTIONS.has(activity.actionClass) && activity.domain !== 'email') this.#associations.note(account, target, 'mailbox', time);
    else if (((this.#store.aliasFlags[lead] ?? 0) & ALIAS.role) !== 0) this.#associations.note(account, target, 'role', time);
  }

  #noteMember(lead: number, realm: number, activity: Activity): void {
    const store = this.#store;
    const flags = store.aliasFlags[lead] ?? 0;
    if ((flags & (ALIAS.counted | ALIAS.member)) === (ALIAS.counted | ALIAS.member)) return;
    const namespace = store.namespaceOf(lead);
    if (namespace !== 'address' && namespace !== 'kerberos') return;
    const value = store.valueOf(lead);
    const domain = mailDomain(value);
    if ((flags & ALIAS.counted) === 0) {
      store.aliasFlags[lead] = flags | ALIAS.counted;
      if (!isGuest(value)) this.#own.count(domain);
    }
    if (activity.organization === '' || namespace !== 'address' || isGuest(value)) return;
    if (!MEMBER_ACTIONS.has(activity.actionClass) && !this.#own.isConfigured(domain)) return;
    store.aliasFlags[lead] = (store.aliasFlags[lead] ?? 0) | ALIAS.member;
    if (this.#own.addToTenant(realm, domain)) this.#names.joinTenant(domain, activity.time);
  }

  #learnCorrespondent(address: string, own: boolean, time: number): void {
    const alias = this.#store.find(ADDRESS, -1, address);
    const entity = this.#store.aliasEntity[alias] ?? -1;
    let lead = alias;
    if (alias >= 0 && entity >= 0) {
      this.#store.touch(alias, entity, time);
    } else {
      if (!isMailLike(address)) return;
      this.#names.learn([{ scheme: 'mail', value: address }], {
        time,
        realm: -1,
        organization: '',
        type: 'correspondent',
        preferred: 'account',
      });
      lead = this.#names.lead;
    }
    if (!own || lead < 0 || ((this.#store.aliasFlags[lead] ?? 0) & ALIAS.counted) !== 0) return;
    this.#store.aliasFlags[lead] = (this.#store.aliasFlags[lead] ?? 0) | ALIAS.counted;
    if (!isGuest(address)) this.#own.count(mailDomain(this.#store.valueOf(lead)));
  }

  #learnDestination(activity: Activity): void {
    const { time, dns } = activity;
    if (activity.destinationIp !== '') {
      const address = this.#address(activity.destinationIp);
      if (address >= 0) {
        if (!this.#isInside(address)) this.#touchOutside(address, 'address', time);
        else this.#deviceAt(address, time, true);
      }
    }
    const exists = dns === undefined || (dns.rcode !== 'NXDOMAIN' && dns.rcode !== '3');
    const alias = this.#destinationDomain(activity, exists);
    if (alias >= 0) this.#touchOutside(alias, 'domain', time);
  }

  #touchOutside(alias: number, type: EntityType, time: number): void {
    let entity = this.#store.aliasEntity[alias] ?? -1;
    if (entity < 0) entity = this.#store.createEntity(type, alias);
    this.#store.touch(alias, entity, time);
  }

  resolve(activity: Activity): Roles {
    const store = this.#store;
    const { aliasEntity, aliasFamily } = store;
    const { time, email } = activity;
    const realm = this.#realmOf(activity);
    let account = -1;
    let device = -1;
    if (activity.actor.length > 0) {
      const lead = this.#names.lookup(activity.actor, realm, activity.actorType === 'app' ? 'app' : 'account');
      if (lead >= 0) {
        const family = aliasFamily[lead] ?? 0;
        if (family === DEVICE_FAMILY) device = aliasEntity[lead] ?? -1;
        else if (family < DEVICE_FAMILY) account = aliasEntity[lead] ?? -1;
      }
    }
    if (activity.device.length > 0) {
      const lead = this.#names.lookup(activity.device, realm, 'device');
      if (lead >= 0 && aliasFamily[lead] === DEVICE_FAMILY) device = aliasEntity[lead] ?? -1;
    }
    const source = activity.sourceIp === '' ? -1 : store.find(IP, -1, activity.sourceIp);
    let sourceAddress = -1;
    if (source >= 0) {
      if (!this.#isInside(source)) sourceAddress = aliasEntity[source] ?? -1;
      else if (device < 0 && activity.domain !== 'email') device = this.#deviceAt(source, time, false);
    }
    const contacted = activity.destinationIp === '' ? -1 : store.find(IP, -1, activity.destinationIp);
    const outside = contacted >= 0 && !this.#isInside(contacted);
    const destinationAddress = outside ? (aliasEntity[contacted] ?? -1) : -1;
    const domain = this.#destinationDomain(activity, false);
    let destination = domain < 0 ? -1 : (aliasEntity[domain] ?? -1);
    if (destination < 0 && contacted >= 0) destination = outside ? destinationAddress : this.#deviceAt(contacted, time, false);
    return {
      account,
      device,
      client: this.#clientOf(activity, realm),
      target: activity.target.length === 0 ? -1 : this.#targetOf(activity, realm),
      sender: email === undefined ? -1 : this.#mailAccount(email.from === '' ? email.envelopeFrom : email.from),
      recipients:
        email === undefined || email.recipients.length === 0 ? NOBODY : email.recipients.map((recipient) => this.#mailAccount(recipient)),
      sourceAddress,
      destination,
      destinationAddress,
    };
  }

  #clientOf(activity: Activity, realm: number): number {
    let alias = -1;
    if (activity.clientIds.length > 0) alias = this.#names.lookup(activity.clientIds, realm, 'app');
    else if (activity.client !== '' && activity.domain !== 'network' && activity.domain !== 'email') {
      alias = this.#names.lookup([{ scheme: 'app', value: activity.client }], realm, 'app');
    }
    return alias < 0 ? -1 : (this.#store.aliasEntity[alias] ?? -1);
  }

  #targetOf(activity: Activity, realm: number): number {
    const address = onlyAddress(activity.target);
    if (address === '') return this.#store.aliasEntity[this.#names.lookup(activity.target, realm, targetFamily(activity))] ?? -1;
    const alias = this.#store.find(IP, -1, address);
    if (alias < 0) return -1;
    return this.#isInside(alias) ? this.#deviceAt(alias, activity.time, false) : (this.#store.aliasEntity[alias] ?? -1);
  }

  #mailAccount(address: string): number {
    if (address === '') return -1;
    const alias = this.#store.find(ADDRESS, -1, address);
    return alias >= 0
      ? (this.#store.aliasEntity[alias] ?? -1)
      : (this.#store.aliasEntity[this.#names.lookup([{ scheme: 'mail', value: address }], -1, 'account')] ?? -1);
  }

  /** Alias of the outside registrable domain contacted, -1 if there is none or, unless it is to be made, none is known. */
  #destinationDomain(activity: Activity, make: boolean): number {
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
    let alias = outside ? this.#store.find(DOMAIN, -1, domain) : -1;
    if (outside && alias < 0) {
      if (!make) return -1;
      alias = this.#store.add({ namespace: 'domain', scheme: 'domain', value: domain, shared: false, role: false }, -1);
    }
    this.#hosts.set(host, alias);
    return alias;
  }

  /** Alias of an address, made if new; -1 for text that is not an address. */
  #address(text: string): number {
    const known = this.#store.find(IP, -1, text);
    if (known >= 0 || !isAddress(text)) return known;
    const alias = this.#store.add({ namespace: 'ip', scheme: 'ip', value: text, shared: false, role: false }, -1);
    if (this.#networks.includes(text)) this.#store.aliasFlags[alias] = ALIAS.internal;
    return alias;
  }

  #isInside(address: number): boolean {
    return ((this.#store.aliasFlags[address] ?? 0) & ALIAS.internal) !== 0;
  }

  /** Holder of an inside address at a time, else the address itself as a device. */
  #deviceAt(address: number, time: number, make: boolean): number {
    const store = this.#store;
    const lease = this.#leaseOf.get(address);
    const holder = lease === undefined ? -1 : this.#leases.holder(lease, time);
    let device = holder < 0 ? (store.aliasEntity[address] ?? -1) : store.current(holder);
    if (!make) return device;
    if (device < 0) device = store.createEntity('device', address);
    store.touch(address, device, time);
    return device;
  }

  #context(activity: Activity, realm: number, type: NameContext['type'], preferred: NameContext['preferred']): NameContext {
    const context = this.#mutableContext;
    context.time = activity.time;
    context.realm = realm;
    context.organization = activity.organization;
    context.type = type;
    context.preferred = preferred;
    return context;
  }

  #realmOf(activity: Activity): number {
    if (activity.organization !== '') return this.#realmNumbers.get(activity.organization) ?? this.#addRealm(activity.organization);
    const known = this.#products.get(activity.source);
    if (known !== undefined) return known;
    const dot = activity.source.indexOf('.');
    const product = dot < 0 ? activity.source : activity.source.slice(0, dot);
    const realm = this.#realmNumbers.get(product) ?? this.#addRealm(product);
    this.#products.set(activity.source, realm);
    return realm;
  }

  #addRealm(name: string): number {
    const realm = this.#realms.push(name) - 1;
    this.#realmNumbers.set(name, realm);
    return realm;
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
      id: type === store.typeOf(number) ? store.idOf(number) : `${type}:${store.valueOf(store.canonicalOf(number))}`,
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
      this.#store.namespaceOf(canonical) === 'address' &&
      this.#own.includes(mailDomain(this.#store.valueOf(canonical)));
    return own ? 'user' : type;
  }

  aliases(entity: number): readonly Alias[] {
    return this.#store.describeAliases(this.#store.current(entity));
  }

  associates(entity: number, time: number): readonly Associate[] {
    const subject = this.#store.current(entity);
    const isDevice = this.#store.typeOf(subject) === 'device';
    if (isDevice && this.#isCrowded(subject, time)) return [];
    const found = new Map<number, { reason: string; last: number }>();
    for (const tie of this.#associations.of(subject, this.#current)) {
      const lasting = tie.tie === 'guest';
      if (!lasting && (tie.from > time || tie.last + LEASE_GRACE < time)) continue;
      if (tie.tie === 'logon' && !isDevice && this.#isCrowded(tie.other, time)) continue;
      const known = found.get(tie.other);
      if (known === undefined) found.set(tie.other, { reason: reasonOf(tie.tie, tie.active), last: tie.last });
      else known.last = Math.max(known.last, tie.last);
    }
    return [...found]
      .sort(([a, x], [b, y]) => y.last - x.last || a - b)
      .slice(0, MAXIMUM_ASSOCIATES)
      .map(([other, { reason }]) => ({ entity: other, reason }));
  }

  #isCrowded(device: number, time: number): boolean {
    const limit =
      RULES[this.#store.namespaceOf(this.#store.canonicalOf(device))].family === 'device'
        ? MAXIMUM_ACCOUNTS_PER_DEVICE
        : MAXIMUM_ACCOUNTS_PER_ADDRESS;
    const accounts = new Set<number>();
    for (const tie of this.#associations.of(device, this.#current)) {
      if (tie.tie === 'logon' && !tie.active && tie.from <= time && tie.last + LEASE_GRACE >= time) accounts.add(tie.other);
    }
    return accounts.size > limit;
  }

  find(text: string): readonly number[] {
    return findEntities(this.#store, text, (entity) => this.entity(entity).id);
  }

  isInternal(address: string): boolean {
    const alias = this.#store.find(IP, -1, address);
    return alias >= 0 ? this.#isInside(alias) : this.#networks.includes(address);
  }

  isOwnDomain(domain: string): boolean {
    return this.#own.includes(domain);
  }

  snapshot(): Uint8Array {
    const writer = new ByteWriter();
    writer.text(FORMAT);
    writer.texts(this.#realms);
    this.#store.write(writer);
    this.#own.write(writer);
    this.#leases.write(writer);
    this.#associations.write(writer);
    this.#names.conflicts.write(writer);
    writer.numbers([...this.#leaseOf.keys()]);
    writer.numbers([...this.#leaseOf.values()]);
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
    for (const realm of reader.texts()) registry.#addRealm(realm);
    registry.#store.read(reader);
    registry.#own.read(reader);
    registry.#leases.read(reader);
    registry.#associations.read(reader);
    registry.#names.conflicts.read(reader);
    registry.#names.reindex();
    const addresses = reader.numbers();
    const leases = reader.numbers();
    addresses.forEach((address, index) => registry.#leaseOf.set(address, leases[index] ?? -1));
    return registry;
  }
}

/** The address of a list that names nothing else, or ''. */
function onlyAddress(identifiers: readonly Identifier[]): string {
  let address = '';
  for (const identifier of identifiers) {
    if (identifier.scheme !== 'ip') return '';
    address = identifier.value;
  }
  return address;
}

const targetFamily = (activity: Activity): 'account' | 'app' | 'device' =>
  activity.targetType === 'device' ? 'device' : activity.targetType === 'app' ? 'app' : 'account';

function reasonOf(tie: Tie, active: boolean): string {
  switch (tie) {
    case 'logon':
      return active ? 'logged on from the device' : 'was used on the device';
    case 'mailbox':
      return active ? 'opened the mailbox' : 'opened this mailbox';
    case 'role':
      return active ? 'acted through the role' : 'acted through this role';
    case 'guest':
      return active ? 'home account of the guest' : 'guest account of the person';
  }
}

/** Activities by time, then source, then id; the argument itself if it is in that order. */
function inOrder(activities: readonly Activity[]): readonly Activity[] {
  for (let index = 1; index < activities.length; index++) {
    const [a, b] = [activities[index - 1], activities[index]];
    if (a !== undefined && b !== undefined && compare(a, b) > 0) return [...activities].sort(compare);
  }
  return activities;
}

function compare(a: Activity, b: Activity): number {
  if (a.time !== b.time) return a.time - b.time;
  if (a.source !== b.source) return a.source < b.source ? -1 : 1;
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  return 0;
}
