import type { Activity } from '../activity/activity.js';
import { activityAt, type ActivityList } from '../activity/activity-list.js';
import { hashPair, hashText } from '../baselines/hash.js';
import type { EntityRole } from '../documents/common.js';
import { registrableDomain } from '../entities/registrable-domain.js';
import type { FindingContext, JudgedWindow } from './finding-builder.js';
import type { FindingEntity } from './finding.js';
import { mailDomain } from './mailbox-window.js';
import { senderOf } from './mailbox-facets.js';
import { addressPrefix } from './origin.js';
import { KIND_FACETS } from './raw-score.js';
import { ACCOUNT, accountList, ALERT, DEVICE, deviceList, MAILBOX } from './unit-layout.js';

/** Entities told of one finding beside its subject. */
const MOST_ENTITIES = 24;

/** Accounts tied to the subject beyond which the tie (a shared role, a shared machine) says nothing of any one of them. */
const MOST_ASSOCIATES = 2;

/** Facets must be this surprising for what they rest on to be named, in nats. */
const NOTABLE = 3;

/** An address, domain or network that more than this share of the estate touches ties nothing together. */
const COMMON = 0.2;

/**
 * The subject, then who and what its surprising facets rest on (addresses acted from, destinations, senders, accounts acted upon, all of
 * them hop 0), then whom a logon, lease or mailbox ties to the subject at that time (hop 1).
 */
export function findingEntities(unit: JudgedWindow, activities: ActivityList, context: FindingContext): readonly FindingEntity[] {
  const { window } = unit;
  const { resolver } = context;
  const found = new Map<string, FindingEntity>();
  const add = (entity: FindingEntity): void => {
    if (found.size < MOST_ENTITIES && !found.has(entity.id)) found.set(entity.id, entity);
  };
  const addNumber = (number: number, role: EntityRole, hops: 0 | 1, touched = 0): void => {
    if (number < 0) return;
    const { id, name, type, shared } = resolver.entity(number);
    const commonness = shared ? 1 : type === 'address' || type === 'domain' ? context.commonness(name) : touched;
    add({ id, name, type, role, hops, commonness });
  };
  addNumber(window.entity, SUBJECT_ROLES[window.kind] ?? 'actor', 0);
  const targets = notableTargets(unit);
  const origins = notableOrigins(unit, activities);
  for (const prefix of origins) {
    const first = window.events.find((index) => addressPrefix(activities.at(index)?.sourceIp ?? '') === prefix);
    if (first !== undefined) addAddress(activities.at(first)?.sourceIp ?? '', 'source', add, context);
  }
  for (const index of notableIndexes(unit, activities)) {
    const activity = activities.at(index);
    if (activity !== undefined)
      addActivity(activity, window.kind, targets.has(index) || activity.change !== undefined, origins, add, addNumber, context);
  }
  const last = activityAt(activities, window.events.at(-1) ?? -1)?.time ?? 0;
  const associates = resolver.associates(window.entity, last).map(({ entity }) => entity);
  const people = associates.filter((number) => resolver.entity(number).type !== 'device');
  for (const number of associates) {
    if (resolver.entity(number).type === 'device' || people.length <= MOST_ASSOCIATES) addNumber(number, 'actor', 1);
  }
  return [...found.values()];
}

const TARGET_LIST = accountList('target');
const EDGE_LIST = deviceList('internal-edge');
const ADMINISTRATION_PROTOCOLS = ['smb', 'rpc', 'kerberos', 'winrm', 'rdp', 'ssh'] as const;

const SUBJECT_ROLES: readonly EntityRole[] = ['actor', 'recipient', 'source', 'actor'];

const ORIGIN_FACETS: readonly number[] = ['origin-behaviour', 'origin-network', 'origin-prefix', 'origin-country', 'travel', 'client'].map(
  (name) => KIND_FACETS[ACCOUNT]?.position.get(name) ?? -1,
);

/** Address ranges that the surprising facets of origin rest on, the most surprising first. */
function notableOrigins(unit: JudgedWindow, activities: ActivityList): readonly string[] {
  if (unit.window.kind !== ACCOUNT) return [];
  return ORIGIN_FACETS.filter((facet) => (unit.score.facets[facet] ?? 0) >= NOTABLE && (unit.raw.basis[facet]?.index ?? -1) >= 0)
    .sort((a, b) => (unit.score.facets[b] ?? 0) - (unit.score.facets[a] ?? 0))
    .map((facet) => addressPrefix(activityAt(activities, unit.raw.basis[facet]?.index ?? -1)?.sourceIp ?? ''))
    .filter((prefix, index, all) => prefix !== '' && all.indexOf(prefix) === index);
}

/** Activities whose target is itself surprising: writing to a colleague does not make the colleague part of the story. */
function notableTargets(unit: JudgedWindow): ReadonlySet<number> {
  const indexes = new Set<number>();
  for (const name of ['target', 'sharing', 'internal-edge', 'credential-switch', 'alert-rarity']) {
    const facet = KIND_FACETS[unit.window.kind]?.position.get(name) ?? -1;
    const index = unit.raw.basis[facet]?.index ?? -1;
    if (index >= 0 && ((unit.score.facets[facet] ?? 0) >= NOTABLE || name === 'alert-rarity')) indexes.add(index);
  }
  return indexes;
}

