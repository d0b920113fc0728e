import type { ActivityList } from '../activity/activity-list.js';
import { beaconScores, type BeaconScores, FEWEST_SESSIONS } from '../baselines/beacon.js';
import type { ContactStore } from '../baselines/contact-store.js';
import { hashPair, hashText } from '../baselines/hash.js';
import type { NameModel } from '../baselines/name-model.js';
import type { PatternOfLife } from '../baselines/pattern-of-life.js';
import type { ValueScore } from '../baselines/shared-values.js';
import { administrationOf, type Contact, type DeviceWindow, type Lookups } from './device-window.js';
import { KIND_FACETS, type RawScore } from './raw-score.js';
import { DEVICE, deviceList } from './unit-layout.js';

const facet = (name: string): number => KIND_FACETS[DEVICE]?.position.get(name) ?? -1;
const BEACONING = facet('beaconing');
const DNS_TUNNEL = facet('dns-tunnel');
const GENERATED = facet('generated-names');
const BYTES_IN = facet('bytes-in');
const LONGEST_CONNECTION = facet('longest-connection');
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

/** Nats a letter from which on a name begins to look generated; English-like names have about 2.4 under their own model. */
const GENERATED_PER_LETTER = 2.2;

/** Letters that a name needs to look like anything. */
const FEWEST_LETTERS = 6;

/** What the oddest name that does exist counts beside those that do not, what every other odd one, and what other domains beside one. */
const EXISTING = 0.1;
const OTHERS = 0.01;
const REST = 0.1;

/** Nats of letters that an hour under one domain holds without meaning anything: a content network has dozens of names. */
const PLAIN_INFORMATION = 50;

/** Nats a unit of the logarithm, by which it falls about as fast as the probability among benign windows. */
const GENERATED_SCALE = 4;

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
  const sharing = pattern.othersSharing(subject, DESTINATION, key);
  return sharing < Math.max(RARE_DEVICES + 1, RARE_SHARE * (pattern.membersOf(DEVICE) - 1)) ? sharing : -1;
}

/** Judges beaconing, names asked for, and accounts along paths of logons. */
export function scoreDevice(
  pattern: PatternOfLife,
  subject: number,
  window: DeviceWindow,
  contactTimes: ReadonlyMap<number, readonly number[]>,
  names: NameModel,
  ownDomain: (domain: string) => boolean,
  activities: ActivityList,
  into: RawScore,
): void {
  into.restOn(BYTES_IN, window.heaviest?.heaviest ?? -1, window.heaviest?.key ?? 0);
  into.restOn(LONGEST_CONNECTION, window.longest?.longest ?? -1, window.longest?.key ?? 0);
  for (const [key, times] of contactTimes) {
    const contact = window.contacts.get(key);
    // Fewer contacts are neither regular nor frequent.
    if (contact !== undefined && times.length >= FEWEST_SESSIONS) scoreContact(pattern, subject, contact, times, into);
  }
  scoreTunnel(pattern, window, names, ownDomain, into);
  scoreGenerated(window, names, into);
  scoreSwitch(pattern, subject, window, activities, into);
}

/**
 * Information in the letters of the names asked for under one domain, less the more devices know the domain; of the other domains a tenth counts.
 * The organisation's own domains carry nothing out.
 */
function scoreTunnel(
  pattern: PatternOfLife,
  window: DeviceWindow,
  names: NameModel,
  ownDomain: (domain: string) => boolean,
  into: RawScore,
): void {
  const estate = Math.max(pattern.membersOf(DEVICE), 1);
  let [most, all] = [0, 0];
  let best: Lookups | undefined;
  for (const lookups of window.lookups.values()) {
    if (lookups.names.size === 0 || ownDomain(lookups.domain)) continue;
    const share = (pattern.estateSharing(DEVICE, DESTINATION, hashText(lookups.domain, 15)) + 0.5) / estate;
    let information = 0;
    for (const name of lookups.names) information += names.surprisal(name);
    const carried = Math.expm1(Math.log1p(information) * (1 - Math.min(0.9, share)));
    all += carried;
    if (carried > most) [most, best] = [carried, lookups];
  }
  if (best === undefined) return;
  const { size } = best.names;
  const surprisal = Math.log1p((most + REST * (all - most)) / PLAIN_INFORMATION);
  into.set(DNS_TUNNEL, surprisal, surprisal, {
    index: best.first,
    hash: 0,
    observed: size,
    detail: size === 1 ? `1 name under ${best.domain}` : `${size} different names under ${best.domain}`,
  });
}

/** Surprisal of the periodicity or frequency of one device's contacts; each other device that has them is one more chance to find them. */
function scoreContact(pattern: PatternOfLife, subject: number, contact: Contact, times: readonly number[], into: RawScore): void {
  const others = sharers(pattern, subject, contact.key);
  if (others < 0) return;
  const beacon = beaconScores(times);
  const frequency = contact.count > FREQUENT_CONTACTS ? 4 * Math.log(contact.count / FREQUENT_CONTACTS) : 0;
  const surprisal = Math.max(Math.min(beacon.surprisal, 60), frequency) - Math.log1p(others);
  if (surprisal <= (into.raw[BEACONING] ?? 0)) return;
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

/**
 * Names that read as generated: how far the letters of those that do not exist lie beyond the usual, summed, and a tenth of that of the oddest
 * one that does, so that every window that asked for names says how odd they were.
 */
function scoreGenerated(window: DeviceWindow, names: NameModel, into: RawScore): void {
  let [excess, oddest, odd] = [0, 0, 0];
  let [missing, first, oddestFirst] = [0, -1, -1];
  for (const lookups of window.lookups.values()) {
    const label = lookups.domain.split('.')[0] ?? '';
    if (label.length < FEWEST_LETTERS) continue;
    const beyond = names.surprisal(label) / (label.length + 1) - GENERATED_PER_LETTER;
    if (beyond <= 0) continue;
    if (lookups.missing < lookups.asked) {
      odd += beyond;
      if (beyond > oddest) [oddest, oddestFirst] = [beyond, lookups.first];
      continue;
    }
    missing += 1;
    excess += beyond;
    if (first < 0) first = lookups.first;
  }
  const surprisal = GENERATED_SCALE * Math.log1p(excess + EXISTING * oddest + OTHERS * (odd - oddest));
  into.set(GENERATED, surprisal, surprisal, {
    index: first < 0 ? oddestFirst : first,
    hash: 0,
    observed: missing,
    detail:
      missing === 0
        ? 'a name with unusual letters'
        : `${missing} ${missing === 1 ? 'name that looks' : 'names that look'} generated and ${missing === 1 ? 'does' : 'do'} not exist`,
  });
}

/**
 * Hopper's path idea (Ho et al., USENIX Security 2021) reduced to one step: an account new to the device reaches an inside host the
 * device never administered. Surprisals of the two add, being different evidence of one change of credential.
 */
function scoreSwitch(pattern: PatternOfLife, subject: number, window: DeviceWindow, activities: ActivityList, into: RawScore): void {
  const accounts = window.lists[ACCOUNT_ON_DEVICE];
  for (let at = 0; accounts !== undefined && at < accounts.size; at += 1) {
    const hash = accounts.hash(at);
    const index = accounts.first(at);
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
