import type { Activity } from '../activity/activity.js';
import type { ActivityList } from '../activity/activity-list.js';
import type { EntityResolver, Roles } from '../entities/entity-types.js';
import { AccountWindow } from './account-window.js';
import { AlertWindow } from './alert-window.js';
import { DeviceWindow } from './device-window.js';
import { MailboxWindow } from './mailbox-window.js';
import type { SystemOf } from './origin.js';
import type { Surroundings } from './surroundings.js';
import type { UnitWindow } from './unit-window.js';

export type AnyWindow = AccountWindow | MailboxWindow | DeviceWindow | AlertWindow;

/** Mailboxes that one message is judged for. */
const RECIPIENT_LIMIT = 50;

/** Windows of a kind kept for use again: about 2 kB each. */
const MOST_SPARE = 256;

/** The windows of one kind in one hour, by entity. */
class KindWindows<T extends UnitWindow> {
  readonly #make: (entity: number) => T;
  readonly #open = new Map<number, T>();
  readonly #spare: T[] = [];

  constructor(make: (entity: number) => T) {
    this.#make = make;
  }

  of(entity: number): T {
    const known = this.#open.get(entity);
    if (known !== undefined) return known;
    const window = this.#spare.pop() ?? this.#make(entity);
    window.entity = entity;
    this.#open.set(entity, window);
    return window;
  }

  /** In order of entity number. */
  all(): readonly T[] {
    const windows: T[] = [];
    for (const entity of Int32Array.from(this.#open.keys()).sort()) {
      const window = this.#open.get(entity);
      if (window !== undefined) windows.push(window);
    }
    return windows;
  }

  release(): void {
    for (const window of this.#open.values()) {
      if (this.#spare.length >= MOST_SPARE) break;
      window.clear();
      this.#spare.push(window);
    }
    this.#open.clear();
  }
}

/**
 * Folds hours of activities into the windows of the entities that acted. Windows done with are used again: an hour has hundreds, and code
 * that handles a class of which no object is left is thrown away by the engine that runs it.
 */
export class WindowBuilder {
  readonly #resolver: Pick<EntityResolver, 'resolve'>;
  readonly #ownDomain: (domain: string) => boolean;
  readonly #surroundings: Surroundings;
  readonly #systemOf: SystemOf;
  readonly #accounts = new KindWindows((entity) => new AccountWindow(entity));
  readonly #mailboxes = new KindWindows((entity) => new MailboxWindow(entity));
  readonly #devices = new KindWindows((entity) => new DeviceWindow(entity));
  readonly #alerts = new KindWindows((entity) => new AlertWindow(entity));

  constructor(resolver: Pick<EntityResolver, 'isOwnDomain' | 'resolve'>, surroundings: Surroundings) {
    this.#resolver = resolver;
    this.#ownDomain = (domain) => resolver.isOwnDomain(domain);
    this.#surroundings = surroundings;
    this.#systemOf = (address) => surroundings.systemOf(address);
  }

  /**
   * The windows of one hour, in order of (kind, entity number), valid until `release`. All `surroundings` are to be learned before.
   *
   * @param activities in order of (time, source, id).
   * @param observe called with each and the parts entities play in it.
   */
  build(activities: ActivityList, observe: (activity: Activity, roles: Roles) => void): readonly AnyWindow[] {
    this.release();
    let position = 0;
    for (const activity of activities) {
      const roles = this.#resolver.resolve(activity);
      observe(activity, roles);
      this.#take(activity, roles, position);
      position += 1;
    }
    const devices = this.#devices.all();
    for (const window of devices) window.finish();
    return [...this.#accounts.all(), ...this.#mailboxes.all(), ...devices, ...this.#alerts.all()];
  }

  /** The windows that `build` returned are done with. */
  release(): void {
    this.#accounts.release();
    this.#mailboxes.release();
    this.#devices.release();
    this.#alerts.release();
  }

  #take(activity: Activity, roles: Roles, position: number): void {
    const { actionClass, domain } = activity;
    if (actionClass === 'alert') {
      const entity = alertSubject(roles);
      if (entity >= 0) this.#alerts.of(entity).take(activity, position);
    } else if (actionClass === 'mail-received' || actionClass === 'mail-click') {
      const mailboxOwners = actionClass === 'mail-click' ? [roles.account] : roles.recipients.slice(0, RECIPIENT_LIMIT);
      for (const entity of mailboxOwners) if (entity >= 0) this.#mailboxes.of(entity).take(activity, position);
    } else if (domain === 'network' || domain === 'endpoint') {
      if (roles.device >= 0) this.#devices.of(roles.device).take(activity, position, this.#surroundings);
    } else {
      const entity = roles.account >= 0 ? roles.account : actionClass === 'mail-sent' ? roles.sender : -1;
      if (entity >= 0) this.#accounts.of(entity).take(activity, position, this.#ownDomain, this.#systemOf);
    }
  }
}

function alertSubject(roles: Roles): number {
  for (const entity of [roles.account, roles.device, roles.target, roles.destination, roles.sourceAddress]) if (entity >= 0) return entity;
  return -1;
}
