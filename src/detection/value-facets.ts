import { sidakSurprisal } from '../baselines/combine.js';
import type { AmountJudgement } from '../baselines/amount-store.js';
import type { PatternOfLife } from '../baselines/pattern-of-life.js';
import type { ValueScore } from '../baselines/shared-values.js';
import { KIND_FACETS, type RawScore } from './raw-score.js';
import type { UnitWindow } from './unit-window.js';

const score: ValueScore = { own: 0, raw: 0, seen: 0, history: 0, peersSharing: 0, peers: 0, estateSharing: 0, estate: 0 };
const judged: AmountJudgement = { surprisal: 0, observations: 0, centre: 0, scale: 0 };

/** Nats from which on a further value of a list counts, and by what part of what lies beyond: several new ones at once are rarer than one. */
const NOTABLE = 3;
const SEVERAL = 0.25;

/**
 * Judges every list and amount facet of a window: the most surprising value of each list, corrected for how many values were tried
 * (Šidák), a quarter of what the others add, and the upper tail of each amount that is not zero.
 *
 * @param levels the window's amounts on the log1p scale, rhythm removed.
 * @param without true if the window was learned already and its amounts must be left out.
 */
export function scoreValues(
  pattern: PatternOfLife,
  subject: number,
  window: UnitWindow,
  levels: Float64Array,
  without: boolean,
  into: RawScore,
): void {
  const facets = KIND_FACETS[window.kind];
  if (facets === undefined) return;
  for (let facet = 0; facet < facets.facets.length; facet += 1) {
    const list = facets.list[facet] ?? -1;
    const amount = facets.amount[facet] ?? -1;
    if (list >= 0) scoreList(pattern, subject, window, list, facet, into);
    else if (amount >= 0) {
      const value = window.amounts[amount] ?? 0;
      if (value <= 0) continue;
      const y = levels[amount] ?? 0;
      pattern.judgeAmount(subject, amount, y, without ? y : undefined, judged);
      into.set(facet, judged.surprisal, judged.surprisal, { index: -1, hash: 0, observed: value, detail: '' });
    }
  }
}

function scoreList(pattern: PatternOfLife, subject: number, window: UnitWindow, list: number, facet: number, into: RawScore): void {
  const sights = window.lists[list];
  if (sights === undefined || sights.size === 0) return;
  let bestRaw = -1;
  let bestOwn = 0;
  let beyond = 0;
  let hash = 0;
  let index = -1;
  for (let at = 0; at < sights.size; at += 1) {
    const value = sights.hash(at);
    const first = sights.first(at);
    pattern.surpriseOf(subject, list, value, score);
    if (score.own > bestOwn) bestOwn = score.own;
    if (score.raw > NOTABLE) beyond += score.raw - NOTABLE;
    if (score.raw > bestRaw || (score.raw === bestRaw && first < index)) {
      bestRaw = score.raw;
      hash = value;
      index = first;
    }
  }
  const others = SEVERAL * Math.max(0, beyond - Math.max(0, bestRaw - NOTABLE));
  into.set(facet, sidakSurprisal(bestRaw, sights.size) + others, sidakSurprisal(bestOwn, sights.size), {
    index,
    hash,
    observed: NaN,
    detail: '',
  });
}
