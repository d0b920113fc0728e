import { cauchyCombination, sidakSurprisal } from '../baselines/combine.js';
import type { IncidentScore, ScorePart, SignatureTally } from './incident-state.js';
import type { Severity } from '../documents/common.js';
import { byTime } from './incident-state.js';
import { departures, type ObservationRecord } from './observation.js';
import { orderTest } from './order-test.js';
import { tacticIndex } from './tactics.js';
import { truncatedProductSurprisal } from './truncated-product.js';

/** An odds multiplier for the presence of each, on the four-step scale 0.5 / 1 / 1.5 / 2. */
const CRITICAL_ASSET = 2;
const IMPORTANT_PERSON = 1.5;
const THIRD_PARTY = 2;
const SOME_AFFECTED = 1.5;
const MANY_AFFECTED = 2;

/**
 * Odds of a named stage by its severity prior, relative to a low one: the four-step scale doubled. What a window means is evidence
 * beside how rare it is, and the only one that tells attacks apart where a short history lets no probability fall below one in
 * the number of windows seen.
 */
const STAGE_ODDS: Readonly<Record<Severity, number>> = { low: 1, medium: 2, high: 3, critical: 4 };

const DAY = 86_400_000;
/** Windows a day assumed of an entity whose own rate is not known yet: one working day of hourly windows. */
const UNKNOWN_WINDOWS_PER_DAY = 8;
const MOST_WINDOWS_PER_DAY = 96;
/** Distinct signatures that are weighed against each other; later ones are ever more diminished. */
const MAXIMUM_SIGNATURES = 60;

interface Evidence {
  readonly signature: string;
  readonly nats: number;
  readonly record: ObservationRecord;
  readonly terms: ReadonlySet<string>;
}

const overlap = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => {
  let shared = 0;
  for (const term of a) if (b.has(term)) shared += 1;
  const union = a.size + b.size - shared;
  return union === 0 ? 0 : shared / union;
};

/** One piece of evidence a signature: its strongest window after self-regulation, charged for the repeats it is the best of. */
const distinctEvidence = (records: readonly ObservationRecord[], tallies: readonly SignatureTally[]): readonly Evidence[] => {
  const counts = new Map(tallies.map((tally) => [tally.signature, tally.count]));
  const best = new Map<string, Evidence>();
  for (const record of records) {
    const nats = sidakSurprisal(record.surprisal * record.weight, counts.get(record.signature) ?? 1);
    const known = best.get(record.signature);
    if (known !== undefined && known.nats >= nats) continue;
    best.set(record.signature, { signature: record.signature, nats, record, terms: new Set(departures(record.facets)) });
  }
  const strongestFirst = [...best.values()].sort((a, b) => b.nats - a.nats || byTime(a.record, b.record));
  return strongestFirst.slice(0, MAXIMUM_SIGNATURES);
};

/**
 * Sum over distinct signatures in which each counts 1 / (1 + Σ overlap with the stronger ones). Two signatures that rest on the
 * same facets of the same entity, or on the same model elsewhere, are one finding told twice: identical ones add up like
 * 1 + 1/2 + 1/3 …, disjoint ones in full. Sharing facets alone, without entity or model, counts half.
 */
const diminishedSum = (evidence: readonly Evidence[]): number => {
  let sum = 0;
  for (const [index, one] of evidence.entries()) {
    let shared = 0;
    for (let earlier = 0; earlier < index; earlier += 1) {
      const other = evidence[earlier];
      if (other === undefined) continue;
      const alike = other.record.subject.id === one.record.subject.id || other.record.title === one.record.title;
      shared += overlap(one.terms, other.terms) * (alike ? 1 : 0.5);
    }
    sum += one.nats / (1 + shared);
  }
  return sum;
};

/** Surprise of weak observations that touch what is remembered, the strongest of each signature. */
const returnOf = (records: readonly ObservationRecord[]): number => {
  const best = new Map<string, number>();
  for (const record of records) best.set(record.signature, Math.max(best.get(record.signature) ?? 0, record.surprisal * record.weight));
  return [...best.values()].reduce((sum, nats) => sum + nats, 0);
};

/** Sum of ln odds over distinct tactics, each by the gravest model that named it. */
const namedStages = (records: readonly ObservationRecord[]): number => {
  const gravest = new Map<string, number>();
  for (const record of records) {
    for (const [tactic, severity] of record.stages)
      gravest.set(tactic, Math.max(gravest.get(tactic) ?? 1, STAGE_ODDS[severity] * record.weight));
  }
  return [...gravest.values()].reduce((sum, odds) => sum + Math.log(odds), 0);
};

/** Windows that were judged of the subjects on the days on which they take part. */
const looks = (records: readonly ObservationRecord[]): number => {
  const perDay = new Map<string, number>();
  for (const record of records) {
    const known = record.baselineDays >= 1 && record.baselineWindows > 0;
    const rate = known ? record.baselineWindows / record.baselineDays : UNKNOWN_WINDOWS_PER_DAY;
    perDay.set(`${record.subject.id} ${Math.floor(record.firstEvent / DAY)}`, Math.min(MOST_WINDOWS_PER_DAY, Math.max(1, rate)));
  }
  let total = 0;
  for (const rate of perDay.values()) total += rate;
  return total;
};

