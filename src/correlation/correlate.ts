import { documentId } from '../documents/ids.js';
import type { FindingEntity } from '../detection/finding.js';
import {
  byTime,
  keepRecords,
  MAXIMUM_MEMBERS,
  mergeTallies,
  tallyOf,
  type IncidentState,
  type IncidentTie,
  type SignatureTally,
} from './incident-state.js';
import { scoreIncident } from './incident-score.js';
import { ATTACH, entitiesById, linkScore } from './link.js';
import { forgottenAfter, recognisableKeys, rememberedWeight, tracesOf, type Trace } from './memory.js';
import type { ObservationRecord } from './observation.js';
import { EntityRarity, LINK_HORIZON, type RarityState } from './rarity.js';
import { mergeThreshold, partsOf } from './split-incident.js';

export interface CorrelationOptions {
  /** Probability from which on an observation opens an incident of its own. */
  readonly openAt: number;
}

/** A place in the index: a record that touched an entity. */
interface Node {
  readonly record: ObservationRecord;
  /** Incident that holds it, or '' while it waits for one. */
  incident: string;
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

/** Recent records looked at for one entity; older ones of an incident are further away in time and tie less. */
const NODES_PER_ENTITY = 64;
const HOUR = 3_600_000;

/**
 * Links observations into incidents (algorithms.md 3.2). Order of calls is part of the input: observations come by window end,
 * then id. Nothing depends on how they are grouped into calls, so the same stream always gives the same incidents.
 */
export class Correlation {
  readonly #openAt: number;
  readonly #incidents: Map<string, IncidentState>;
  readonly #nodes = new Map<string, Node>();
  readonly #byEntity = new Map<string, Node[]>();
  readonly #traces = new Map<string, Map<string, Trace>>();
  readonly #tracesByIncident = new Map<string, readonly Trace[]>();
  readonly #rarity: EntityRarity;
  #swept: number;

