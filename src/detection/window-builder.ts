import type { Activity } from '../activity/activity.js';
import { hashText } from '../baselines/hash.js';
import type { EntityResolver, Roles } from '../entities/entity-types.js';
import { registrableDomain } from '../entities/registrable-domain.js';
import { AccountWindow } from './account-window.js';
import { DeviceWindow, type NetworkSurroundings } from './device-window.js';
import { MailboxWindow } from './mailbox-window.js';
import { addressPrefix } from './origin.js';
import { ALERT } from './unit-layout.js';
import { UnitWindow } from './unit-window.js';

/** Mailboxes that one message is judged for. */
const RECIPIENT_LIMIT = 50;

/** Inside hosts remembered to have acted. */
const MOST_HOSTS = 65_536;

/** A window of third-party alerts about one entity. */
export class AlertWindow extends UnitWindow {
  constructor(entity: number) {
    super(ALERT, entity);
  }

  take(activity: Activity, index: number): void {
    this.events.push(index);
    this.eventCount += activity.count;
    this.happened('alert', activity.alert?.rule ?? activity.action, false, activity.count);
    this.see(0, hashText(`${activity.alert?.vendor ?? ''}|${activity.alert?.rule ?? activity.action}`, 25), index);
  }
}

export type AnyWindow = AccountWindow | MailboxWindow | DeviceWindow | AlertWindow;

/** Addresses that names resolved to, and the networks that the estate's own hosts act from. Grows as activities pass. */
export class Surroundings implements NetworkSurroundings {
  readonly #resolver: Pick<EntityResolver, 'isInternal'>;
  readonly #trustInternal: boolean;
  #names = new Map<string, string>();
  #olderNames = new Map<string, string>();
  readonly #home = new Set<string>();
  /** Addresses whose range is known to be home. */
  readonly #seenAtHome = new Set<string>();

  /** @param trustInternal the operator named the internal networks, so that every address in them is inside. */
  constructor(resolver: Pick<EntityResolver, 'isInternal'>, trustInternal: boolean) {
    this.#resolver = resolver;
    this.#trustInternal = trustInternal;
  }

  learn(activity: Activity): void {
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
    return this.#names.get(address) ?? this.#olderNames.get(address) ?? '';
  }

  toJSON(): unknown {
    return { names: [...this.#names], older: [...this.#olderNames], home: [...this.#home] };
  }

  restore(value: unknown): void {
    const { names, older, home } = value as { names: [string, string][]; older: [string, string][]; home: string[] };
    this.#names = new Map(names);
    this.#olderNames = new Map(older);
    for (const prefix of home) this.#home.add(prefix);
  }

  #name(address: string, domain: string): void {
    const first = address.charCodeAt(0);
    const digits = (first >= 48 && first <= 57) || address.includes(':');
    if (!digits) return;
    if (this.#names.size >= 100_000) {
      this.#olderNames = this.#names;
      this.#names = new Map();
    }
    this.#names.set(address, domain);
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
  const dot = address.indexOf('.');
  const first = dot > 0 ? Number(address.slice(0, dot)) : 0;
  return first >= 224;
}

function isLinkLocal(address: string): boolean {
  return address.startsWith('fe80') || address.startsWith('169.254.') || address.startsWith('127.') || address === '::1';
}

/**
 * Folds one window of activities, in order of (time, source, id), and the parts entities play in each into the windows of the entities that acted. Returned in order of
 * (kind, entity number).
 */
export function buildWindows(
  activities: readonly Activity[],
  resolved: readonly Roles[],
  resolver: Pick<EntityResolver, 'isOwnDomain'>,
  surroundings: Surroundings,
): readonly AnyWindow[] {
  const accounts = new Map<number, AccountWindow>();
  const mailboxes = new Map<number, MailboxWindow>();
  const devices = new Map<number, DeviceWindow>();
  const alerts = new Map<number, AlertWindow>();
  const ownDomain = (domain: string): boolean => resolver.isOwnDomain(domain);
  for (const activity of activities) surroundings.learn(activity);
  for (let index = 0; index < activities.length; index += 1) {
    const activity = activities[index];
    const roles = resolved[index];
    if (activity === undefined || roles === undefined) continue;
    if (activity.actionClass === 'alert') {
      const entity = alertSubject(roles);
      if (entity >= 0) windowOf(alerts, entity, AlertWindow).take(activity, index);
    } else if (activity.actionClass === 'mail-received' || activity.actionClass === 'mail-click') {
      const mailboxOwners = activity.actionClass === 'mail-click' ? [roles.account] : roles.recipients.slice(0, RECIPIENT_LIMIT);
      for (const entity of mailboxOwners) if (entity >= 0) windowOf(mailboxes, entity, MailboxWindow).take(activity, index);
    } else if (activity.domain === 'network' || activity.domain === 'endpoint') {
      if (roles.device >= 0) windowOf(devices, roles.device, DeviceWindow).take(activity, index, surroundings);
    } else {
      const entity = roles.account >= 0 ? roles.account : activity.actionClass === 'mail-sent' ? roles.sender : -1;
      if (entity >= 0) windowOf(accounts, entity, AccountWindow).take(activity, index, ownDomain);
    }
  }
  for (const window of devices.values()) window.finish();
  const byEntity = (a: AnyWindow, b: AnyWindow): number => a.entity - b.entity;
  return [accounts, mailboxes, devices, alerts].flatMap((windows) => [...windows.values()].sort(byEntity));
}

function alertSubject(roles: Roles): number {
  for (const entity of [roles.account, roles.device, roles.target, roles.destination, roles.sourceAddress]) if (entity >= 0) return entity;
  return -1;
}

function windowOf<T extends AnyWindow>(windows: Map<number, T>, entity: number, type: new (entity: number) => T): T {
  let window = windows.get(entity);
  if (window === undefined) {
    window = new type(entity);
    windows.set(entity, window);
  }
  return window;
}
