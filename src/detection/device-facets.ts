import type { ActivityList } from '../activity/activity-list.js';
import { beaconScores, type BeaconScores } from '../baselines/beacon.js';
import type { ContactStore } from '../baselines/contact-store.js';
import { hashPair, hashText } from '../baselines/hash.js';
import type { NameModel } from '../baselines/name-model.js';
import type { PatternOfLife } from '../baselines/pattern-of-life.js';
import type { ValueScore } from '../baselines/shared-values.js';
import { administrationOf, type Contact, type DeviceWindow } from './device-window.js';
import { KIND_FACETS, type RawScore } from './raw-score.js';
import { DEVICE, deviceList } from './unit-layout.js';

const facet = (name: string): number => KIND_FACETS[DEVICE]?.position.get(name) ?? -1;
const BEACONING = facet('beaconing');
const DNS_TUNNEL = facet('dns-tunnel');
const GENERATED = facet('generated-names');
const SWITCH = facet('credential-switch');

const DESTINATION = deviceList('destination');
const ACCOUNT_ON_DEVICE = deviceList('account-on-device');
const INTERNAL_EDGE = deviceList('internal-edge');

/** Only destinations that at most this share of devices contacts are tested for beaconing (algorithms 2.5). */
const RARE_SHARE = 0.02;
/** Or at most this many devices, where the estate is small. */
const RARE_DEVICES = 2;

/** Contacts an hour with one destination from which frequency itself speaks. */
const FREQUENT_CONTACTS = 60;

/** Nats a letter beyond which a missing name looks generated; English-like names have about 2.4 under their own model. */
const GENERATED_PER_LETTER = 3.2;

const score: ValueScore = { own: 0, raw: 0, seen: 0, history: 0, peersSharing: 0, peers: 0, estateSharing: 0, estate: 0 };

/** Remembers contacts with rare destinations; returns all contact times to judge, by destination. */
export function rememberContacts(
  pattern: PatternOfLife,
  subject: number,
  window: DeviceWindow,
  store: ContactStore,
): ReadonlyMap<number, readonly number[]> {
  const result = new Map<number, readonly number[]>();
  for (const contact of window.contacts.values()) {
    if (sharers(pattern, subject, contact.key) < 0) continue;
    result.set(contact.key, contact.times.length >= 12 ? contact.times : store.add(window.entity, contact.key, contact.times));
  }
  return result;
}

/** Other devices that contact a destination, or −1 where they are too many for it to be rare. */
function sharers(pattern: PatternOfLife, subject: number, key: number): number {
  pattern.judgeValue(subject, DESTINATION, key, score);
  return score.estateSharing < Math.max(RARE_DEVICES + 1, RARE_SHARE * score.estate) ? score.estateSharing : -1;
}

/** Judges beaconing, names asked for, and accounts along paths of logons. */
export function scoreDevice(
  pattern: PatternOfLife,
  subject: number,
  window: DeviceWindow,
  contactTimes: ReadonlyMap<number, readonly number[]>,
  names: NameModel,
  activities: ActivityList,
  into: RawScore,
): void {
  for (const [key, times] of contactTimes) {
    const contact = window.contacts.get(key);
    if (contact !== undefined) scoreContact(pattern, subject, contact, times, into);
  }
  const estate = Math.max(pattern.membersOf(DEVICE), 1);
  for (const lookups of window.lookups.values()) {
    const share = (pattern.estateSharing(DEVICE, DESTINATION, hashText(lookups.domain, 15)) + 0.5) / estate;
    let information = 0;
    for (const name of lookups.names) information += names.surprisal(name);
    if (lookups.names.size >= 3) {
      const surprisal = Math.log1p(information) * (1 - Math.min(0.9, share));
      into.set(DNS_TUNNEL, surprisal, surprisal, {
        index: lookups.first,
        hash: 0,
        observed: lookups.names.size,
        detail: `${lookups.names.size} different names under ${lookups.domain}`,
      });
    }
  }
  scoreGenerated(window, names, into);
  scoreSwitch(pattern, subject, window, activities, into);
}

