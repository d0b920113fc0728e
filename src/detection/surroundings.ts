import type { Activity } from '../activity/activity.js';
import type { EntityResolver } from '../entities/entity-types.js';
import { registrableDomain } from '../entities/registrable-domain.js';
import type { NetworkSurroundings } from './device-window.js';
import { addressPrefix, type AutonomousSystem } from './origin.js';
import { RecentMap } from './recent-map.js';

const DOT = 0x2e;
const TWO = 0x32;

/** Inside hosts remembered to have acted. */
const MOST_HOSTS = 65_536;

/** Names, and ranges, kept before the older ones go. */
const MOST_NAMES = 100_000;

/**
 * Addresses that names resolved to, autonomous systems of address ranges, and the networks that the estate's own hosts act from. Grows as
 * activities pass.
 */
export class Surroundings implements NetworkSurroundings {
  readonly #resolver: Pick<EntityResolver, 'isInternal'>;
  readonly #trustInternal: boolean;
  #names = new RecentMap<string>(MOST_NAMES);
  #systems = new RecentMap<AutonomousSystem>(MOST_NAMES);
  readonly #home = new Set<string>();
  /** Addresses whose range is known to be home. */
  readonly #seenAtHome = new Set<string>();

  /** @param trustInternal the operator named the internal networks, so that every address in them is inside. */
  constructor(resolver: Pick<EntityResolver, 'isInternal'>, trustInternal: boolean) {
    this.#resolver = resolver;
    this.#trustInternal = trustInternal;
  }

  learn(activity: Activity): void {
    if (activity.asn !== '' && activity.sourceIp !== '') this.#belong(activity);
    if (activity.domain !== 'network') return;
    if (activity.sourceIp !== '' && activity.actionClass !== 'sensor-notice' && !this.#seenAtHome.has(activity.sourceIp)) {
      this.#meet(activity.sourceIp);
    }
    if (activity.dns !== undefined) {
      const domain = registrableDomain(activity.dns.query);
      if (domain !== '') for (const answer of activity.dns.answers) this.#name(answer, domain);
    } else if (activity.destinationDomain !== '' && activity.destinationIp !== '') {
      const domain = registrableDomain(activity.destinationDomain);
      if (domain !== '') this.#name(activity.destinationIp, domain);
    }
  }

  #meet(address: string): void {
    if (!this.#resolver.isInternal(address)) return;
    this.#home.add(homeRange(address));
    if (this.#seenAtHome.size >= MOST_HOSTS) this.#seenAtHome.clear();
    this.#seenAtHome.add(address);
  }

  outside(address: string): boolean {
    if (!this.#resolver.isInternal(address)) return !isGroupAddress(address);
    if (this.#trustInternal) return false;
    return !this.#home.has(homeRange(address)) && !isGroupAddress(address) && !isLinkLocal(address);
  }

  nameOf(address: string): string {
    return this.#names.get(address) ?? '';
  }

  /**
   * The system that the latest record to tell one told for the range of an address: sign-ins tell it, what is logged of the same session
   * elsewhere does not.
   */
  systemOf(address: string): AutonomousSystem | undefined {
    if (address === '') return undefined;
    return this.#systems.get(addressPrefix(address));
  }

  toJSON(): unknown {
    const [names, systems] = [this.#names, this.#systems];
    return { names: names.latest, older: names.older, home: [...this.#home], systems: systems.latest, olderSystems: systems.older };
  }

  restore(value: unknown): void {
    const { names, older, home, systems, olderSystems } = value as {
      names: [string, string][];
      older: [string, string][];
      home: string[];
      systems: [string, AutonomousSystem][];
      olderSystems: [string, AutonomousSystem][];
    };
    this.#names = new RecentMap(MOST_NAMES, names, older);
    this.#systems = new RecentMap(MOST_NAMES, systems, olderSystems);
    for (const prefix of home) this.#home.add(prefix);
  }

  #belong({ sourceIp, asn, asOrganization }: Activity): void {
    const range = addressPrefix(sourceIp);
    const known = this.#systems.getLatest(range);
    if (known?.asn === asn && known.asOrganization === asOrganization) return;
    this.#systems.set(range, { asn, asOrganization });
  }

  #name(address: string, domain: string): void {
    const first = address.charCodeAt(0);
    const digits = (first >= 48 && first <= 57) || address.includes(':');
    if (digits) this.#names.set(address, domain);
  }
}

/** The part of the private address space that a site numbers its hosts from: /16 of IPv4, /48 of IPv6. Servers rarely start anything. */
function homeRange(address: string): string {
  const first = address.indexOf('.');
  return first > 0 && !address.includes(':') ? address.slice(0, address.indexOf('.', first + 1)) : addressPrefix(address);
}

/** Multicast and broadcast: no host at all. */
function isGroupAddress(address: string): boolean {
  if (address.startsWith('ff') || address.endsWith('.255') || address === '0.0.0.0' || address === '::') return true;
  return address.charCodeAt(3) === DOT && address.charCodeAt(0) === TWO && address >= '224';
}

function isLinkLocal(address: string): boolean {
  return address.startsWith('fe80') || address.startsWith('169.254.') || address.startsWith('127.') || address === '::1';
}
