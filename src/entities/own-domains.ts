import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import { isSharedMailDomain, registrableDomain } from './registrable-domain.js';

/** A domain is the organisation's if it has at least this share of the accounts of the largest; fewer are guests. */
const MINIMUM_SHARE = 0.05;

/** Which mail domains belong to the organisation, and which tenants they belong to. */
export class OwnDomains {
  readonly #configured: ReadonlySet<string>;
  readonly #accounts = new Map<string, number>();
  #largest = 0;
  /** Grows whenever an answer of `includes` may have changed. */
  version = 0;
  readonly #tenants = new Map<number, string[]>();
  readonly #tenantOf = new Map<string, number>();

  constructor(configured: readonly string[]) {
    this.#configured = new Set(configured.map((domain) => domain.trim().toLowerCase()));
  }

  /** Counts an account that signs in or acts in the organisation's own directories. Call once per account. */
  count(domain: string): void {
    if (isSharedMailDomain(domain)) return;
    this.version++;
    this.#add(domain);
    const registrable = registrableDomain(domain);
    if (registrable !== domain && registrable !== '') this.#add(registrable);
  }

  #add(domain: string): void {
    const accounts = (this.#accounts.get(domain) ?? 0) + 1;
    this.#accounts.set(domain, accounts);
    if (accounts > this.#largest) this.#largest = accounts;
  }

  /** True for an own mail domain and for every host name under one. */
  includes(host: string): boolean {
    if (this.#isOwn(host)) return true;
    const domain = registrableDomain(host);
    return domain !== host && domain !== '' && this.#isOwn(domain);
  }

  #isOwn(domain: string): boolean {
    if (this.#configured.has(domain)) return true;
    const accounts = this.#accounts.get(domain);
    return accounts !== undefined && accounts >= this.#largest * MINIMUM_SHARE;
  }

  isConfigured(domain: string): boolean {
    return this.#configured.has(domain);
  }

  /** The other domains of the tenant that a domain belongs to, in order of first sight. */
  siblings(domain: string): readonly string[] {
    const tenant = this.#tenantOf.get(domain);
    return tenant === undefined ? [] : (this.#tenants.get(tenant) ?? []).filter((other) => other !== domain);
  }

  /** False if it was known to belong to a tenant; the first stays, since a domain can be verified in one tenant only. */
  addToTenant(tenant: number, domain: string): boolean {
    if (isSharedMailDomain(domain) || this.#tenantOf.has(domain)) return false;
    this.#tenantOf.set(domain, tenant);
    const domains = this.#tenants.get(tenant);
    if (domains === undefined) this.#tenants.set(tenant, [domain]);
    else domains.push(domain);
    return true;
  }

  write(writer: ByteWriter): void {
    writer.texts([...this.#accounts.keys()]);
    writer.numbers([...this.#accounts.values()]);
    writer.numbers([...this.#tenants.keys()]);
    for (const domains of this.#tenants.values()) writer.texts(domains);
  }

  read(reader: ByteReader): void {
    this.version++;
    const domains = reader.texts();
    const accounts = reader.numbers();
    domains.forEach((domain, index) => this.#accounts.set(domain, accounts[index] ?? 0));
    this.#largest = accounts.reduce((largest, count) => Math.max(largest, count), 0);
    for (const tenant of reader.numbers()) for (const domain of reader.texts()) this.addToTenant(tenant, domain);
  }
}
