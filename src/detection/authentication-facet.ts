import type { ActivityList } from '../activity/activity-list.js';
import { sidakSurprisal } from '../baselines/combine.js';
import type { OccurrenceStatistics } from '../baselines/occurrence-statistics.js';
import type { PatternOfLife } from '../baselines/pattern-of-life.js';
import type { ValueScore } from '../baselines/shared-values.js';
import { type AccountWindow, wayHashes } from './account-window.js';
import { KIND_FACETS, type RawScore } from './raw-score.js';
import { ACCOUNT, accountList } from './unit-layout.js';

const WAY = KIND_FACETS[ACCOUNT]?.position.get('authentication') ?? -1;
const WAYS = accountList('authentication');
const PLACES = accountList('authentication-places');

const score: ValueScore = { own: 0, raw: 0, seen: 0, history: 0, peersSharing: 0, peers: 0, estateSharing: 0, estate: 0 };

/** Pseudo-accounts that tie a group's share of a way to the estate's. */
const SHARE_STRENGTH = 5;

/**
 * P(a way new to the account) × the way's share of all that is done there to prove who one is, by windows or by accounts, whichever is
 * rarer: few accounts cannot tell how rare a way is, their many sign-ins can. Where nobody ever did so, no way is rare: that it is a new place
 * is told by the application.
 */
export function scoreWays(
  pattern: PatternOfLife,
  subject: number,
  window: AccountWindow,
  activities: ActivityList,
  statistics: OccurrenceStatistics,
  without: boolean,
  into: RawScore,
): void {
  const sights = window.lists[WAYS];
  for (let at = 0; sights !== undefined && at < sights.size; at += 1) {
    const index = sights.first(at);
    const activity = activities.at(index);
    if (activity === undefined) continue;
    const [place, way] = wayHashes(activity);
    pattern.surpriseOf(subject, WAYS, way, score);
    const { own } = score;
    const unknown = 1 - Math.min(1, pattern.valueCount(subject, WAYS, way));
    let rarity = 0;
    if (unknown > 0) {
      const { peersSharing, estateSharing } = pattern.judgeValue(subject, WAYS, way, score);
      pattern.judgeValue(subject, PLACES, place, score);
      const ofEstate = (estateSharing + 0.5) / (score.estateSharing + 1);
      const ofAccounts = (peersSharing + SHARE_STRENGTH * ofEstate) / (score.peersSharing + SHARE_STRENGTH);
      rarity = -Math.log(Math.min(1, ofAccounts, statistics.rate(place, way, without).kindInClass));
    }
    const raw = sidakSurprisal(own + unknown * rarity, sights.size);
    into.set(WAY, raw, sidakSurprisal(own, sights.size), { index, hash: way, observed: NaN, detail: '' });
  }
}
