import type { Activity } from '../activity/activity.js';
import type { ActionClass } from '../activity/domains.js';
import { hashPair, hashText } from '../baselines/hash.js';
import { registrableDomain } from '../entities/registrable-domain.js';
import { addressPrefix, originNetwork } from './origin.js';
import { ACCOUNT, accountAmount, accountList } from './unit-layout.js';
import { UnitWindow } from './unit-window.js';
import { parseUserAgent } from './user-agent.js';

const ORIGIN_NETWORK = accountList('origin-network');
const ORIGIN_COUNTRY = accountList('origin-country');
const CLIENT = accountList('client');
const APPLICATION = accountList('application');
const ACTION = accountList('action');
const RESOURCE = accountList('resource');
const TARGET = accountList('target');
const SHARING = accountList('sharing');
const MAIL_RECIPIENT = accountList('mail-recipient');
const ORIGIN_PREFIX = accountList('origin-prefix');
const ACTION_PAIRS = accountList('action-pairs');
const CHANGES = accountList('changes');
const CHANGE_ATTRIBUTES = accountList('change-attributes');

const ACTIVITY_VOLUME = accountAmount('activity-volume');
const READ_VOLUME = accountAmount('read-volume');
const DELETE_VOLUME = accountAmount('delete-volume');
const FAILURE_VOLUME = accountAmount('failure-volume');
const DISTINCT_RESOURCES = accountAmount('distinct-resources');
const MAIL_VOLUME = accountAmount('mail-volume');
const DISTINCT_ACTIONS = accountAmount('distinct-actions');

const READS: ReadonlySet<ActionClass> = new Set<ActionClass>([
  'file-read',
  'file-downloaded',
  'mail-read',
  'api-query',
  'bulk-job',
  'data-export',
  'secret-read',
]);
const DELETES: ReadonlySet<ActionClass> = new Set<ActionClass>([
  'file-deleted',
  'mail-deleted',
  'api-delete',
  'resource-deleted',
  'account-deleted',
  'job-deleted',
  'credential-removed',
]);
const EXPORTS: ReadonlySet<ActionClass> = new Set<ActionClass>(['bulk-job', 'data-export']);
const API_CALLS: ReadonlySet<ActionClass> = new Set<ActionClass>(['api-query', 'api-describe', 'api-read', 'secret-read', 'bulk-job']);
const INTERACTIVE: ReadonlySet<string> = new Set(['password', 'mfa', 'federated', 'interactive', '']);

/** Stands for a script or library as the program used, among the classes of a visit. */
const MACHINE_CLIENT = hashText('machine-client', 12);

/** A stretch of activity from one network. */
export interface OriginStretch {
  readonly network: number;
  readonly from: number;
  to: number;
  readonly latitude: number | undefined;
  readonly longitude: number | undefined;
  /** Position of the first activity of the stretch. */
  readonly index: number;
}

/** What was done from one address range in a window. */
export interface OriginVisit {
  /** Hashes of the network and of the address range. */
  readonly network: number;
  readonly prefix: number;
  /** Hashes of the classes of what was done there, `machine-client` among them. */
  readonly classes: Set<number>;
  /** Position of the first activity. */
  readonly index: number;
}

/** Address ranges told apart in one window. */
const MOST_VISITS = 64;

/** An account's window: identity, SaaS and cloud activity and mail it sent. */
export class AccountWindow extends UnitWindow {
  readonly stretches: OriginStretch[] = [];
  /** Transitions between different classes in order: pairs of (from, to) hashes. */
  readonly transitions: number[] = [];
  readonly changed: number[] = [];
  /** By address range. */
  readonly visits = new Map<number, OriginVisit>();
  #lastClass = 0;
  #resources = new Set<number>();
  #minutes: Uint16Array | undefined;
  #exported = false;

  constructor(entity: number) {
    super(ACCOUNT, entity);
  }

  take(activity: Activity, index: number, ownDomain: (domain: string) => boolean): void {
    this.events.push(index);
    this.eventCount += activity.count;
    const { actionClass } = activity;
    const failed = activity.outcome === 'failure';
    this.happened(actionClass, activity.action, failed, activity.count);
    this.add(ACTIVITY_VOLUME, activity.count);
    if (failed) this.add(FAILURE_VOLUME, activity.count);
    const agent = parseUserAgent(activity.userAgent);
    this.#origin(activity, index, agent.machine);
    if (agent.family !== '') this.see(CLIENT, hashText(agent.family, 1), index);
    if (agent.machine) this.fact('machine-client', activity.count);
    if (!INTERACTIVE.has(activity.authentication)) this.fact('token-authentication', activity.count);
    if (actionClass === 'sign-in' && activity.authentication === 'password') this.fact('single-factor', activity.count);
    if (activity.service !== '' || activity.client !== '') {
      this.see(APPLICATION, hashPair(hashText(activity.service, 2), hashText(activity.client, 3)), index);
    }
    const action = hashPair(hashText(activity.action, 4), hashText(activity.source, 5));
    if (this.see(ACTION, action, index).count === 1) this.add(DISTINCT_ACTIONS, 1);
    this.#resource(activity, index, failed);
    this.#order(actionClass, index);
    if (activity.change !== undefined) this.#change(activity, index);
    if (actionClass === 'file-shared-external' || actionClass === 'mail-sent') this.#outward(activity, index, ownDomain);
  }

