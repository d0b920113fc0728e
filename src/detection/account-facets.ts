import type { ActivityList } from '../activity/activity-list.js';
import type { OccurrenceStatistics } from '../baselines/occurrence-statistics.js';
import { sidakSurprisal } from '../baselines/combine.js';
import { hashPair, hashText } from '../baselines/hash.js';
import type { PatternOfLife } from '../baselines/pattern-of-life.js';
import type { ValueScore } from '../baselines/shared-values.js';
import type { VisitStatistics } from '../baselines/visit-statistics.js';
import { type AccountWindow, changeHashes } from './account-window.js';
import { scoreWays } from './authentication-facet.js';
import { distanceKm, type OriginStretch, type OriginVisit } from './origin.js';
import { KIND_FACETS, type RawScore } from './raw-score.js';
import { ACCOUNT, accountList } from './unit-layout.js';

const facet = (name: string): number => KIND_FACETS[ACCOUNT]?.position.get(name) ?? -1;
const TRAVEL = facet('travel');
const SEQUENCE = facet('action-sequence');
const CHANGE = facet('access-change');
const ORIGIN_BEHAVIOUR = facet('origin-behaviour');

const ORIGIN_NETWORK = accountList('origin-network');
const ORIGIN_PREFIX = accountList('origin-prefix');
const ACTION_PAIRS = accountList('action-pairs');
const CHANGES = accountList('changes');
const CHANGE_ATTRIBUTES = accountList('change-attributes');
export const TRAVEL_KINDS = accountList('travel-kinds');

/** Faster than an airliner (Panther's rule), and farther than geolocation errs. */
const FASTEST_KMH = 900;
const GEO_ERROR_KM = 100;
const FARTHEST_ERROR_KM = 500;

/** What share of windows shows each kind of movement before anything is known: several networks, both at once, impossible. */
const TRAVEL_PRIORS = [0.1, 0.03, 0.005] as const;

export const TRAVEL_NONE = 0;
const TRAVEL_SEVERAL = 1;
export const TRAVEL_CONCURRENT = 2;
export const TRAVEL_IMPOSSIBLE = 3;

/** Where an account was last seen. */
export interface LastOrigin {
  readonly network: number;
  readonly time: number;
  readonly latitude: number | undefined;
  readonly longitude: number | undefined;
}

export interface TravelFinding {
  readonly kind: number;
  /** Position of the activity that shows it. */
  readonly index: number;
  readonly detail: string;
}

/** Hash under which a kind of movement is counted. */
export const travelHash = (kind: number): number => hashPair(kind, 7919);

/** How the account moved between networks in the window, the most telling kind. */
export function findTravel(window: AccountWindow, last: LastOrigin | undefined): TravelFinding {
  const { stretches } = window;
  let found = NOWHERE;
  let previous: OriginStretch | undefined =
    last === undefined
      ? undefined
      : { network: last.network, from: last.time, to: last.time, latitude: last.latitude, longitude: last.longitude, index: -1 };
  for (let at = 0; at < stretches.length; at += 1) {
    const stretch = stretches[at];
    if (stretch === undefined) continue;
    if (previous !== undefined && previous.network !== stretch.network) {
      if (previous.index >= 0 && found.kind < TRAVEL_CONCURRENT) {
        if (isSeen(stretches, at, stretch.network))
          found = { kind: TRAVEL_CONCURRENT, index: stretch.index, detail: 'two networks in turn, so both in use at the same time' };
        else if (found.kind < TRAVEL_SEVERAL)
          found = { kind: TRAVEL_SEVERAL, index: stretch.index, detail: 'more than one network in the same hour' };
      }
      const km = travelled(previous, stretch);
      if (km > FARTHEST_ERROR_KM && km / (Math.max(stretch.from - previous.to, 60_000) / 3_600_000) > FASTEST_KMH) {
        const minutes = Math.round((stretch.from - previous.to) / 60_000);
        return { kind: TRAVEL_IMPOSSIBLE, index: stretch.index, detail: `${Math.round(km)} km in ${minutes} minutes` };
      }
    }
    previous = stretch;
  }
  return found;
}

const NOWHERE: TravelFinding = { kind: TRAVEL_NONE, index: -1, detail: '' };

/** The network is that of one of the first `count` stretches. */
function isSeen(stretches: readonly OriginStretch[], count: number, network: number): boolean {
  for (let at = 0; at < count; at += 1) if (stretches[at]?.network === network) return true;
  return false;
}

