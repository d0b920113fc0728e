import { documentId } from '../documents/ids.js';
import type { FindingEntity } from '../detection/finding.js';
import { extendIncident, mergeIncidents, partOf, tiesOfKept } from './assemble-incident.js';
import { byTime, tallyOf, type IncidentState, type IncidentTie } from './incident-state.js';
import { weakEvidence } from './incident-evidence.js';
import { scoreIncident } from './incident-score.js';
import { ATTACH, entitiesById, isTied, linkScore } from './link.js';
import { forgottenAfter, recognisableKeys, recognisedIn, rememberedWeight, tracesOf } from './memory.js';
import type { ObservationRecord } from './observation.js';
import { ObservationIndex, type IndexedRecord, type SavedEntry } from './observation-index.js';
import { EntityRarity, LINK_HORIZON, type RarityState } from './rarity.js';
import { TraceIndex, type SavedTraces } from './trace-index.js';
import { mergeThreshold, partsOf } from './split-incident.js';

export interface CorrelationOptions {
  /** Probability from which on an observation opens an incident of its own. */
  readonly openAt: number;
  /** Probability up to which weak observations are told. */
  readonly weakAt: number;
}

interface RecentLink {
  readonly entry: IndexedRecord;
  readonly tie: IncidentTie;
}

interface Candidate {
  readonly weight: number;
  readonly tie: IncidentTie;
}

/** What a step changed: ids of incidents that are new or different, and of those that ceased by merging. */
export interface CorrelationChange {
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Weak records, waiting or new, that now belong to an incident. */
  readonly adopted: readonly string[];
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A tie this strong lets weak observations open an incident together. */
const TOGETHER = 0.35;

/**
 * Links observations into incidents (algorithms.md 3.2). Order of calls is part of the input: observations come by window end,
 * then id. Nothing depends on how they are grouped into calls, so the same stream always gives the same incidents.
 */
export class Correlation {
  readonly #openAt: number;
  readonly #weakAt: number;
  readonly #incidents: Map<string, IncidentState>;
  readonly #recent: ObservationIndex;
  readonly #traces: TraceIndex;
  readonly #rarity: EntityRarity;
  #swept: number;

