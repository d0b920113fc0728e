import type { PatternOfLife } from '../baselines/pattern-of-life.js';
import type { ValueScore } from '../baselines/shared-values.js';
import { KIND_FACETS, type RawScore } from './raw-score.js';
import { ALERT } from './unit-layout.js';
import type { UnitWindow } from './unit-window.js';

const RARITY = KIND_FACETS[ALERT]?.position.get('alert-rarity') ?? -1;

/** Pseudo-hours behind an entity's own record of a rule, and the least history assumed: a day. */
const PRIOR_HOURS = 24;

const score: ValueScore = { own: 0, raw: 0, seen: 0, history: 0, peersSharing: 0, peers: 0, estateSharing: 0, estate: 0 };

/**
 * Empirical surprisal of a rule firing on this entity in one hour: −ln (c + ½·share) / (hours + 24), where c counts the windows in
 * which it fired before and share is the part of alerting entities on which it fires. Vendor severity plays no part.
 */
export function scoreAlert(pattern: PatternOfLife, subject: number, window: UnitWindow, hours: number, into: RawScore): void {
  const rules = window.lists[0];
  for (let at = 0; rules !== undefined && at < rules.size; at += 1) {
    const hash = rules.hash(at);
    const index = rules.first(at);
    pattern.judgeValue(subject, 0, hash, score);
    const share = (score.estateSharing + 0.5) / (score.estate + 1);
    const rate = (score.seen + 0.5 * share) / (hours + PRIOR_HOURS);
    const surprisal = -Math.log(Math.min(1, rate));
    into.set(RARITY, surprisal, surprisal, { index, hash, observed: score.seen, detail: '' });
  }
}
