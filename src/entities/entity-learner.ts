import type { Activity } from '../activity/activity.js';
import type { ActionClass } from '../activity/domains.js';
import { ACCOUNT_FAMILY, ALIAS, APP_FAMILY, DEVICE_FAMILY, namespaceIndex } from './alias-table.js';
import type { AssociationBook } from './association-book.js';
import { ENTITY } from './entity-store.js';
import type { EntityStore } from './entity-store.js';
import { isGuest, isMailLike, mailDomain } from './identifier-rules.js';
import type { NameBook, NameContext } from './name-book.js';
import type { OwnDomains } from './own-domains.js';
import type { PlaceBook } from './place-book.js';
import type { RealmBook } from './realm-book.js';
import { onlyAddress, targetFamily } from './target-name.js';

const ADDRESS = namespaceIndex('address');

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

/** Takes from activities who is who: names, leases, logons, mail domains. */
export class EntityLearner {
  readonly #store: EntityStore;
  readonly #names: NameBook;
  readonly #own: OwnDomains;
  readonly #associations: AssociationBook;
  readonly #places: PlaceBook;
  readonly #realms: RealmBook;
  readonly #mutableContext: { -readonly [K in keyof NameContext]: NameContext[K] } = {
    time: 0,
    realm: -1,
    organization: '',
    type: 'unknown',
    family: ACCOUNT_FAMILY,
  };

  constructor(store: EntityStore, names: NameBook, own: OwnDomains, associations: AssociationBook, places: PlaceBook, realms: RealmBook) {
    this.#store = store;
    this.#names = names;
    this.#own = own;
    this.#associations = associations;
    this.#places = places;
    this.#realms = realms;
  }

  learn(activity: Activity): void {
    const { time, email } = activity;
    const store = this.#store;
    const realm = this.#realms.of(activity);
    const sourceIp = activity.sourceIp === '' ? -1 : this.#places.address(activity.sourceIp);
    const account = this.#learnAccount(activity, realm, sourceIp);
    if (activity.clientIds.length > 0) {
      const client = this.#names.learn(activity.clientIds, this.#context(activity, realm, 'app', APP_FAMILY));
      if (client >= 0 && activity.client !== '') store.setTitle(client, activity.client);
    } else if (activity.client !== '' && activity.domain !== 'network' && activity.domain !== 'email') {
      this.#names.learn([{ scheme: 'app', value: activity.client }], this.#context(activity, realm, 'app', APP_FAMILY));
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
    if (sourceIp >= 0 && !this.#places.isInside(sourceIp)) this.#places.touchOutside(sourceIp, 'address', time);
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
        this.#context(activity, realm, type, activity.actorType === 'app' ? APP_FAMILY : ACCOUNT_FAMILY),
      );
      const lead = this.#names.lead;
      const family = store.aliases.family[lead] ?? 0;
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
    if (device < 0 && sourceIp >= 0 && this.#places.isInside(sourceIp)) {
      device = this.#places.deviceAt(sourceIp, time, true);
    } else if (device === machine && machine >= 0 && sourceIp >= 0 && this.#places.isInside(sourceIp)) {
      device = this.#places.tie(sourceIp, machine, activity);
    }
    if (account >= 0 && device >= 0 && ((store.entityFlags[account] ?? 0) & ENTITY.shared) === 0) {
      this.#associations.note(account, device, 'logon', time);
    }
    return account;
  }

  #learnDevice(activity: Activity, realm: number, sourceIp: number): number {
    const device = this.#names.learn(activity.device, this.#context(activity, realm, 'device', DEVICE_FAMILY));
    const lead = this.#names.lead;
    if (device < 0 || this.#store.aliases.family[lead] !== DEVICE_FAMILY) return -1;
    let address = sourceIp;
    for (const identifier of activity.device) if (identifier.scheme === 'ip') address = this.#places.address(identifier.value);
    return address >= 0 && this.#places.isInside(address) ? this.#places.tie(address, device, activity) : device;
  }

  #learnTarget(activity: Activity, realm: number, account: number): void {
    const { targetType, time } = activity;
    const address = onlyAddress(activity.target);
    if (address !== '') {
      const alias = this.#places.address(address);
      if (alias >= 0 && this.#places.isInside(alias)) this.#places.deviceAt(alias, time, true);
      else if (alias >= 0) this.#places.touchOutside(alias, 'address', time);
      return;
    }
    const target = this.#names.learn(activity.target, this.#context(activity, realm, targetType, targetFamily(activity)));
    if (target < 0) return;
    if (activity.targetName !== '') this.#store.setTitle(target, activity.targetName);
    const lead = this.#names.lead;
    if (account < 0 || account === target || this.#store.aliases.family[lead] !== 0) return;
    if (MAILBOX_ACTIONS.has(activity.actionClass) && activity.domain !== 'email') this.#associations.note(account, target, 'mailbox', time);
    else if (((this.#store.aliases.flags[lead] ?? 0) & ALIAS.role) !== 0) this.#associations.note(account, target, 'role', time);
  }

  #noteMember(lead: number, realm: number, activity: Activity): void {
    const store = this.#store;
    const flags = store.aliases.flags[lead] ?? 0;
    if ((flags & (ALIAS.counted | ALIAS.member)) === (ALIAS.counted | ALIAS.member)) return;
    const namespace = store.aliases.namespaceOf(lead);
    if (namespace !== 'address' && namespace !== 'kerberos') return;
    const value = store.aliases.valueOf(lead);
    const domain = mailDomain(value);
    if ((flags & ALIAS.counted) === 0) {
      store.aliases.flags[lead] = flags | ALIAS.counted;
      if (!isGuest(value)) this.#own.count(domain);
    }
    if (activity.organization === '' || namespace !== 'address' || isGuest(value)) return;
    if (!MEMBER_ACTIONS.has(activity.actionClass) && !this.#own.isConfigured(domain)) return;
    store.aliases.flags[lead] = (store.aliases.flags[lead] ?? 0) | ALIAS.member;
    if (this.#own.addToTenant(realm, domain)) this.#names.equivalents.joinTenant(domain, activity.time);
  }

  #learnCorrespondent(address: string, own: boolean, time: number): void {
    const alias = this.#store.aliases.find(ADDRESS, -1, address);
    const entity = this.#store.aliases.entity[alias] ?? -1;
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
        family: ACCOUNT_FAMILY,
      });
      lead = this.#names.lead;
    }
    if (!own || lead < 0 || ((this.#store.aliases.flags[lead] ?? 0) & ALIAS.counted) !== 0) return;
    this.#store.aliases.flags[lead] = (this.#store.aliases.flags[lead] ?? 0) | ALIAS.counted;
    if (!isGuest(address)) this.#own.count(mailDomain(this.#store.aliases.valueOf(lead)));
  }

  #learnDestination(activity: Activity): void {
    const { time, dns } = activity;
    if (activity.destinationIp !== '') {
      const address = this.#places.address(activity.destinationIp);
      if (address >= 0) {
        if (!this.#places.isInside(address)) this.#places.touchOutside(address, 'address', time);
        else this.#places.deviceAt(address, time, true);
      }
    }
    const exists = dns === undefined || (dns.rcode !== 'NXDOMAIN' && dns.rcode !== '3');
    const alias = this.#places.destinationDomain(activity, exists);
    if (alias >= 0) this.#places.touchOutside(alias, 'domain', time);
  }

  #context(activity: Activity, realm: number, type: NameContext['type'], family: number): NameContext {
    const context = this.#mutableContext;
    context.time = activity.time;
    context.realm = realm;
    context.organization = activity.organization;
    context.type = type;
    context.family = family;
    return context;
  }
}