/** Kill-chain positions of the distinct signatures in order of first occurrence; simultaneous ones in the least orderly way. */
const stageSequence = (records: readonly ObservationRecord[]): readonly number[] => {
  const seen = new Set<string>();
  const steps: { readonly time: number; readonly stage: number }[] = [];
  for (const record of records) {
    const tactic = record.tactics[0];
    if (tactic === undefined || seen.has(record.signature)) continue;
    seen.add(record.signature);
    steps.push({ time: record.firstEvent, stage: tacticIndex(tactic) });
  }
  steps.sort((a, b) => a.time - b.time || b.stage - a.stage);
  return steps.map((step) => step.stage);
};

const oddsParts = (records: readonly ObservationRecord[], strong: readonly ObservationRecord[]): readonly ScorePart[] => {
  const parts: ScorePart[] = [];
  const has = (name: string): boolean => records.some((record) => record.facts.some(([fact]) => fact === name));
  const affected = new Set(strong.map((record) => record.subject.id)).size;
  if (has('critical-asset')) parts.push({ name: 'critical asset', value: Math.log(CRITICAL_ASSET) });
  else if (has('vip')) parts.push({ name: 'important person', value: Math.log(IMPORTANT_PERSON) });
  if (affected > 1) parts.push({ name: 'blast radius', value: Math.log(affected < 5 ? SOME_AFFECTED : MANY_AFFECTED) });
  const own = records.some((record) => record.unit !== 'alert');
  if (own && records.some((record) => record.unit === 'alert')) parts.push({ name: 'third-party alert', value: Math.log(THIRD_PARTY) });
  return parts;
};

/**
 * The priority of an incident in nats, with its ingredients.
 *
 * Evidence is the omnibus of two legs over distinct signatures: the strongest one charged for the number of windows looked at
 * (one strong anomaly), and the truncated product of the diminished sum (many milder ones), joined by the Cauchy combination.
 * Worked: six unlike signatures of 12 nats among 100 windows: expected 0.1 below 1e-3; evidence 33 nats, 100·(1 − e^−1.64) = 81.
 * Weak observations belong to the story but are no evidence: anybody has some on any day.
 * To it are added −ln of the permutation p-value of the kill-chain order, the ln odds of each stage that a model named, and those of the other multipliers.
 *
 * A weak observation that joined because it touches what is remembered of the incident (an outside address that hardly anybody else
 * touches) is evidence after all: it was not looked for among many, so its own surprise counts in full, once a signature, and so do the
 * stages that its models name.
 *
 * @param openAt probability from which on observations were reported as strong, e.g. 1e-3
 * @param weakAt probability up to which weak ones were told; where an incident holds nothing else, they are its evidence
 * @param returned ids of observations that joined through what is remembered
 */
export const scoreIncident = (
  records: readonly ObservationRecord[],
  tallies: readonly SignatureTally[],
  openAt: number,
  weakAt: number,
  returned: ReadonlySet<string>,
): IncidentScore => {
  const reported = records.filter((record) => !record.weak);
  const strong = reported.length > 0 ? reported : records;
  const threshold = reported.length > 0 ? openAt : weakAt;
  const evidence = distinctEvidence(strong, tallies);
  const windows = looks(strong);
  const sum = diminishedSum(evidence);
  const strongest = sidakSurprisal(evidence[0]?.nats ?? 0, windows);
  const together = truncatedProductSurprisal(sum, threshold, threshold * windows);
  const combined = cauchyCombination([strongest, together]);
  const order = orderTest(stageSequence(strong));
  const parts: ScorePart[] = [{ name: 'evidence of distinct signatures', value: combined }];
  if (order.probability < 1) parts.push({ name: 'kill-chain order', value: -Math.log(order.probability) });
  const back = records.filter((record) => record.weak && returned.has(record.id));
  const again = returnOf(back);
  if (again > 0) parts.push({ name: 'return of the same infrastructure', value: again });
  const named = namedStages([...reported, ...back]);
  if (named > 0) parts.push({ name: 'stages named by models', value: named });
  parts.push(...oddsParts(records, strong));
  const legs = order.probability < 1 ? [strongest, together, -Math.log(order.probability)] : [strongest, together];
  return {
    nats: parts.reduce((total, part) => total + part.value, 0),
    probability: Math.min(1, Math.exp(-cauchyCombination(legs))),
    sum,
    parts,
    order: order.statistic,
    orderProbability: order.probability,
  };
};

/** Surprisal of weak observations taken together, charged for what was looked at of their subjects on those days. */
export const weakEvidence = (records: readonly ObservationRecord[], weakAt: number): number => {
  const sum = diminishedSum(distinctEvidence(records, []));
  return truncatedProductSurprisal(sum, weakAt, weakAt * looks(records));
};

/** 0–100 as shown: 100·(1 − exp(−S / 20)). */
export const presentedScore = (nats: number): number => 100 * -Math.expm1(-Math.max(0, nats) / 20);
