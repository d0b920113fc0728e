import { namespaceIndex } from './alias-table.js';
import type { AssociationBook } from './association-book.js';
import type { EntityStore } from './entity-store.js';
import { firstLabel, guestHome, isGuest, localPart, mailDomain } from './identifier-rules.js';
import type { NameOwners } from './name-owners.js';
import type { OwnDomains } from './own-domains.js';
import { entitiesAgree } from './union-rules.js';

const UNKNOWN = -1;
const [ADDRESS, SAM, KERBEROS, HOSTNAME] = (['address', 'sam', 'kerberos', 'hostname'] as const).map(namespaceIndex) as [
  number,
  number,
  number,
  number,
];

/**
 * Spellings of one name in different directories: Kerberos and UPN, SAM and Kerberos, short and full host name, domains of one
 * tenant.
 */
export class EquivalentNames {
  readonly #store: EntityStore;
  readonly #owners: NameOwners;
  readonly #own: OwnDomains;
  readonly #associations: AssociationBook;
  /** Realm of a NetBIOS domain name: by default its first label, in Active Directory. */
  readonly #realms = new Map<string, string>();
  /** Full names by their first label; '' once two hosts share it. */
  readonly #fullNames = new Map<string, string>();

  constructor(store: EntityStore, owners: NameOwners, own: OwnDomains, associations: AssociationBook) {
    this.#store = store;
    this.#owners = owners;
    this.#own = own;
    this.#associations = associations;
  }

  /** Takes note of a name that is new. Call once for each, in order of their numbers. */
  note(alias: number): void {
    const value = this.#store.aliases.valueOf(alias);
    const namespace = this.#store.aliases.namespaceOf(alias);
    if (namespace === 'kerberos') {
      const realm = mailDomain(value);
      const netbios = firstLabel(realm);
      if (netbios !== '' && netbios !== realm && !this.#realms.has(netbios)) this.#realms.set(netbios, realm);
    } else if (namespace === 'hostname' && value.includes('.')) {
      const short = value.slice(0, value.indexOf('.'));
      this.#fullNames.set(short, this.#fullNames.has(short) ? '' : value);
    }
  }

  /** Joins the entity of a name with those of its other spellings. */
  joinAll(alias: number, time: number): void {
    const store = this.#store;
    const value = store.aliases.valueOf(alias);
    switch (store.aliases.namespaceOf(alias)) {
      case 'address': {
        this.#joinWith(alias, store.aliases.find(KERBEROS, -1, value), time);
        this.#joinSiblings(alias, time);
        const home = guestHome(value);
        const host = home === '' ? UNKNOWN : store.aliases.find(ADDRESS, -1, home);
        if (host >= 0) this.#associations.note(store.aliases.entity[alias] ?? 0, store.aliases.entity[host] ?? 0, 'guest', time);
        return;
      }
      case 'kerberos': {
        this.#joinWith(alias, store.aliases.find(ADDRESS, -1, value), time);
        const realm = mailDomain(value);
        const netbios = firstLabel(realm);
        const isFull = realm.includes('.');
        const full = this.#realms.get(netbios) ?? '';
        if (isFull && full !== realm) return;
        const account = localPart(value);
        this.#joinWith(alias, store.aliases.find(SAM, -1, `${netbios}\\${account}`), time);
        this.#joinWith(alias, store.aliases.find(KERBEROS, -1, `${account}@${isFull ? netbios : full}`), time);
        return;
      }
      case 'sam': {
        const slash = value.indexOf('\\');
        const netbios = value.slice(0, slash);
        const account = value.slice(slash + 1);
        this.#joinWith(alias, store.aliases.find(KERBEROS, -1, `${account}@${netbios}`), time);
        this.#joinWith(alias, store.aliases.find(KERBEROS, -1, `${account}@${this.#realms.get(netbios) ?? netbios}`), time);
        return;
      }
      case 'hostname': {
        const dot = value.indexOf('.');
        const other = dot < 0 ? (this.#fullNames.get(value) ?? '') : value.slice(0, dot);
        const unique = dot < 0 || this.#fullNames.get(other) === value;
        if (other !== '' && unique) this.#joinWith(alias, store.aliases.find(HOSTNAME, -1, other), time);
        return;
      }
      default:
    }
  }

  #joinWith(alias: number, other: number, time: number): void {
    const a = this.#store.aliases.entity[alias] ?? UNKNOWN;
    const b = this.#store.aliases.entity[other] ?? UNKNOWN;
    if (other >= 0 && a >= 0 && b >= 0 && a !== b && entitiesAgree(this.#store, a, b, true)) this.#owners.join(a, b, time);
  }

  #joinSiblings(alias: number, time: number): void {
    const value = this.#store.aliases.valueOf(alias);
    if (isGuest(value)) return;
    for (const domain of this.#own.siblings(mailDomain(value)))
      this.#joinWith(alias, this.#store.aliases.find(ADDRESS, -1, `${localPart(value)}@${domain}`), time);
  }

  /** A domain has turned out to belong to a tenant: accounts with one local part under the tenant's domains are one. */
  joinTenant(domain: string, time: number): void {
    if (this.#own.siblings(domain).length === 0) return;
    const suffix = `@${domain}`;
    for (let alias = 0; alias < this.#store.aliases.count; alias++) {
      if (this.#store.aliases.namespaceOf(alias) === 'address' && this.#store.aliases.valueOf(alias).endsWith(suffix))
        this.#joinSiblings(alias, time);
    }
  }

  /** Rebuilds what is derived from the store after it was read from a snapshot. */
  reindex(): void {
    for (let alias = 0; alias < this.#store.aliases.count; alias++) this.note(alias);
  }
}
