import type { Finding } from '../detection/finding.js';
import type { Model } from '../detection/model.js';
import { departures, signatureOf } from '../correlation/observation.js';
import { SEVERITIES, type Severity } from '../documents/common.js';

/** Severity of an anomaly before and after its recurrence was taken into account. */
export interface Regulation {
  /** 0.1–1: share of the severity that recurrence has left. */
  readonly weight: number;
  readonly before: Severity;
  readonly after: Severity;
  /** In words; '' where nothing was weighed because the signature is new. */
  readonly reason: string;
}

interface Recurrence {
  /** Occurrences, halved every 14 days. */
  readonly count: number;
  readonly last: number;
  readonly first: number;
  readonly times: number;
  readonly weight: number;
  readonly facets: readonly string[];
}

export interface SelfRegulationState {
  readonly signatures: readonly (readonly [signature: string, recurrence: Recurrence])[];
  /** Entity → last third-party alert. */
  readonly alerts: readonly (readonly [entity: string, time: number])[];
  readonly swept: number;
}

const DAY = 86_400_000;
const WEEK = 7 * DAY;
const HALF_LIFE = 14 * DAY;
/** Mean life of an occurrence: 14 d / ln 2. */
const EXPOSURE = HALF_LIFE / Math.LN2;
/** Pseudo-occurrences behind a signature never seen: P(it occurs in a week) = 0.006, beyond the cap. */
const PRIOR = 0.02;
/** Surprise of a recurrence, in nats, from which on nothing is taken off: just below that of a signature never seen. */
const CAP = 5;
const LEAST = 0.1;
const CONFIRMED_WITHIN = DAY;
/** A signature not seen for so long has decayed to 2 % and is new again. */
const FORGET = 6 * HALF_LIFE;

const SURPRISAL_STEPS = [Math.log(1e4), Math.log(1e6), Math.log(1e9)] as const;

/**
 * Severity of a window by itself: that of its surprise (low, from 1 in 10,000 medium, from 1 in a million high, from 1 in a
 * thousand million critical) and, with a model, the mean of both rounded up. Without a model nobody vouches for what it means:
 * at most high.
 */
export const severityOf = (surprisal: number, models: readonly Model[]): Severity => {
  const bySurprisal = SURPRISAL_STEPS.filter((step) => surprisal >= step).length;
  if (models.length === 0) return SEVERITIES[Math.min(bySurprisal, 2)] ?? 'low';
  const byModel = Math.max(...models.map((model) => SEVERITIES.indexOf(model.severity)));
  return SEVERITIES[Math.ceil((bySurprisal + byModel) / 2)] ?? 'low';
};

/** −ln P(at least one in a week) under the Gamma–Poisson predictive of the decayed count; 0.66 for a weekly repeat at rest. */
export const recurrenceSurprise = (decayedCount: number): number =>
  -Math.log(-Math.expm1(-(PRIOR + decayedCount) * Math.log1p(WEEK / EXPOSURE)));

const lower = (before: Severity, weight: number): Severity =>
  SEVERITIES[Math.max(0, Math.ceil((SEVERITIES.indexOf(before) + 1) * weight) - 1)] ?? 'low';

/**
 * Severity self-regulation (algorithms.md 2.12): anomalies are one more categorical stream, and a signature that keeps coming
 * back carries less and less news. It never damps (a) a facet not seen with the signature before, (b) a critical asset below
 * medium, (c) what a third-party alert confirmed within 24 h, (d) faster than by half a week; and it never hides anything.
 */
export class SelfRegulation {
  readonly #signatures: Map<string, Recurrence>;
  readonly #alerts: Map<string, number>;
  #swept: number;

  constructor(state?: SelfRegulationState) {
    this.#signatures = new Map(state?.signatures ?? []);
    this.#alerts = new Map(state?.alerts ?? []);
    this.#swept = state?.swept ?? 0;
  }

