import { cauchyCombination, sidakSurprisal } from '../baselines/combine.js';
import { causesOf, NEWCOMER, newcomersIn } from './causes.js';
import { byTime, type SignatureTally } from './incident-state.js';
import type { ObservationRecord } from './observation.js';
import { gammaSurprisal, truncatedProductSurprisal } from './truncated-product.js';

const DAY = 86_400_000;
/** What lies no further from the strongest observation, before or after, is the core of an incident. */
const CORE = DAY / 2;
/** Windows a day assumed of an entity whose own rate is not known yet: one working day of hourly windows. */
const UNKNOWN_WINDOWS_PER_DAY = 8;
const MOST_WINDOWS_PER_DAY = 96;
/** Distinct signatures that are weighed against each other. */
const MAXIMUM_SIGNATURES = 60;
/** Share of a cause that is told already where it showed in another entity on another day or under another name. */
const ELSEWHERE = 0.75;
/**
 * How many times as often as usual a benign entity departs for the same cause again on another day of the week after a window below 1 in 1,000:
 * 2 to 8 for all causes but the paths of devices, in twenty simulated estates of 30 days.
 */
const RETURNS = 6;

/**
 * Shape of the Gamma by which the rate of unusual windows varies among the days of one subject: some days are out of the ordinary as a whole.
 * In three simulated benign estates of 30 days, days with two findings of different causes below 1 in 50 are twice as many as if each came by
 * itself, which is what a shape of one makes of it.
 */
const CLUMPING = 1;

/** A window of whose surprise less than this is news was not looked for. */
const TOLD = 0.1;

/** What one signature says, in nats, and how much of it no stronger one has told, 0–1. */
interface Evidence {
  readonly record: ObservationRecord;
  readonly nats: number;
  readonly fresh: number;
}

/** What has been counted, with the causes it spoke for. */
interface Told {
  readonly record: ObservationRecord;
  readonly causes: ReadonlyMap<string, number>;
}

/** Among what the evidence was found. */
export interface Among {
  /** Number of entities in the estate. */
  readonly estate: number;
  /** Ids of records that joined because they touch infrastructure by which the incident is remembered. */
  readonly recognised: ReadonlySet<string>;
}

/** Evidence of an incident in nats: by improbability alone, and by improbability and kind together. */
export interface IncidentEvidence {
  readonly rarity: number;
  readonly withKinds: number;
  /** Sum over distinct signatures of what each adds. */
  readonly sum: number;
}

/**
 * One piece of evidence a signature, the strongest first: its strongest window after self-regulation, charged for the repeats it is the
 * best of. Each counts only for the share of its surprise, by cause, that no stronger one has told. The same cause in the same
 * entity, or under the same model in another, is one finding told twice: hour after hour of the month's end, a row of windows on one new
 * network, people who follow one another into a new application. The same cause on another day, or elsewhere under another
 * name, adds a quarter.
 */
const distinctEvidence = (records: readonly ObservationRecord[], tallies: readonly SignatureTally[], of: Currency): readonly Evidence[] => {
  const counts = new Map(tallies.map((tally) => [tally.signature, tally.count]));
  const best = new Map<string, { readonly record: ObservationRecord; readonly nats: number }>();
  for (const record of records) {
    const nats = sidakSurprisal(of(record) * record.weight, counts.get(record.signature) ?? 1);
    if (nats > (best.get(record.signature)?.nats ?? -1)) best.set(record.signature, { record, nats });
  }
  const strongestFirst = [...best.values()].sort((a, b) => b.nats - a.nats || byTime(a.record, b.record)).slice(0, MAXIMUM_SIGNATURES);
  const newcomers = newcomersIn(records);
  const told: Told[] = [];
  return strongestFirst.map(({ record, nats }) => {
    const causes = causesOf(record, newcomers);
    const fresh = freshShare({ record, causes }, nats, told);
    told.push({ record, causes });
    return { record, nats, fresh };
  });
};

/**
 * Share of the surprise of a record, by cause, that none of the others has told. What the same entity did on other days makes it likelier by the
 * factor RETURNS for each such day.
 */
const freshShare = ({ record, causes }: Told, nats: number, told: readonly Told[]): number => {
  let total = 0;
  let fresh = 0;
  let again = 0;
  const days = new Set<number>();
  for (const [cause, surprisal] of causes) {
    let already = 0;
    let returns = false;
    for (const { record: other, causes: others } of told) {
      if (!others.has(cause)) continue;
      const same = other.subject.id === record.subject.id;
      const near = Math.abs(other.firstEvent - record.firstEvent) < DAY;
      if (same && !near) {
        returns = true;
        days.add(Math.floor(other.firstEvent / DAY));
      } else already = Math.max(already, near && (same || other.title === record.title || cause === NEWCOMER) ? 1 : ELSEWHERE);
    }
    total += surprisal;
    if (returns) again += surprisal * (1 - already);
    else fresh += surprisal * (1 - already);
  }
  if (total === 0 || nats === 0) return 0;
  return fresh / total + Math.max(0, again / total - (days.size * Math.log(RETURNS)) / nats);
};

/** Windows among which evidence was found, and the days of subjects that they lie in. */
interface Looks {
  readonly windows: number;
  readonly days: number;
}

/**
 * Windows among which the evidence was found: those of its subjects on all days from their first to their last piece of it, for each
 * entity that ties a subject to the others times the number of those who share the closest such entity, since any of them could have been
 * drawn in: an attacker's address is shared by its victims, a new way out of an office by everybody there. A window that was recognised by
 * infrastructure of the incident was not looked for among others: it counts as one.
 */