/** Kilometres between two stretches less what geolocation errs; 0 where a place is unknown. */
function travelled(a: OriginStretch, b: OriginStretch): number {
  if (a.latitude === undefined || a.longitude === undefined || b.latitude === undefined || b.longitude === undefined) return 0;
  if (a.latitude === b.latitude && a.longitude === b.longitude) return 0;
  return Math.max(0, distanceKm(a.latitude, a.longitude, b.latitude, b.longitude) - 2 * GEO_ERROR_KM);
}

const score: ValueScore = { own: 0, raw: 0, seen: 0, history: 0, peersSharing: 0, peers: 0, estateSharing: 0, estate: 0 };

/** What all accounts together do: from networks new to them, in changes of access, to prove who they are. */
interface EstateStatistics {
  readonly visits: VisitStatistics;
  readonly changes: OccurrenceStatistics;
  readonly ways: OccurrenceStatistics;
}

/** Judges movement, order of operations, changes of access and ways of proving who one is. */
export function scoreAccount(
  pattern: PatternOfLife,
  subject: number,
  window: AccountWindow,
  travel: TravelFinding,
  activities: ActivityList,
  { visits, changes, ways }: EstateStatistics,
  without: boolean,
  into: RawScore,
): void {
  if (travel.kind > TRAVEL_NONE) scoreTravel(pattern, subject, window, travel, into);
  if (window.transitions.length > 0) scoreSequence(pattern, subject, window, into);
  if (window.changed.length > 0) scoreChanges(pattern, subject, window, activities, changes, without, into);
  if (window.ways.size > 0) scoreWays(pattern, subject, window, activities, ways, without, into);
  for (const visit of window.visits) scoreVisit(pattern, subject, window, visit, visits, without, into);
}

/** A network or range from which so many other accounts acted is the organisation's own, if only since today. */
const OWN_SHARE = 0.1;
const OWN_ACCOUNTS = 5;

/** Hardly anybody else of the estate showed the network or range. */
const isRarelyUsed = ({ estateSharing, estate }: ValueScore): boolean => estateSharing < Math.max(OWN_ACCOUNTS, OWN_SHARE * estate);

/** The subject never showed the network or range, and hardly anybody else did. */
export const isStrange = (value: ValueScore): boolean => value.seen === 0 && isRarelyUsed(value);

/** The range is new to the account, which never spent a full, unsuspicious window there, and not one that others have come to use. */
export function isNewRange(pattern: PatternOfLife, subject: number, window: AccountWindow, visit: OriginVisit): boolean {
  const list = window.lists[ORIGIN_PREFIX]?.has(visit.prefix) === true ? ORIGIN_PREFIX : ORIGIN_NETWORK;
  const value = list === ORIGIN_PREFIX ? visit.prefix : visit.network;
  return pattern.valueCount(subject, list, value) < 1 && isRarelyUsed(pattern.judgeValue(subject, list, value, score));
}

/** Counts the account among those who act from its networks, before anybody is judged by how many do. */
export function meetOrigins(pattern: PatternOfLife, subject: number, window: AccountWindow): void {
  for (const { network, prefix, proven } of window.visits) {
    if (!proven) continue;
    pattern.meet(subject, ORIGIN_NETWORK, network);
    if (window.lists[ORIGIN_PREFIX]?.has(prefix) === true) pattern.meet(subject, ORIGIN_PREFIX, prefix);
  }
}

/** Novelty of the network or range, and how unusual it is to do these things from a network new to one. */
function scoreVisit(
  pattern: PatternOfLife,
  subject: number,
  window: AccountWindow,
  visit: OriginVisit,
  visits: VisitStatistics,
  without: boolean,
  into: RawScore,
): void {
  if (!isNewRange(pattern, subject, window, visit)) return;
  const network = pattern.judgeValue(subject, ORIGIN_NETWORK, visit.network, score).raw;
  const range =
    window.lists[ORIGIN_PREFIX]?.has(visit.prefix) === true ? pattern.judgeValue(subject, ORIGIN_PREFIX, visit.prefix, score).raw : 0;
  const behaviour = visits.surprisal(visit.classes, without);
  const surprisal = Math.min(Math.max(network, range), 12) + behaviour;
  into.set(ORIGIN_BEHAVIOUR, surprisal, Math.max(network, range), { index: visit.index, hash: visit.prefix, observed: NaN, detail: '' });
}

