import type { Activity } from '../activity/activity.js';
import type { ActionClass } from '../activity/domains.js';
import { hashPair, hashText } from '../baselines/hash.js';
import { registrableDomain } from '../entities/registrable-domain.js';
import { type ClassMeaning, meaningOf } from './class-meaning.js';
import { type OriginStretch, type OriginVisit, rangeOf, type SystemOf } from './origin.js';
import { SightList } from './sight-list.js';
import { ACCOUNT, accountAmount, accountList } from './unit-layout.js';
import { UnitWindow } from './unit-window.js';
import { NO_AGENT, parseUserAgent, type UserAgent } from './user-agent.js';

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
const AUTHENTICATION = accountList('authentication');
const AUTHENTICATION_PLACES = accountList('authentication-places');

const ACTIVITY_VOLUME = accountAmount('activity-volume');
const READ_VOLUME = accountAmount('read-volume');
const DELETE_VOLUME = accountAmount('delete-volume');
const FAILURE_VOLUME = accountAmount('failure-volume');
const DISTINCT_RESOURCES = accountAmount('distinct-resources');
const MAIL_VOLUME = accountAmount('mail-volume');
const DISTINCT_ACTIONS = accountAmount('distinct-actions');

const INTERACTIVE: ReadonlySet<string> = new Set(['password', 'mfa', 'federated', 'interactive', '']);

/** Stands for a script or library as the program used, among the classes of a visit. */
const MACHINE_CLIENT = hashText('machine-client', 12);

/** Objects told apart in one window. */
const MOST_OBJECTS = 100_000;

/** Address ranges told apart in one window. */
const MOST_VISITS = 64;

/** Hashes under which a change of access is counted: its class, and its kind within the class. */
export const changeHashes = (actionClass: ActionClass, kind: string): readonly [changeClass: number, kind: number] => [
  hashText(actionClass, 16),
  hashText(kind, 13),
];

/** Hashes under which a way of proving who one is counts: where, which at sign-ins is what is signed in to and otherwise the source; and how there. */
export function wayHashes({ authentication, actionClass, service, source }: Activity): readonly [place: number, way: number] {
  const place = actionClass === 'sign-in' ? hashText(service, 26) : hashText(source, 27);
  return [place, hashPair(place, hashText(authentication, 28))];
}

/** Addresses that a share outside or a sent mail names; none for other activities. */
export function outwardAddresses(activity: Activity): readonly string[] {
  if (activity.actionClass === 'file-shared-external') return [activity.targetName, ...activity.target.map(({ value }) => value)];
  return activity.actionClass === 'mail-sent' ? (activity.email?.recipients ?? []) : [];
}

/**
 * An account's window: identity, SaaS and cloud activity and mail it sent. Most activities repeat much of the one before, so each value is
 * compared with the last of its kind first.
 */
export class AccountWindow extends UnitWindow {
  stretches: OriginStretch[] = [];
  /** Transitions between different classes in order: pairs of (from, to) hashes. */
  transitions: number[] = [];
  changed: number[] = [];
  /** Hashes of the classes and kinds of change. */
  readonly changes = new Set<number>();
  /** Hashes of where it proved who it is, and how. */
  readonly ways = new Set<number>();
  /** One an address range, in order of first activity. */
  visits: OriginVisit[] = [];
  #last: Activity | undefined;
  #meaning: ClassMeaning | undefined;
  #agent: UserAgent = NO_AGENT;
  #network = 0;
  #visit: OriginVisit | undefined;
  #place = '';
  #placeHash = 0;
  #lastClass = 0;
  #objects: SightList | undefined;
  #minutes: Uint16Array | undefined;
  #exported = false;

  constructor(entity: number) {
    super(ACCOUNT, entity);
  }