const looks = (evidence: readonly Evidence[], { estate, recognised }: Among): Looks => {
  const bySubject = new Map<string, ObservationRecord[]>();
  let total = 0;
  let lived = 0;
  for (const { record, fresh } of evidence) {
    if (fresh < TOLD) continue;
    if (recognised.has(record.id)) {
      total += 1;
      lived += 1;
      continue;
    }
    const records = bySubject.get(record.subject.id);
    if (records === undefined) bySubject.set(record.subject.id, [record]);
    else records.push(record);
  }
  const earlier: ObservationRecord[] = [];
  for (const records of bySubject.values()) {
    const rate = Math.max(...records.map(windowsPerDay));
    const dates = records.map((record) => Math.floor(record.firstEvent / DAY));
    const days = (Math.max(...dates) - Math.min(...dates) + 1) * crowd(records, earlier, estate);
    lived += days;
    total += rate * days;
    earlier.push(...records);
  }
  return { windows: total, days: lived };
};

const windowsPerDay = (record: ObservationRecord): number => {
  const known = record.baselineDays >= 1 && record.baselineWindows > 0;
  const rate = known ? record.baselineWindows / record.baselineDays : UNKNOWN_WINDOWS_PER_DAY;
  return Math.min(MOST_WINDOWS_PER_DAY, Math.max(1, rate));
};

/** How many of the estate share the closest entity that ties records to earlier ones; 1 where there are none, all where nothing does. */
const crowd = (records: readonly ObservationRecord[], earlier: readonly ObservationRecord[], estate: number): number => {
  if (earlier.length === 0) return 1;
  const known = new Set(earlier.flatMap((record) => record.entities.map((entity) => entity.id)));
  let least = estate;
  for (const { entities } of records) {
    for (const entity of entities) if (known.has(entity.id)) least = Math.min(least, entity.commonness * estate);
  }
  return Math.max(1, least);
};

/**
 * Surprisal of a window as improbable and of as rare a kind. An unusual window has a probability p at most `threshold`
 * and a kind of which a share q is as rare; under chance −ln(p/threshold) and −ln q are two standard exponentials, their sum is Gamma(2).
 * Worked, threshold 0.02: p = 1e-3 of the commonest kind: 5.5 nats; the same with a kind as rare as one in 100: 9.4.
 */
export const jointSurprisal = (nats: number, kind: number, threshold: number): number => {
  const unit = -Math.log(threshold);
  return nats <= unit ? nats : unit + gammaSurprisal(2, nats + kind - unit);
};

/** How a record is counted, in nats. */
type Currency = (record: ObservationRecord) => number;

const sumOf = (evidence: readonly Evidence[]): number => evidence.reduce((sum, one) => sum + one.nats * one.fresh, 0);

/** Surprisal of those of at least −ln `threshold` taken together, charged for what was looked at of their subjects on those days. */
const togetherOf = (
  records: readonly ObservationRecord[],
  tallies: readonly SignatureTally[],
  threshold: number,
  of: Currency,
  among: Among,
): number => {
  const beyond = distinctEvidence(
    records.filter((record) => of(record) >= -Math.log(threshold)),
    tallies,
    of,
  );
  const found = beyond.filter(({ record }) => !among.recognised.has(record.id));
  const recognised = beyond.filter(({ record }) => among.recognised.has(record.id));
  const partOf = (evidence: readonly Evidence[]): number => {
    const { windows, days } = looks(evidence, among);
    return truncatedProductSurprisal(sumOf(evidence), threshold, threshold * windows, CLUMPING * days);
  };
  return recognised.length === 0 ? partOf(found) : gammaSurprisal(2, partOf(found) + partOf(recognised));
};

/** Surprisal of weak observations taken together by probability and kind, charged for what was looked at of their subjects on those days. */
export const weakEvidence = (records: readonly ObservationRecord[], weakAt: number, among: Among): number =>
  togetherOf(records, [], weakAt, (record) => jointSurprisal(record.surprisal, record.kind, weakAt), among);

/**
 * Evidence is an omnibus of legs over distinct signatures, joined by the Cauchy combination: the strongest one charged for the number of
 * windows looked at (one strong anomaly), the truncated product of the strong ones (several), that of all, weak ones included and
 * charged for (many milder ones), and that of all in the core: what comes within hours is more telling than what comes within days, and what
 * follows at leisure must not make it less so.
 *
 * @param openAt probability from which on observations were reported as strong, e.g. 1e-3
 * @param weakAt probability up to which weak ones were told; where an incident holds nothing else, they are its evidence
 */
export const incidentEvidence = (
  records: readonly ObservationRecord[],
  tallies: readonly SignatureTally[],
  openAt: number,
  weakAt: number,
  among: Among,
): IncidentEvidence => {
  const evidenceIn = (of: Currency): number => {
    const evidence = distinctEvidence(records, tallies, of);
    const strongest = sidakSurprisal(evidence[0]?.nats ?? 0, looks(evidence.slice(0, 1), among).windows);
    const middle = evidence[0]?.record.firstEvent ?? 0;
    const core = records.filter(({ firstEvent }) => Math.abs(firstEvent - middle) <= CORE);
    const all = togetherOf(records, tallies, weakAt, of, among);
    const ofCore = core.length === records.length ? all : togetherOf(core, tallies, weakAt, of, among);
    return cauchyCombination([strongest, togetherOf(records, tallies, openAt, of, among), all, ofCore]);
  };
  const byKind: Currency = (record) => jointSurprisal(record.surprisal, record.kind, weakAt);
  return {
    rarity: evidenceIn((record) => record.surprisal),
    withKinds: evidenceIn(byKind),
    sum: sumOf(distinctEvidence(records, tallies, byKind)),
  };
};