/** P(movement at least this telling) by the account's own rate, times how rare the least usual of the networks is for it. */
function scoreTravel(pattern: PatternOfLife, subject: number, window: AccountWindow, travel: TravelFinding, into: RawScore): void {
  let count = 0;
  for (let kind = travel.kind; kind <= TRAVEL_IMPOSSIBLE; kind += 1) count += pattern.valueCount(subject, TRAVEL_KINDS, travelHash(kind));
  const rate = (count + 10 * (TRAVEL_PRIORS[travel.kind - 1] ?? 0.005)) / (pattern.windowsOf(subject) + 10);
  let rarest = 0;
  const networks = window.lists[ORIGIN_NETWORK];
  for (let at = 0; networks !== undefined && at < networks.size; at += 1) {
    rarest = Math.max(rarest, pattern.judgeValue(subject, ORIGIN_NETWORK, networks.hash(at), score).raw);
  }
  const surprisal = -Math.log(Math.min(1, rate)) + rarest;
  into.set(TRAVEL, surprisal, surprisal, { index: travel.index, hash: 0, observed: NaN, detail: travel.detail });
}

/**
 * First-order Markov chain over action classes: P(b|a) by own counts, backed off to the share of the estate that follows a with b;
 * geometric mean over the rarest two transitions in a row, corrected for their number.
 */
function scoreSequence(pattern: PatternOfLife, subject: number, window: AccountWindow, into: RawScore): void {
  const { transitions } = window;
  const steps: number[] = [];
  let best = 0;
  let before = 0;
  for (let at = 0; at < transitions.length; at += 2) {
    const from = transitions[at] ?? 0;
    const pair = hashPair(from, transitions[at + 1] ?? 0);
    const any = hashPair(from, 0);
    const own = pattern.valueCount(subject, ACTION_PAIRS, pair);
    const all = pattern.valueCount(subject, ACTION_PAIRS, any);
    const sharing = pattern.estateSharing(ACCOUNT, ACTION_PAIRS, pair);
    const base = pattern.estateSharing(ACCOUNT, ACTION_PAIRS, any);
    const peers = (sharing + 0.5) / (base + 10);
    const step = -Math.log(Math.min(1, (own + 5 * peers) / (all + 5)));
    steps.push(step);
    best = at === 0 ? step : at === 2 ? (step + before) / 2 : Math.max(best, (step + before) / 2);
    before = step;
  }
  const tries = steps.length > 2 ? Math.max(1, new Set(steps).size - 1) : 1;
  const surprisal = sidakSurprisal(best, tries);
  into.set(SEQUENCE, surprisal, surprisal, { index: -1, hash: 0, observed: NaN, detail: '' });
}

/** Windows of an ordinary account per change of access, before anything is known: one in fifty. */
const CHANGE_RATE = 0.02;

/** Pseudo-windows of the estate's rate behind an account's own record, and pseudo-changes of its habits within a class. */
const OWN_WINDOWS = 10;
const OWN_CHANGES = 2;

/**
 * P(a window of the account holds a change of this class) × P(this kind within the class), each the account's own record shrunk to the
 * estate's, lifted by half of how new the attributes are to the estate. The estate's rate of the class is by windows or by accounts,
 * whichever is rarer: one account that does a thing all day makes it common for itself, not for others.
 */
function scoreChanges(
  pattern: PatternOfLife,
  subject: number,
  window: AccountWindow,
  activities: ActivityList,
  statistics: OccurrenceStatistics,
  without: boolean,
  into: RawScore,
): void {
  const windows = pattern.windowsOf(subject) - (without ? 1 : 0);
  for (const index of window.changed) {
    const activity = activities.at(index);
    if (activity?.change === undefined) continue;
    const [changeClass, kind] = changeHashes(activity.actionClass, activity.change.kind);
    const { ofClass, kindInClass } = statistics.rate(changeClass, kind, without);
    pattern.judgeValue(subject, CHANGES, changeClass, score);
    const share = (score.peersSharing + 5 * ((score.estateSharing + 0.5) / (score.estate + 1))) / (score.peers + 5);
    const classes = score.seen;
    const kinds = Math.min(classes, pattern.valueCount(subject, CHANGES, kind));
    const classRate = (classes + OWN_WINDOWS * Math.min(ofClass, CHANGE_RATE * share)) / (Math.max(windows, 0) + OWN_WINDOWS);
    const kindRate = (kinds + OWN_CHANGES * kindInClass) / (classes + OWN_CHANGES);
    const own = -Math.log(Math.min(1, classRate * kindRate));
    let attributes = 0;
    for (const attribute of activity.change.attributes.slice(0, 16)) {
      const sharing = pattern.estateSharing(ACCOUNT, CHANGE_ATTRIBUTES, hashText(attribute.toLowerCase(), 14));
      attributes = Math.max(attributes, -Math.log((sharing + 0.5) / (score.estate + 1)));
    }
    into.set(CHANGE, own + 0.5 * Math.max(0, attributes), own, {
      index,
      hash: kind,
      observed: NaN,
      detail: activity.change.attributes.slice(0, 4).join(', '),
    });
  }
}
