import type { ObservationRecord } from './observation.js';

/** Why two observations are in one incident; `from` happened first. */
export interface IncidentTie {
  readonly from: string;
  readonly to: string;
  readonly weight: number;
  readonly via: readonly string[];
  /** It rests on what is remembered of a serious incident, not on nearness in time. */
  readonly remembered: boolean;
}

/** All that a signature did within an incident; repeats are counted, only some of them are kept as records. */
export interface SignatureTally {
  readonly signature: string;
  readonly count: number;
  readonly events: number;
  readonly first: number;
  readonly last: number;
}

export interface ScorePart {
  readonly name: string;
  /** Nats. */
  readonly value: number;
}

export interface IncidentScore {
  /** Priority in nats: the sum of the parts. */
  readonly nats: number;
  /** Chance of this much evidence, in these entities on those days, without a common cause. */
  readonly probability: number;
  /** Sum over distinct signatures, dependent ones diminished; the ranking statistic behind the first part. */
  readonly sum: number;
  readonly parts: readonly ScorePart[];
  /** (ups − downs) / changes over the kill chain, −1 to 1, and the chance of as orderly a sequence. */
  readonly order: number;
  readonly orderProbability: number;
}

/** An incident as correlation holds it. Plain JSON; changed only by replacement. */
export interface IncidentState {
  readonly id: string;
  /** Window end of the observation that opened it. */
  readonly opened: number;
  /** Window end of the observation that changed it last. */
  readonly changed: number;
  readonly revision: number;
  /** In time order. */
  readonly records: readonly ObservationRecord[];
  /** Every member, kept as record or not, in time order, at most 300. */
  readonly members: readonly string[];
  readonly tallies: readonly SignatureTally[];
  readonly ties: readonly IncidentTie[];
  readonly previous: readonly string[];
  /** It was split from others by weak links; only strong ones may merge it again. */
  readonly split: boolean;
  /** Entities in the estate when it changed last. */
  readonly estate: number;
  readonly score: IncidentScore;
}

/** More members than this are summarised by signature. */
export const MAXIMUM_MEMBERS = 300;
/** Repeats of one signature that are kept as records: the first ones and the latest. */
const KEPT_FIRST = 8;
const KEPT_LATEST = 2;

export const byTime = (a: ObservationRecord, b: ObservationRecord): number =>
  a.firstEvent - b.firstEvent || a.windowEnd - b.windowEnd || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Records to keep in full: all of a signature up to ten, then its first eight and latest two; at most 300 altogether. */
export const keepRecords = (records: readonly ObservationRecord[]): readonly ObservationRecord[] => {
  const ordered = [...records].sort(byTime);
  const bySignature = new Map<string, ObservationRecord[]>();
  for (const record of ordered) {
    const same = bySignature.get(record.signature);
    if (same === undefined) bySignature.set(record.signature, [record]);
    else same.push(record);
  }
  const kept = new Set<string>();
  for (const same of bySignature.values()) {
    const few = same.length <= KEPT_FIRST + KEPT_LATEST ? same : [...same.slice(0, KEPT_FIRST), ...same.slice(-KEPT_LATEST)];
    for (const record of few) kept.add(record.id);
    const strongest = same.reduce((best, record) => (record.surprisal > best.surprisal ? record : best));
    kept.add(strongest.id);
  }
  const result = ordered.filter((record) => kept.has(record.id));
  if (result.length <= MAXIMUM_MEMBERS) return result;
  const strongestFirst = [...result].sort((a, b) => b.surprisal * b.weight - a.surprisal * a.weight || byTime(a, b));
  return strongestFirst.slice(0, MAXIMUM_MEMBERS).sort(byTime);
};

/** Tallies of two parts of one incident as one. */
export const mergeTallies = (left: readonly SignatureTally[], right: readonly SignatureTally[]): readonly SignatureTally[] => {
  const merged = new Map(left.map((tally) => [tally.signature, tally]));
  for (const tally of right) {
    const known = merged.get(tally.signature);
    merged.set(
      tally.signature,
      known === undefined
        ? tally
        : {
            signature: tally.signature,
            count: known.count + tally.count,
            events: known.events + tally.events,
            first: Math.min(known.first, tally.first),
            last: Math.max(known.last, tally.last),
          },
    );
  }
  return [...merged.values()];
};

export const tallyOf = (record: ObservationRecord): SignatureTally => ({
  signature: record.signature,
  count: 1,
  events: record.eventCount,
  first: record.firstEvent,
  last: record.lastEvent,
});