/** Surprisal of the periodicity or frequency of one device's contacts; each other device that has them is one more chance to find them. */
function scoreContact(pattern: PatternOfLife, subject: number, contact: Contact, times: readonly number[], into: RawScore): void {
  const others = sharers(pattern, subject, contact.key);
  if (others < 0) return;
  const beacon = beaconScores(times);
  const frequency = contact.count > FREQUENT_CONTACTS ? 4 * Math.log(contact.count / FREQUENT_CONTACTS) : 0;
  const surprisal = Math.max(Math.min(beacon.surprisal, 60), frequency) - Math.log1p(others);
  into.set(BEACONING, surprisal, surprisal, {
    index: contact.first,
    hash: contact.key,
    observed: beacon.surprisal >= frequency ? beacon.periodSeconds : contact.count,
    detail: describe(contact, beacon),
  });
}

function describe(contact: Contact, beacon: BeaconScores): string {
  const share = (value: number): string => value.toFixed(2);
  if (beacon.periodSeconds === 0) return `${contact.count} contacts with ${contact.name}`;
  return (
    `${contact.count} contacts with ${contact.name}, every ${Math.round(beacon.periodSeconds * 10) / 10} s; ` +
    `timing ${share(beacon.timing)}, evenness ${share(beacon.histogram)}, coverage ${share(beacon.duration)}`
  );
}

/** Names that do not exist and read as generated: summed surprisal beyond the usual per letter. */
function scoreGenerated(window: DeviceWindow, names: NameModel, into: RawScore): void {
  let excess = 0;
  let missing = 0;
  let first = -1;
  for (const lookups of window.lookups.values()) {
    if (lookups.missing === 0 || lookups.missing < lookups.asked) continue;
    const label = lookups.domain.split('.')[0] ?? '';
    const perLetter = names.surprisal(label) / (label.length + 1);
    if (label.length < 6 || perLetter < GENERATED_PER_LETTER) continue;
    missing += 1;
    excess += perLetter - GENERATED_PER_LETTER + 1;
    if (first < 0) first = lookups.first;
  }
  if (missing >= 2) {
    const surprisal = 2 * Math.log1p(excess);
    into.set(GENERATED, surprisal, surprisal, {
      index: first,
      hash: 0,
      observed: missing,
      detail: `${missing} names that look generated and do not exist`,
    });
  }
}

/**
 * Hopper's path idea (Ho et al., USENIX Security 2021) reduced to one step: an account new to the device reaches an inside host the
 * device never administered. Surprisals of the two add, being different evidence of one change of credential.
 */
function scoreSwitch(pattern: PatternOfLife, subject: number, window: DeviceWindow, activities: ActivityList, into: RawScore): void {
  const accounts = window.lists[ACCOUNT_ON_DEVICE];
  for (let at = 0; accounts !== undefined && at < accounts.size; at += 1) {
    const hash = accounts.hashes[at] ?? 0;
    const index = accounts.firsts[at] ?? -1;
    const activity = activities.at(index);
    const protocol = activity === undefined ? '' : administrationOf(activity);
    if (activity === undefined || protocol === '') continue;
    const host = activity.destinationIp !== '' ? activity.destinationIp : (activity.target[0]?.value ?? '');
    const account = pattern.judgeValue(subject, ACCOUNT_ON_DEVICE, hash, score).raw;
    const known = score.history > 0;
    const edge = pattern.judgeValue(subject, INTERNAL_EDGE, hashPair(hashText(host, 20), hashText(protocol, 21)), score).raw;
    if (!known || account < 1 || edge < 1) continue;
    into.set(SWITCH, account + edge, account + edge, {
      index,
      hash,
      observed: NaN,
      detail: `${activity.actorName || (activity.actor[0]?.value ?? '')} to ${host}`,
    });
  }
}