/** Positions of the activities that the surprising facets rest on, changes of access, and all alerts; in order of time, each once. */
function notableIndexes(unit: JudgedWindow, activities: ActivityList): readonly number[] {
  const indexes = new Set<number>();
  unit.raw.basis.forEach((basis, facet) => {
    if (basis !== undefined && basis.index >= 0 && (unit.score.facets[facet] ?? 0) >= NOTABLE) indexes.add(basis.index);
  });
  if (unit.window.kind === ALERT) for (const index of unit.window.events) indexes.add(index);
  if ('changed' in unit.window) for (const index of unit.window.changed.slice(0, 16)) indexes.add(index);
  for (const index of unit.window.events) {
    const actionClass = activities.at(index)?.actionClass;
    if (actionClass === 'mail-click' || actionClass === 'secret-read') indexes.add(index);
    if (indexes.size > 40) break;
  }
  if (indexes.size === 0) for (const index of unit.window.events.slice(0, 4)) indexes.add(index);
  return [...indexes].sort((a, b) => a - b);
}

/** Share of the estate that acts upon an account or administers a host: a server or a team's shared mailbox ties nothing together. */
function touchedShare(activity: Activity, kind: number, context: FindingContext): number {
  const { pattern } = context.state;
  const target = activity.target[0]?.value ?? '';
  if (kind === ACCOUNT)
    return target === '' ? 0 : pattern.estateSharing(ACCOUNT, TARGET_LIST, hashText(target, 11)) / Math.max(pattern.membersOf(ACCOUNT), 10);
  const host = activity.destinationIp !== '' ? activity.destinationIp : target;
  let most = 0;
  for (const protocol of ADMINISTRATION_PROTOCOLS) {
    most = Math.max(most, pattern.estateSharing(DEVICE, EDGE_LIST, hashPair(hashText(host, 20), hashText(protocol, 21))));
  }
  return most / Math.max(pattern.membersOf(DEVICE), 10);
}

/** Many people consent to one application when it is introduced: sharing it is weak evidence of a common cause, whoever was first. */
const LEAST_SHARE_OF_AN_APPLICATION = 0.05;

function targetFloor(target: number, context: FindingContext): number {
  return target >= 0 && context.resolver.entity(target).type === 'app' ? LEAST_SHARE_OF_AN_APPLICATION : 0;
}

function addActivity(
  activity: Activity,
  kind: number,
  withTarget: boolean,
  origins: readonly string[],
  add: (entity: FindingEntity) => void,
  addNumber: (number: number, role: EntityRole, hops: 0 | 1, touched?: number) => void,
  context: FindingContext,
): void {
  const roles = context.resolver.resolve(activity);
  const touched = touchedShare(activity, kind, context);
  if (kind === ACCOUNT || kind === ALERT) {
    if (origins.length === 0 || origins.includes(addressPrefix(activity.sourceIp))) addAddress(activity.sourceIp, 'source', add, context);
    addNumber(roles.account, 'actor', 0);
    addNumber(roles.device, 'source', 0);
    if (withTarget) addNumber(roles.target, 'target', 0, Math.max(touched, targetFloor(roles.target, context)));
    if (roles.client >= 0 && roles.client !== roles.account) addNumber(roles.client, 'client', 0, 0.5);
  }
  if (kind === MAILBOX && activity.email !== undefined) {
    addDomain(mailDomain(senderOf(activity.email)), 'sender', add, context);
    for (const host of activity.email.linkDomains.slice(0, 3)) addDomain(registrableDomain(host) || host, 'destination', add, context);
  }
  if (kind === MAILBOX && activity.actionClass === 'mail-click')
    addDomain(registrableDomain(activity.destinationDomain), 'destination', add, context);
  if (kind === DEVICE || kind === ALERT) {
    addNumber(roles.account, 'actor', 0);
    addDomain(
      registrableDomain(activity.destinationDomain) || context.surroundings.nameOf(activity.destinationIp),
      'destination',
      add,
      context,
    );
    if (activity.destinationIp !== '') {
      if (context.surroundings.outside(activity.destinationIp)) addAddress(activity.destinationIp, 'destination', add, context);
      else if (withTarget) addNumber(roles.destination, 'target', 0, touched);
    }
    if (kind === DEVICE && withTarget) addNumber(roles.target, 'target', 0, touched);
  }
}

/** An outside address and the range it belongs to: infrastructure moves within a range. */
function addAddress(address: string, role: EntityRole, add: (entity: FindingEntity) => void, context: FindingContext): void {
  if (address === '') return;
  const commonness = context.commonness(address);
  if (context.resolver.isInternal(address) && !context.surroundings.outside(address)) return;
  add({ id: `address:${address}`, name: address, type: 'address', role, hops: 0, commonness });
  const prefix = addressPrefix(address);
  const shared = context.commonness(prefix);
  if (shared <= COMMON)
    add({ id: `address:${prefix}`, name: prefix, type: 'address', role, hops: 0, commonness: Math.max(commonness, shared) });
}

function addDomain(domain: string, role: EntityRole, add: (entity: FindingEntity) => void, context: FindingContext): void {
  if (domain === '' || context.resolver.isOwnDomain(domain)) return;
  add({ id: `domain:${domain}`, name: domain, type: 'domain', role, hops: 0, commonness: context.commonness(domain) });
}