  constructor(options: CorrelationOptions, state?: CorrelationState) {
    this.#openAt = options.openAt;
    this.#weakAt = options.weakAt;
    this.#incidents = new Map((state?.incidents ?? []).map((incident) => [incident.id, incident]));
    const held = new Map<string, ObservationRecord>();
    for (const incident of this.#incidents.values()) for (const record of incident.records) held.set(record.id, record);
    this.#recent = new ObservationIndex(state?.recent ?? [], held);
    this.#traces = new TraceIndex(state?.traces ?? []);
    this.#rarity = new EntityRarity(state?.rarity);
    this.#swept = state?.swept ?? 0;
  }

  get incidents(): ReadonlyMap<string, IncidentState> {
    return this.#incidents;
  }

  /** Entities of the estate as far as observations tell. */
  get estate(): number {
    return this.#rarity.estate;
  }

  /** True if the observation was taken before; taking it again changes nothing. */
  knows(id: string): boolean {
    return this.#recent.has(id);
  }

  add(record: ObservationRecord): CorrelationChange {
    if (this.#recent.has(record.id)) return { changed: [], removed: [], adopted: [] };
    this.#sweep(record.windowEnd);
    this.#rarity.observe(record);
    const entities = entitiesById(record);
    const recent = this.#recentLinks(record, entities);
    const candidates = this.#incidentLinks(recent, record);
    this.#recent.add(record);

    const best = candidates[0];
    const together = best === undefined && !record.opens ? this.#together(record, recent) : [];
    const opens = record.opens || together.length > 0;
    if (best === undefined && !opens) return { changed: [], removed: [], adopted: [] };
    let incident = best === undefined ? this.#open(record) : extendIncident(best[0], record, best[1].tie);
    const removed: string[] = [];
    if (!record.weak || record.opens) {
      for (const [other, candidate] of candidates.slice(1)) {
        if (candidate.weight < mergeThreshold([incident, other])) continue;
        const merged = mergeIncidents(incident, other, candidate.tie);
        removed.push(merged.id === incident.id ? other.id : incident.id);
        incident = merged;
      }
    }
    const adopted = record.weak ? [record.id] : [];
    if (record.opens || together.length > 0) {
      for (const { entry: waiting, tie } of record.opens ? recent : together) {
        if (waiting.incident !== '') continue;
        incident = extendIncident(incident, waiting.record, tie);
        adopted.push(waiting.record.id);
      }
    }
    const changed = this.#settle(incident, record.windowEnd, removed);
    return { changed, removed: removed.filter((id) => !this.#incidents.has(id)), adopted };
  }

  /** True if no observation whose window ends at `now` or later can change the incident. A day more than it is remembered, since what is
   * remembered is swept by the hour. */
  isClosed(incident: IncidentState, now: number): boolean {
    return forgottenAfter(incident) < now - DAY;
  }

  /** Takes out incidents that are closed. */
  retire(ids: readonly string[]): void {
    for (const id of ids) {
      this.#incidents.delete(id);
      this.#traces.delete(id);
    }
  }

  state(): CorrelationState {
    const held = new Set<string>();
    for (const incident of this.#incidents.values()) for (const record of incident.records) held.add(record.id);
    return {
      incidents: [...this.#incidents.values()],
      recent: this.#recent.save(held),
      traces: this.#traces.save(),
      rarity: this.#rarity.state(),
      swept: this.#swept,
    };
  }

  /** Ties of at least ATTACH to records of the last days, in the order in which those were added. */
  #recentLinks(record: ObservationRecord, entities: ReadonlyMap<string, FindingEntity>): readonly RecentLink[] {
    const links: RecentLink[] = [];
    const near = this.#recent.sharing(entities.keys(), record.windowEnd - LINK_HORIZON);
    for (const entry of [...near].sort((a, b) => byTime(a.record, b.record))) {
      const link = linkScore(entry.record, record, entities, this.#rarity);
      if (!isTied(link, entry.record, record)) continue;
      const [from, to] = byTime(entry.record, record) <= 0 ? [entry.record.id, record.id] : [record.id, entry.record.id];
      links.push({ entry, tie: { from, to, weight: link.weight, via: link.via, remembered: false } });
    }
    return links;
  }

  /** Best tie of the record to each incident, the strongest first. */
  #incidentLinks(recent: readonly RecentLink[], record: ObservationRecord): readonly (readonly [IncidentState, Candidate])[] {
    const best = new Map<string, Candidate>();
    const consider = (id: string, tie: IncidentTie): void => {
      if (tie.weight > (best.get(id)?.weight ?? 0)) best.set(id, { weight: tie.weight, tie });
    };
    for (const { entry, tie } of recent) if (entry.incident !== '') consider(entry.incident, tie);
    const near = new Set(best.keys());
    for (const key of recognisableKeys(record)) {
      for (const [id, trace] of this.#traces.at(key) ?? []) {
        const incident = this.#incidents.get(id);
        if (incident === undefined || near.has(id)) continue;
        const weight = rememberedWeight(trace, incident, record, this.#rarity);
        if (weight < ATTACH) continue;
        consider(id, { from: trace.record, to: record.id, weight, via: [trace.name], remembered: true });
      }
    }
    const found: (readonly [IncidentState, Candidate])[] = [];
    for (const [id, candidate] of best) {
      const incident = this.#incidents.get(id);
      if (incident !== undefined) found.push([incident, candidate]);
    }
    return found.sort(([a, left], [b, right]) => right.weight - left.weight || a.opened - b.opened || (a.id < b.id ? -1 : 1));
  }

  /**
   * Waiting weak observations that open an incident together with `record`: those of the last day tied to it, if all of them at once are as
   * improbable for the days looked at as one window must be to open an incident. A takeover may stay below the line in every single
   * window and in mail, sign-in and mailbox alike.
   */
  #together(record: ObservationRecord, recent: readonly RecentLink[]): readonly RecentLink[] {
    const near = recent.filter(
      ({ entry, tie }) => entry.incident === '' && tie.weight >= TOGETHER && record.windowEnd - entry.record.windowEnd <= DAY,
    );
    if (near.length === 0) return [];
    const surprisal = weakEvidence([record, ...near.map(({ entry }) => entry.record)], this.#weakAt, {
      estate: this.estate,
      recognised: new Set(),
    });
    return surprisal >= -Math.log(this.#openAt) ? near : [];
  }

  #open(record: ObservationRecord): IncidentState {
    return this.#build({
      id: documentId('incident', record.id),
      opened: record.windowEnd,
      changed: record.windowEnd,
      revision: 0,
      records: [record],
      members: [record.id],
      tallies: [tallyOf(record)],
      ties: [],
      previous: [],
      split: false,
    });
  }

  /** Splits what hangs together too weakly, scores, stores and remembers; returns ids of incidents now different. */
  #settle(incident: IncidentState, time: number, removed: readonly string[]): readonly string[] {
    for (const id of removed) {
      this.#incidents.delete(id);
      this.#traces.delete(id);
    }
    const parts = partsOf(incident);
    const opening = parts.find((part) => part.some((record) => documentId('incident', record.id) === incident.id)) ?? parts[0] ?? [];
    const changed: string[] = [];
    for (const part of parts) {
      const isOpening = part === opening;
      const first = part.find((record) => record.opens);
      if (!isOpening && first === undefined) {
        for (const record of part) this.#recent.assign(record.id, '');
        continue;
      }
      const id = isOpening || first === undefined ? incident.id : documentId('incident', first.id);
      const settled = this.#build({
        ...(parts.length === 1 ? incident : partOf(incident, part, this.#signatureOf)),
        id,
        opened: isOpening || first === undefined ? incident.opened : first.windowEnd,
        changed: time,
        revision: incident.revision + 1,
      });
      this.#incidents.set(id, settled);
      for (const record of settled.records) this.#recent.assign(record.id, id);
      for (const member of settled.members) this.#recent.assign(member, id);
      this.#traces.set(id, tracesOf(settled, this.#rarity));
      changed.push(id);
    }
    return changed;
  }

  readonly #signatureOf = (id: string): string => this.#recent.get(id)?.record.signature ?? '';

  #build(incident: Omit<IncidentState, 'score' | 'estate'>): IncidentState {
    const score = scoreIncident(incident.records, incident.tallies, this.#openAt, this.#weakAt, {
      estate: this.estate,
      recognised: recognisedIn(incident),
    });
    return { ...incident, estate: this.estate, ties: tiesOfKept(incident, this.#signatureOf), score };
  }

  /** Once per hour of observation time, so that it never depends on how calls are grouped. */
  #sweep(time: number): void {
    const hour = Math.floor(time / HOUR);
    if (hour <= this.#swept) return;
    this.#swept = hour;
    this.#recent.sweep(time);
    for (const id of [...this.#traces.incidents]) {
      const incident = this.#incidents.get(id);
      if (incident === undefined || forgottenAfter(incident) < time) this.#traces.delete(id);
    }
  }
}

/** Everything correlation knows, as plain JSON. */
export interface CorrelationState {
  readonly incidents: readonly IncidentState[];
  readonly recent: readonly SavedEntry[];
  readonly traces: SavedTraces;
  readonly rarity: RarityState;
  readonly swept: number;
}