  #origin(activity: Activity, index: number, machine: boolean): void {
    const network = originNetwork(activity);
    if (network === '') return;
    const hash = hashText(network, 6);
    this.see(ORIGIN_NETWORK, hash, index);
    const prefix = activity.sourceIp === '' ? hash : hashText(addressPrefix(activity.sourceIp), 7);
    if (activity.asn !== '' && activity.sourceIp !== '') this.see(ORIGIN_PREFIX, prefix, index);
    this.#visit(activity, index, hash, prefix, machine);
    if (activity.country !== '') this.see(ORIGIN_COUNTRY, hashText(activity.country, 8), index);
    const last = this.stretches.at(-1);
    if (last?.network === hash) {
      last.to = activity.time;
    } else if (this.stretches.length < 512) {
      this.stretches.push({
        network: hash,
        from: activity.time,
        to: activity.time,
        latitude: activity.latitude,
        longitude: activity.longitude,
        index,
      });
    }
  }

  #visit(activity: Activity, index: number, network: number, prefix: number, machine: boolean): void {
    let visit = this.visits.get(prefix);
    if (visit === undefined) {
      if (this.visits.size >= MOST_VISITS) return;
      visit = { network, prefix, classes: new Set(), index };
      this.visits.set(prefix, visit);
    }
    visit.classes.add(hashText(activity.outcome === 'failure' ? `failed:${activity.actionClass}` : activity.actionClass, 12));
    if (machine) visit.classes.add(MACHINE_CLIENT);
  }

  #resource(activity: Activity, index: number, failed: boolean): void {
    const { actionClass } = activity;
    const place = activity.container !== '' ? activity.container : activity.resourceType !== '' ? activity.resourceType : activity.resource;
    if (place !== '') {
      const hash = hashText(place, 9);
      this.see(RESOURCE, hash, index);
      const object = hashPair(hash, hashText(activity.resource, 10));
      if (this.#resources.size < 100_000 && !this.#resources.has(object)) {
        this.#resources.add(object);
        this.add(DISTINCT_RESOURCES, 1);
      }
    }
    const target = activity.target[0];
    if (target !== undefined) this.see(TARGET, hashText(target.value, 11), index);
    if (!failed && READS.has(actionClass)) this.add(READ_VOLUME, Math.max(activity.records ?? 0, activity.count));
    if (!failed && DELETES.has(actionClass)) {
      this.add(DELETE_VOLUME, Math.max(activity.records ?? 0, activity.count));
      if (this.#exported && actionClass === 'job-deleted') this.fact('delete-after-export');
    }
    if (EXPORTS.has(actionClass)) this.#exported = true;
    if (API_CALLS.has(actionClass)) this.#burst(activity);
  }

  #burst(activity: Activity): void {
    this.#minutes ??= new Uint16Array(60);
    const minute = Math.floor(activity.time / 60_000) % 60;
    const before = this.#minutes[minute] ?? 0;
    this.#minutes[minute] = Math.min(65535, before + activity.count);
    if (before < 20 && before + activity.count >= 20) this.fact('api-burst');
  }

  #order(actionClass: ActionClass, index: number): void {
    const hash = hashText(actionClass, 12);
    if (hash === this.#lastClass) return;
    if (this.#lastClass !== 0) {
      this.see(ACTION_PAIRS, hashPair(this.#lastClass, hash), index);
      this.see(ACTION_PAIRS, hashPair(this.#lastClass, 0), index);
      if (this.transitions.length < 4096) this.transitions.push(this.#lastClass, hash);
    }
    this.#lastClass = hash;
  }

  #change(activity: Activity, index: number): void {
    const { change } = activity;
    if (change === undefined || activity.outcome === 'failure') return;
    this.see(CHANGES, hashText(change.kind, 13), index);
    this.changed.push(index);
    for (const attribute of change.attributes.slice(0, 16)) this.see(CHANGE_ATTRIBUTES, hashText(attribute.toLowerCase(), 14), index);
  }

  #outward(activity: Activity, index: number, ownDomain: (domain: string) => boolean): void {
    const sharing = activity.actionClass === 'file-shared-external';
    const addresses = sharing ? [activity.targetName, ...activity.target.map(({ value }) => value)] : (activity.email?.recipients ?? []);
    if (!sharing) this.add(MAIL_VOLUME, Math.max(1, addresses.length) * activity.count);
    let outside = false;
    for (const address of addresses.slice(0, 500)) {
      const at = address.lastIndexOf('@');
      if (at < 0) continue;
      const host = address.slice(at + 1).toLowerCase();
      const domain = registrableDomain(host) || host;
      if (domain === '' || ownDomain(domain)) continue;
      outside = true;
      this.see(sharing ? SHARING : MAIL_RECIPIENT, hashText(domain, 15), index);
    }
    if (sharing && !outside) this.see(SHARING, hashText('anyone with the link', 15), index);
  }
}