  override clear(): void {
    super.clear();
    if (this.stretches.length > 0) this.stretches = [];
    if (this.transitions.length > 0) this.transitions = [];
    if (this.changed.length > 0) this.changed = [];
    if (this.changes.size > 0) this.changes.clear();
    if (this.ways.size > 0) this.ways.clear();
    if (this.visits.length > 0) this.visits = [];
    this.#last = undefined;
    this.#meaning = undefined;
    this.#agent = NO_AGENT;
    this.#network = 0;
    this.#visit = undefined;
    this.#place = '';
    this.#placeHash = 0;
    this.#lastClass = 0;
    this.#objects?.clear();
    this.#minutes?.fill(0);
    this.#exported = false;
  }

  take(activity: Activity, index: number, ownDomain: (domain: string) => boolean, systemOf: SystemOf): void {
    const last = this.#last;
    const { actionClass, count } = activity;
    const failed = activity.outcome === 'failure';
    const known = actionClass === last?.actionClass ? this.#meaning : undefined;
    const meaning = known ?? meaningOf(actionClass);
    this.#meaning = meaning;
    this.events.push(index);
    this.eventCount += count;
    this.happened(actionClass, activity.action, failed, count);
    this.add(ACTIVITY_VOLUME, count);
    if (failed) this.add(FAILURE_VOLUME, count);
    if (activity.userAgent !== last?.userAgent) {
      this.#agent = parseUserAgent(activity.userAgent);
      if (this.#agent.family !== '') this.see(CLIENT, hashText(this.#agent.family, 1), index);
    }
    this.#origin(activity, last, index, systemOf);
    this.#visited(failed ? meaning.failedHash : meaning.hash, !failed);
    if (this.#agent.machine) this.fact('machine-client', count);
    if (activity.authentication !== '' && !INTERACTIVE.has(activity.authentication)) this.fact('token-authentication', count);
    if (actionClass === 'sign-in' && activity.authentication === 'password') this.fact('single-factor', count);
    if (activity.service !== last?.service || activity.client !== last.client) {
      if (activity.service !== '' || activity.client !== '')
        this.see(APPLICATION, hashPair(hashText(activity.service, 2), hashText(activity.client, 3)), index);
    }
    if (activity.action !== last?.action || activity.source !== last.source) {
      if (this.see(ACTION, hashPair(hashText(activity.action, 4), hashText(activity.source, 5)), index)) this.add(DISTINCT_ACTIONS, 1);
    }
    if (
      activity.authentication !== last?.authentication ||
      actionClass !== last.actionClass ||
      activity.source !== last.source ||
      activity.service !== last.service
    )
      this.#authenticated(activity, index);
    this.#resource(activity, index);
    if (!failed) this.#amounts(activity, meaning);
    if (meaning.exports) this.#exported = true;
    if (meaning.calls) this.#burst(activity);
    this.#order(meaning.hash, index);
    if (activity.change !== undefined) this.#change(activity, index);
    if (actionClass === 'file-shared-external' || actionClass === 'mail-sent') this.#outward(activity, index, ownDomain);
    this.#last = activity;
  }

  #origin(activity: Activity, last: Activity | undefined, index: number, systemOf: SystemOf): void {
    if (activity.sourceIp === '' && activity.asn === '') {
      this.#visit = undefined;
      this.#network = 0;
      return;
    }
    const { country } = activity;
    if (activity.sourceIp !== last?.sourceIp || activity.asn !== last.asn) {
      const asn = activity.asn !== '' ? activity.asn : (systemOf(activity.sourceIp)?.asn ?? '');
      const range = rangeOf(activity.sourceIp);
      const hash = asn === '' ? range.network : hashText(asn, 6);
      const prefix = activity.sourceIp === '' ? hash : range.prefix;
      this.see(ORIGIN_NETWORK, hash, index);
      if (asn !== '' && activity.sourceIp !== '') this.see(ORIGIN_PREFIX, prefix, index);
      this.#network = hash;
      this.#visit = this.#visitOf(hash, prefix, index);
      if (country !== '') this.see(ORIGIN_COUNTRY, hashText(country, 8), index);
    } else if (country !== last.country && country !== '') {
      this.see(ORIGIN_COUNTRY, hashText(country, 8), index);
    }
    const stretch = this.stretches.at(-1);
    if (stretch?.network === this.#network) {
      stretch.to = activity.time;
    } else if (this.stretches.length < 512) {
      const { time, latitude, longitude } = activity;
      this.stretches.push({ network: this.#network, from: time, to: time, latitude, longitude, index });
    }
  }

  #visitOf(network: number, prefix: number, index: number): OriginVisit | undefined {
    for (const visit of this.visits) if (visit.prefix === prefix) return visit;
    if (this.visits.length >= MOST_VISITS) return undefined;
    const visit = { network, prefix, classes: [], proven: false, index };
    this.visits.push(visit);
    return visit;
  }

  #visited(classHash: number, succeeded: boolean): void {
    if (this.#visit === undefined) return;
    const { classes } = this.#visit;
    if (succeeded) this.#visit.proven = true;
    if (!classes.includes(classHash)) classes.push(classHash);
    if (this.#agent.machine && !classes.includes(MACHINE_CLIENT)) classes.push(MACHINE_CLIENT);
  }

  #authenticated(activity: Activity, index: number): void {
    if (activity.authentication === '') return;
    const [place, way] = wayHashes(activity);
    this.see(AUTHENTICATION, way, index);
    this.see(AUTHENTICATION_PLACES, place, index);
    this.ways.add(place);
    this.ways.add(way);
  }

  #resource(activity: Activity, index: number): void {
    const place = activity.container !== '' ? activity.container : activity.resourceType !== '' ? activity.resourceType : activity.resource;
    if (place !== '') {
      if (place !== this.#place) {
        this.#place = place;
        this.#placeHash = hashText(place, 9);
        this.see(RESOURCE, this.#placeHash, index);
      }
      this.#object(hashPair(this.#placeHash, hashText(activity.resource, 10)), index);
    }
    const target = activity.target[0];
    if (target !== undefined && target.value !== this.#last?.target[0]?.value) this.see(TARGET, hashText(target.value, 11), index);
  }

  #object(hash: number, index: number): void {
    const known = this.#objects;
    if (known === undefined) this.#objects = new SightList(hash, index);
    else if (known.size >= MOST_OBJECTS || !known.add(hash, index)) return;
    this.add(DISTINCT_RESOURCES, 1);
  }

  /** What a successful activity read or deleted. */
  #amounts(activity: Activity, { reads, deletes }: ClassMeaning): void {
    if (!reads && !deletes) return;
    const amount = Math.max(activity.records ?? 0, activity.count);
    if (reads) this.add(READ_VOLUME, amount);
    if (!deletes) return;
    this.add(DELETE_VOLUME, amount);
    if (this.#exported && activity.actionClass === 'job-deleted') this.fact('delete-after-export');
  }

  #burst(activity: Activity): void {
    this.#minutes ??= new Uint16Array(60);
    const minute = Math.floor(activity.time / 60_000) % 60;
    const before = this.#minutes[minute] ?? 0;
    this.#minutes[minute] = Math.min(65535, before + activity.count);
    if (before < 20 && before + activity.count >= 20) this.fact('api-burst');
  }

  #order(hash: number, index: number): void {
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
    const [changeClass, kind] = changeHashes(activity.actionClass, change.kind);
    this.see(CHANGES, kind, index);
    this.see(CHANGES, changeClass, index);
    this.changes.add(kind);
    this.changes.add(changeClass);
    this.changed.push(index);
    for (const attribute of change.attributes.slice(0, 16)) this.see(CHANGE_ATTRIBUTES, hashText(attribute.toLowerCase(), 14), index);
  }

  #outward(activity: Activity, index: number, ownDomain: (domain: string) => boolean): void {
    const sharing = activity.actionClass === 'file-shared-external';
    const addresses = outwardAddresses(activity);
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