  constructor(options: CorrelationOptions, state?: CorrelationState) {
    this.#openAt = options.openAt;
    this.#incidents = new Map((state?.incidents ?? []).map((incident) => [incident.id, incident]));
    this.#rarity = new EntityRarity(state?.rarity);
    this.#swept = state?.swept ?? 0;
    const held = new Map<string, ObservationRecord>();
    for (const incident of this.#incidents.values()) for (const record of incident.records) held.set(record.id, record);
    for (const { record, held: id, incident, keys } of state?.nodes ?? []) {
      const kept = record ?? held.get(id);
      if (kept === undefined) continue;
      const node = { record: kept, incident };
      this.#nodes.set(kept.id, node);
      for (const key of keys) this.#entityNodes(key).push(node);
    }
    for (const [incident, traces] of state?.traces ?? []) this.#remember(incident, traces);
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
    return this.#nodes.has(id);
  }

  add(record: ObservationRecord): CorrelationChange {
    if (this.#nodes.has(record.id)) return { changed: [], removed: [], adopted: [] };
    this.#sweep(record.windowEnd);
    this.#rarity.observe(record);
    const entities = entitiesById(record);
    const recent = this.#recentLinks(record, entities);
    const candidates = this.#incidentLinks(recent, record);
    const node: Node = { record, incident: '' };
    this.#insert(node, entities);

    const best = candidates[0];
    const opens = !record.weak && record.probability <= this.#openAt;
    if (best === undefined && !opens) return { changed: [], removed: [], adopted: [] };
    let incident = best === undefined ? this.#open(record) : this.#extend(best[0], record, best[1].tie);
    const removed: string[] = [];
    if (!record.weak) {
      for (const [other, candidate] of candidates.slice(1)) {
        if (candidate.weight < mergeThreshold([incident, other])) continue;
        const merged = this.#merge(incident, other, candidate.tie);
        removed.push(merged.id === incident.id ? other.id : incident.id);
        incident = merged;
      }
    }
    const adopted = record.weak ? [record.id] : [];
    if (!record.weak) {
      for (const { node: waiting, tie } of recent) {
        if (waiting.incident !== '') continue;
        incident = this.#extend(incident, waiting.record, tie);
        adopted.push(waiting.record.id);
      }
    }
    const changed = this.#settle(incident, record.windowEnd, removed);
    return { changed, removed: removed.filter((id) => !this.#incidents.has(id)), adopted };
  }

  /** Takes incidents out that nothing can change any more and hands them over. */
  retire(now: number): readonly IncidentState[] {
    const done = [...this.#incidents.values()].filter((incident) => forgottenAfter(incident) < now);
    for (const incident of done) {
      this.#incidents.delete(incident.id);
      this.#forget(incident.id);
    }
    return done;
  }

  state(): CorrelationState {
    const keysOf = new Map<string, string[]>();
    for (const [key, nodes] of this.#byEntity) {
      for (const node of nodes) {
        const keys = keysOf.get(node.record.id);
        if (keys === undefined) keysOf.set(node.record.id, [key]);
        else keys.push(key);
      }
    }
    const held = new Set<string>();
    for (const incident of this.#incidents.values()) for (const record of incident.records) held.add(record.id);
    return {
      incidents: [...this.#incidents.values()],
      nodes: [...this.#nodes.values()].map(({ record, incident }) => ({
        record: held.has(record.id) ? null : record,
        held: record.id,
        incident,
        keys: keysOf.get(record.id) ?? [],
      })),
      traces: [...this.#tracesByIncident],
      rarity: this.#rarity.state(),
      swept: this.#swept,
    };
  }

  #entityNodes(key: string): Node[] {
    const known = this.#byEntity.get(key);
    if (known !== undefined) return known;
    const fresh: Node[] = [];
    this.#byEntity.set(key, fresh);
    return fresh;
  }

  #insert(node: Node, entities: ReadonlyMap<string, FindingEntity>): void {
    this.#nodes.set(node.record.id, node);
    for (const key of entities.keys()) {
      const nodes = this.#entityNodes(key);
      nodes.push(node);
      if (nodes.length > NODES_PER_ENTITY) nodes.shift();
    }
  }

  /** Ties of at least ATTACH to records of the last days, in the order in which those were added. */
  #recentLinks(
    record: ObservationRecord,
    entities: ReadonlyMap<string, FindingEntity>,
  ): readonly { readonly node: Node; readonly tie: IncidentTie }[] {
    const near = new Map<string, Node>();
    for (const key of entities.keys()) for (const node of this.#byEntity.get(key) ?? []) near.set(node.record.id, node);
    const links: { readonly node: Node; readonly tie: IncidentTie }[] = [];
    for (const node of [...near.values()].sort((a, b) => byTime(a.record, b.record))) {
      if (node.record.windowEnd < record.windowEnd - LINK_HORIZON) continue;
      const link = linkScore(node.record, record, entities, this.#rarity);
      if (link.weight < ATTACH) continue;
      const [from, to] = byTime(node.record, record) <= 0 ? [node.record.id, record.id] : [record.id, node.record.id];
      links.push({ node, tie: { from, to, weight: link.weight, via: link.via, remembered: false } });
    }
    return links;
  }

  /** Best tie of the record to each incident, the strongest first. */
  #incidentLinks(
    recent: readonly { readonly node: Node; readonly tie: IncidentTie }[],
    record: ObservationRecord,
  ): readonly (readonly [IncidentState, Candidate])[] {
    const best = new Map<string, Candidate>();
    const consider = (id: string, tie: IncidentTie): void => {
      if (tie.weight > (best.get(id)?.weight ?? 0)) best.set(id, { weight: tie.weight, tie });
    };
    for (const { node, tie } of recent) if (node.incident !== '') consider(node.incident, tie);
    for (const key of recognisableKeys(record)) {
      for (const [id, trace] of this.#traces.get(key) ?? []) {
        const incident = this.#incidents.get(id);
        if (incident === undefined) continue;
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

  #extend(incident: IncidentState, record: ObservationRecord, tie: IncidentTie): IncidentState {
    return {
      ...incident,
      records: keepRecords([...incident.records, record]),
      members: incident.members.length < MAXIMUM_MEMBERS ? [...incident.members, record.id] : incident.members,
      tallies: mergeTallies(incident.tallies, [tallyOf(record)]),
      ties: [...incident.ties, tie],
    };
  }

  #merge(one: IncidentState, other: IncidentState, tie: IncidentTie): IncidentState {
    const [kept, gone] = one.opened < other.opened || (one.opened === other.opened && one.id < other.id) ? [one, other] : [other, one];
    return {
      ...kept,
      changed: Math.max(one.changed, other.changed),
      revision: kept.revision + gone.revision,
      records: keepRecords([...kept.records, ...gone.records]),
      members: [...new Set([...kept.members, ...gone.members])].slice(0, MAXIMUM_MEMBERS),
      tallies: mergeTallies(kept.tallies, gone.tallies),
      ties: [...kept.ties, ...gone.ties, tie],
      previous: [...new Set([...kept.previous, gone.id, ...gone.previous])].filter((id) => id !== kept.id),
      split: kept.split || gone.split,
    };
  }

  /** Splits what hangs together too weakly, scores, stores and remembers; returns ids of incidents now different. */
  #settle(incident: IncidentState, time: number, removed: readonly string[]): readonly string[] {
    for (const id of removed) {
      this.#incidents.delete(id);
      this.#forget(id);
    }
    const parts = partsOf(incident);
    const opening = parts.find((part) => part.some((record) => documentId('incident', record.id) === incident.id)) ?? parts[0] ?? [];
    const changed: string[] = [];
    for (const part of parts) {
      const isOpening = part === opening;
      const first = part.find((record) => !record.weak && record.probability <= this.#openAt);
      if (!isOpening && first === undefined) {
        for (const record of part) this.#assign(record.id, '');
        continue;
      }
      const id = isOpening || first === undefined ? incident.id : documentId('incident', first.id);
      const settled = this.#build({
        ...(parts.length === 1 ? incident : this.#part(incident, part)),
        id,
        opened: isOpening || first === undefined ? incident.opened : first.windowEnd,
        changed: time,
        revision: incident.revision + 1,
      });
      this.#incidents.set(id, settled);
      for (const record of settled.records) this.#assign(record.id, id);
      for (const member of settled.members) this.#assign(member, id);
      this.#remember(id, tracesOf(settled, this.#rarity));
      changed.push(id);
    }
    return changed;
  }

  #part(incident: IncidentState, part: readonly ObservationRecord[]): Omit<IncidentState, 'score'> {
    const ids = new Set(part.map((record) => record.id));
    const signatures = new Set(part.map((record) => record.signature));
    const elsewhere = new Set(incident.records.map((record) => record.id).filter((id) => !ids.has(id)));
    return {
      ...incident,
      records: part,
      members: incident.members.filter((id) => !elsewhere.has(id) && (ids.has(id) || this.#signatureOf(id, signatures))),
      tallies: incident.tallies.filter((tally: SignatureTally) => signatures.has(tally.signature)),
      ties: incident.ties.filter((tie) => ids.has(tie.from) && ids.has(tie.to)),
      split: true,
    };
  }

  #signatureOf(id: string, signatures: ReadonlySet<string>): boolean {
    const node = this.#nodes.get(id);
    return node !== undefined && signatures.has(node.record.signature);
  }

  #build(incident: Omit<IncidentState, 'score'>): IncidentState {
    const score = scoreIncident(incident.records, incident.tallies, this.#openAt);
    return { ...incident, ties: this.#tiesOfKept(incident), score };
  }

  /** Ties between kept records, the strongest of a pair; a repeat that was not kept is stood for by the first of its signature. */
  #tiesOfKept(incident: Omit<IncidentState, 'score'>): readonly IncidentTie[] {
    const kept = new Set(incident.records.map((record) => record.id));
    const standIn = new Map<string, string>();
    for (const record of incident.records) if (!standIn.has(record.signature)) standIn.set(record.signature, record.id);
    const end = (id: string): string | undefined => (kept.has(id) ? id : standIn.get(this.#nodes.get(id)?.record.signature ?? ''));
    const strongest = new Map<string, IncidentTie>();
    for (const tie of incident.ties) {
      const from = end(tie.from);
      const to = end(tie.to);
      if (from === undefined || to === undefined || from === to) continue;
      const pair = `${from} ${to}`;
      const known = strongest.get(pair);
      if (known === undefined || tie.weight > known.weight) strongest.set(pair, { ...tie, from, to });
    }
    return [...strongest.values()];
  }

  #assign(id: string, incident: string): void {
    const node = this.#nodes.get(id);
    if (node !== undefined) node.incident = incident;
  }

  #remember(incident: string, traces: readonly Trace[]): void {
    this.#forget(incident);
    if (traces.length > 0) this.#tracesByIncident.set(incident, traces);
    for (const trace of traces) {
      let incidents = this.#traces.get(trace.key);
      if (incidents === undefined) {
        incidents = new Map();
        this.#traces.set(trace.key, incidents);
      }
      incidents.set(incident, trace);
    }
  }

  #forget(incident: string): void {
    for (const trace of this.#tracesByIncident.get(incident) ?? []) {
      const incidents = this.#traces.get(trace.key);
      if (incidents?.delete(incident) === true && incidents.size === 0) this.#traces.delete(trace.key);
    }
    this.#tracesByIncident.delete(incident);
  }

  /** Once per hour of observation time, so that it never depends on how calls are grouped. */
  #sweep(time: number): void {
    const hour = Math.floor(time / HOUR);
    if (hour <= this.#swept) return;
    this.#swept = hour;
    const before = time - LINK_HORIZON;
    for (const [id, node] of this.#nodes) if (node.record.windowEnd < before) this.#nodes.delete(id);
    for (const [key, nodes] of this.#byEntity) {
      const kept = nodes.filter((node) => node.record.windowEnd >= before);
      if (kept.length === 0) this.#byEntity.delete(key);
      else if (kept.length < nodes.length) this.#byEntity.set(key, kept);
    }
    for (const id of this.#tracesByIncident.keys()) {
      const incident = this.#incidents.get(id);
      if (incident === undefined || forgottenAfter(incident) < time) this.#forget(id);
    }
  }
}

interface NodeState {
  /** Null if an incident holds the record. */
  readonly record: ObservationRecord | null;
  readonly held: string;
  readonly incident: string;
  readonly keys: readonly string[];
}

/** Everything correlation knows, as plain JSON. */
export interface CorrelationState {
  readonly incidents: readonly IncidentState[];
  readonly nodes: readonly NodeState[];
  readonly traces: readonly (readonly [incident: string, traces: readonly Trace[]])[];
  readonly rarity: RarityState;
  readonly swept: number;
}