  /** Judges a window and counts it. Windows come by window end, then id. */
  regulate(finding: Finding, models: readonly Model[]): Regulation {
    const time = finding.windowEnd;
    this.#sweep(time);
    const before = severityOf(finding.surprisal, models);
    const signature = signatureOf({ finding, models });
    const facets = departures(finding.facets);
    const known = this.#signatures.get(signature);
    const named = finding.entities.filter((entity) => entity.hops === 0);
    const confirmed =
      finding.unit !== 'alert' && named.some((entity) => time - (this.#alerts.get(entity.id) ?? -Infinity) <= CONFIRMED_WITHIN);
    if (finding.unit === 'alert') for (const entity of named) this.#alerts.set(entity.id, time);

    const elapsed = known === undefined ? 0 : Math.max(0, time - known.last);
    const decayed = known === undefined ? 0 : known.count * 2 ** (-elapsed / HALF_LIFE);
    const usual = Math.min(1, Math.max(LEAST, recurrenceSurprise(decayed) / CAP));
    const slowest = known === undefined ? 1 : known.weight * 0.5 ** (elapsed / WEEK);
    const damped = Math.max(usual, Math.min(1, slowest));
    const fresh = known === undefined ? [] : facets.filter((facet) => !known.facets.includes(facet));
    const weight = known === undefined || confirmed || fresh.length > 0 ? 1 : damped;
    this.#signatures.set(signature, {
      count: decayed + 1,
      last: Math.max(time, known?.last ?? time),
      first: known?.first ?? time,
      times: (known?.times ?? 0) + 1,
      weight: damped,
      facets: [...new Set([...(known?.facets ?? []), ...facets])].sort(),
    });
    if (known === undefined) return { weight: 1, before, after: before, reason: '' };

    const lowered = lower(before, weight);
    const critical = finding.facts.has('critical-asset') && SEVERITIES.indexOf(lowered) < 1 && SEVERITIES.indexOf(before) >= 1;
    const after = critical ? 'medium' : lowered;
    return {
      weight,
      before,
      after,
      reason: reasonFor(known, time, before, after, weight, { fresh, confirmed, critical, labels: finding }),
    };
  }

  state(): SelfRegulationState {
    return { signatures: [...this.#signatures], alerts: [...this.#alerts], swept: this.#swept };
  }

  #sweep(time: number): void {
    const day = Math.floor(time / DAY);
    if (day <= this.#swept) return;
    this.#swept = day;
    for (const [signature, recurrence] of this.#signatures) if (time - recurrence.last > FORGET) this.#signatures.delete(signature);
    for (const [entity, last] of this.#alerts) if (time - last > CONFIRMED_WITHIN) this.#alerts.delete(entity);
  }
}

interface Guards {
  readonly fresh: readonly string[];
  readonly confirmed: boolean;
  readonly critical: boolean;
  readonly labels: Finding;
}

const reasonFor = (known: Recurrence, time: number, before: Severity, after: Severity, weight: number, guards: Guards): string => {
  const days = Math.max(1, Math.round((time - known.first) / DAY));
  const seen = `the same was seen ${known.times === 1 ? 'once' : `${known.times} times`} in the ${days === 1 ? 'day' : `${days} days`} before`;
  if (guards.fresh.length > 0) {
    const labels = guards.fresh.map((name) => guards.labels.facets.find((facet) => facet.name === name)?.label ?? name);
    return `Kept: ${seen}, but never together with ${labels.join(', ')}.`;
  }
  if (guards.confirmed) return `Kept: ${seen}, but another tool raised an alert on it within 24 hours.`;
  if (guards.critical) return `Kept at medium: ${seen}, but a critical asset takes part.`;
  const share = `${Math.round(weight * 100)} % of its weight is left`;
  return after === before ? `Kept: ${seen}; ${share}.` : `Lowered from ${before} to ${after}: ${seen}; ${share}.`;
};
