import { cauchyCombination } from '../baselines/combine.js';
import { incidentEvidence, type Among } from './incident-evidence.js';
import type { IncidentScore, ScorePart, SignatureTally } from './incident-state.js';
import type { ObservationRecord } from './observation.js';
import { orderTest } from './order-test.js';
import { tacticIndex } from './tactics.js';

/** An odds multiplier for the presence of each, on the four-step scale 0.5 / 1 / 1.5 / 2. */
const CRITICAL_ASSET = 2;
const IMPORTANT_PERSON = 1.5;
const THIRD_PARTY = 2;
const SOME_AFFECTED = 1.5;
const MANY_AFFECTED = 2;

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
 * The priority of an incident in nats, with its ingredients: the evidence by improbability, what the kinds of the anomalies add to it (which
 * models named them, by how rarely any unusual window is named so), −ln of the permutation p-value of the kill-chain order, and
 * the ln odds of the other multipliers.
 *
 * @param openAt probability from which on observations were reported as strong, e.g. 1e-3
 * @param weakAt probability up to which weak ones were told
 */
export const scoreIncident = (
  records: readonly ObservationRecord[],
  tallies: readonly SignatureTally[],
  openAt: number,
  weakAt: number,
  among: Among,
): IncidentScore => {
  const reported = records.filter((record) => !record.weak);
  const strong = reported.length > 0 ? reported : records;
  const evidence = incidentEvidence(records, tallies, openAt, weakAt, among);
  const order = orderTest(stageSequence(strong));
  const parts: ScorePart[] = [{ name: 'evidence of distinct signatures', value: evidence.rarity }];
  const kinds = evidence.withKinds - evidence.rarity;
  if (kinds !== 0) parts.push({ name: 'kinds of anomalies', value: kinds });
  if (order.probability < 1) parts.push({ name: 'kill-chain order', value: -Math.log(order.probability) });
  parts.push(...oddsParts(records, strong));
  const legs = order.probability < 1 ? [evidence.withKinds, -Math.log(order.probability)] : [evidence.withKinds];
  return {
    nats: parts.reduce((total, part) => total + part.value, 0),
    probability: Math.min(1, Math.exp(-cauchyCombination(legs))),
    sum: evidence.sum,
    parts,
    order: order.statistic,
    orderProbability: order.probability,
  };
};

/** 0–100 as shown: 100·(1 − exp(−S / 20)). */
export const presentedScore = (nats: number): number => 100 * -Math.expm1(-Math.max(0, nats) / 20);
