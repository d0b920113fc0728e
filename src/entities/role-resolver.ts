import type { Activity } from '../activity/activity.js';
import { ACCOUNT_FAMILY, APP_FAMILY, DEVICE_FAMILY, namespaceIndex } from './alias-table.js';
import type { EntityStore } from './entity-store.js';
import type { Roles } from './entity-types.js';
import type { NameBook } from './name-book.js';
import type { PlaceBook } from './place-book.js';
import type { RealmBook } from './realm-book.js';
import { onlyAddress, targetFamily } from './target-name.js';

const ADDRESS = namespaceIndex('address');
const NOBODY: readonly number[] = [];

/** Finds the entities that play a part in an activity. Reads only. */
export class RoleResolver {
  readonly #store: EntityStore;
  readonly #names: NameBook;
  readonly #places: PlaceBook;
  readonly #realms: RealmBook;

  constructor(store: EntityStore, names: NameBook, places: PlaceBook, realms: RealmBook) {
    this.#store = store;
    this.#names = names;
    this.#places = places;
    this.#realms = realms;
  }

  resolve(activity: Activity): Roles {
    const store = this.#store;
    const { entity: aliasEntity, family: aliasFamily } = store.aliases;
    const { time, email } = activity;
    const realm = this.#realms.of(activity);
    let account = -1;
    let device = -1;
    if (activity.actor.length > 0) {
      const lead = this.#names.lookup(activity.actor, realm, activity.actorType === 'app' ? APP_FAMILY : ACCOUNT_FAMILY);
      if (lead >= 0) {
        const family = aliasFamily[lead] ?? 0;
        if (family === DEVICE_FAMILY) device = aliasEntity[lead] ?? -1;
        else if (family < DEVICE_FAMILY) account = aliasEntity[lead] ?? -1;
      }
    }
    if (activity.device.length > 0) {
      const lead = this.#names.lookup(activity.device, realm, DEVICE_FAMILY);
      if (lead >= 0 && aliasFamily[lead] === DEVICE_FAMILY) device = aliasEntity[lead] ?? -1;
    }
    const source = activity.sourceIp === '' ? -1 : this.#places.find(activity.sourceIp);
    let sourceAddress = -1;
    if (source >= 0) {
      if (!this.#places.isInside(source)) sourceAddress = aliasEntity[source] ?? -1;
      else if (device < 0 && activity.domain !== 'email') device = this.#places.deviceAt(source, time, false);
    }
    const contacted = activity.destinationIp === '' ? -1 : this.#places.find(activity.destinationIp);
    const outside = contacted >= 0 && !this.#places.isInside(contacted);
    const destinationAddress = outside ? (aliasEntity[contacted] ?? -1) : -1;
    const domain = this.#places.destinationDomain(activity, false);
    let destination = domain < 0 ? -1 : (aliasEntity[domain] ?? -1);
    if (destination < 0 && contacted >= 0) destination = outside ? destinationAddress : this.#places.deviceAt(contacted, time, false);
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
    if (activity.clientIds.length > 0) alias = this.#names.lookup(activity.clientIds, realm, APP_FAMILY);
    else if (activity.client !== '' && activity.domain !== 'network' && activity.domain !== 'email') {
      alias = this.#names.lookup([{ scheme: 'app', value: activity.client }], realm, APP_FAMILY);
    }
    return alias < 0 ? -1 : (this.#store.aliases.entity[alias] ?? -1);
  }

  #targetOf(activity: Activity, realm: number): number {
    const address = onlyAddress(activity.target);
    if (address === '') return this.#store.aliases.entity[this.#names.lookup(activity.target, realm, targetFamily(activity))] ?? -1;
    const alias = this.#places.find(address);
    if (alias < 0) return -1;
    return this.#places.isInside(alias) ? this.#places.deviceAt(alias, activity.time, false) : (this.#store.aliases.entity[alias] ?? -1);
  }

  #mailAccount(address: string): number {
    if (address === '') return -1;
    const alias = this.#store.aliases.find(ADDRESS, -1, address);
    return alias >= 0
      ? (this.#store.aliases.entity[alias] ?? -1)
      : (this.#store.aliases.entity[this.#names.lookup([{ scheme: 'mail', value: address }], -1, ACCOUNT_FAMILY)] ?? -1);
  }
}
