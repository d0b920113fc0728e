import type { ActionDocument } from '../../src/documents/action.js';
import type { AnomalyDocument, FacetDocument } from '../../src/documents/anomaly.js';
import type { IncidentDocument, TimelineEntry } from '../../src/documents/incident.js';
import type { SummaryDocument } from '../../src/documents/summary.js';

export type Reference = AnomalyDocument['throughline']['events'][number];
export type EntityReference = AnomalyDocument['throughline']['entity'];

export const time = (text: string): string => new Date(text).toISOString();

export const reference = (source: string, id: string, at: string): Reference => ({ id, source, time: time(at) });

/** A facet with plain defaults: a novelty never seen before by anyone. */
export const facet = (given: Partial<FacetDocument> & Pick<FacetDocument, 'name' | 'family' | 'label' | 'value'>): FacetDocument => {
  const probability = given.probability ?? 1 / 5000;
  return {
    observed: null,
    unit: '',
    typical: '',
    typical_low: null,
    typical_high: null,
    histogram: [],
    histogram_index: -1,
    seen: 0,
    history: 412,
    peers_sharing: 0,
    peers: 38,
    estate_sharing: 0,
    probability_own: probability,
    probability_peers: probability / 4,
    probability,
    surprisal: -Math.log(probability),
    detail: '',
    ...given,
  };
};

export interface AnomalyInput {
  readonly id: string;
  readonly entity: EntityReference;
  readonly entities?: readonly EntityReference[];
  readonly start: string;
  readonly end: string;
  readonly domains: AnomalyDocument['throughline']['anomaly']['domains'];
  readonly models: readonly string[];
  readonly message: string;
  readonly probability: number;
  readonly severity?: AnomalyDocument['throughline']['anomaly']['severity'];
  readonly facets?: readonly FacetDocument[];
  readonly events?: readonly Reference[];
  readonly eventCount?: number;
  readonly technique?: readonly [id: string, name: string];
  readonly source?: string;
}

export const anomaly = (input: AnomalyInput): AnomalyDocument => {
  const severity = input.severity ?? 'high';
  const alert = input.domains[0] === 'alert';
  return {
    '@timestamp': time(input.end),
    ecs: { version: '8.17.0' },
    message: input.message,
    event: {
      kind: 'alert',
      category: [],
      type: [],
      action: input.models[0] ?? 'Unnamed',
      start: time(input.start),
      end: time(input.end),
      risk_score: 70,
      severity: 70,
    },
    related: { user: [], ip: [], hosts: [], hash: [] },
    threat: {
      framework: 'MITRE ATT&CK',
      tactic: [],
      technique: input.technique === undefined ? [] : [{ id: input.technique[0], name: input.technique[1] }],
    },
    throughline: {
      id: input.id,
      kind: 'anomaly',
      tenant: 'northwind',
      entity: input.entity,
      entities: [input.entity, ...(input.entities ?? [])],
      events: [...(input.events ?? [])],
      event_count: input.eventCount ?? input.events?.length ?? 1,
      anomaly: {
        unit: alert ? 'alert' : 'account',
        domains: [...input.domains],
        sources: [input.source ?? input.events?.[0]?.source ?? 'o365.audit'],
        window: { start: time(input.start), end: time(input.end) },
        probability: input.probability,
        probability_own: input.probability * 3,
        probability_peers: input.probability / 2,
        probability_estate: input.probability / 6,
        surprisal: -Math.log(input.probability),
        models: [...input.models],
        facets: [...(input.facets ?? [])],
        facts: [],
        severity,
        severity_before: severity,
        severity_reason: '',
        peer_group: 'finance, Berlin',
        peers: 38,
        baseline_days: 11.6,
        baseline_windows: 412,
        restlessness: 1.4,
        mode: 'prequential',
      },
    },
  };
};

export interface IncidentInput {
  readonly id: string;
  readonly title: string;
  readonly score: number;
  readonly severity: IncidentDocument['throughline']['incident']['severity'];
  readonly queue: IncidentDocument['throughline']['incident']['queue'];
  readonly needsPerson: boolean;
  readonly reason: string;
  readonly members: readonly AnomalyDocument[];
  readonly stages: readonly (readonly [
    tactic: IncidentDocument['throughline']['incident']['stages'][number]['tactic'],
    ids: readonly string[],
  ])[];
  readonly summary: IncidentDocument['throughline']['incident']['summary'];
  readonly narrative?: IncidentDocument['throughline']['incident']['narrative'];
  readonly links?: IncidentDocument['throughline']['incident']['links'];
  readonly scoreParts?: IncidentDocument['throughline']['incident']['score_parts'];
  readonly actions?: readonly string[];
}

const entitiesOf = (members: readonly AnomalyDocument[]): IncidentDocument['throughline']['incident']['entities'] => {
  const byId = new Map<string, IncidentDocument['throughline']['incident']['entities'][number]>();
  for (const member of members) {
    for (const entity of member.throughline.entities) {
      const known = byId.get(entity.id);
      const surprisal = Math.max(member.throughline.anomaly.surprisal, known?.surprisal ?? 0);
      const roles = [...new Set([...(known?.roles ?? []), entity.role])];
      byId.set(entity.id, {
        id: entity.id,
        name: entity.name,
        type: entity.type,
        roles,
        first_seen: known?.first_seen ?? member.event.start,
        anomalies: (known?.anomalies ?? 0) + 1,
        surprisal,
      });
    }
  }
  return [...byId.values()];
};

const timelineOf = (member: AnomalyDocument): TimelineEntry => ({
  id: member.throughline.id,
  time: member.event.start,
  end: member.event.end,
  domain: member.throughline.anomaly.domains[0] ?? 'alert',
  kind: member.throughline.anomaly.unit === 'alert' ? 'alert' : 'anomaly',
  title: member.throughline.anomaly.models[0] ?? 'Unnamed',
  entity: member.throughline.entity.name,
  surprisal: member.throughline.anomaly.surprisal,
  tactic: '',
});

export const incident = (input: IncidentInput): IncidentDocument => {
  const first = input.members[0];
  if (first === undefined) throw new RangeError('an incident needs at least one anomaly');
  const end =
    input.members
      .map((member) => member.event.end)
      .sort()
      .at(-1) ?? first.event.end;
  const events = input.members.flatMap((member) => member.throughline.events);
  return {
    '@timestamp': end,
    ecs: { version: '8.17.0' },
    message: input.title,
    event: {
      kind: input.needsPerson ? 'alert' : 'event',
      category: [],
      type: [],
      action: 'incident',
      start: first.event.start,
      end,
      risk_score: input.score,
      severity: Math.round(input.score),
    },
    related: { user: [], ip: [], hosts: [], hash: [] },
    threat: { framework: 'MITRE ATT&CK', tactic: [], technique: [] },
    throughline: {
      id: input.id,
      kind: 'incident',
      tenant: 'northwind',
      entity: { ...first.throughline.entity },
      events,
      event_count: input.members.reduce((sum, member) => sum + member.throughline.event_count, 0),
      incident: {
        id: input.id,
        title: input.title,
        summary: input.summary,
        score: input.score,
        probability: 10 ** (-input.score / 12),
        score_parts: [...(input.scoreParts ?? [])],
        queue: input.queue,
        severity: input.severity,
        needs_person: input.needsPerson,
        needs_person_reason: input.reason,
        revision: 3,
        opened: first.event.end,
        domains: [...new Set(input.members.flatMap((member) => member.throughline.anomaly.domains))],
        stages: input.stages.map(([tactic, ids]) => ({
          tactic,
          first: input.members.find((member) => ids.includes(member.throughline.id))?.event.start ?? first.event.start,
          anomalies: [...ids],
        })),
        models: [...new Set(input.members.flatMap((member) => member.throughline.anomaly.models))],
        anomalies: input.members.map((member) => member.throughline.id),
        alerts: input.members.filter((member) => member.throughline.anomaly.unit === 'alert').map((member) => member.throughline.id),
        entities: entitiesOf(input.members),
        timeline: input.members.map(timelineOf),
        links: [...(input.links ?? [])],
        narrative: [...(input.narrative ?? [])],
        actions: [...(input.actions ?? [])],
        previous: [],
      },
    },
  };
};

export const action = (
  id: string,
  incidentId: string,
  kind: ActionDocument['event']['action'],
  entity: EntityReference,
  what: string,
  undo: string,
  hours: number,
  confirmations: number,
): ActionDocument => ({
  '@timestamp': time('2026-03-12T16:00:00Z'),
  ecs: { version: '8.17.0' },
  message: what,
  event: { kind: 'event', action: kind, start: time('2026-03-12T08:00:00Z'), end: time('2026-03-12T16:00:00Z'), risk_score: 90 },
  related: { user: [], ip: [], hosts: [], hash: [] },
  threat: { framework: 'MITRE ATT&CK', tactic: [], technique: [] },
  throughline: {
    id,
    kind: 'action',
    tenant: 'northwind',
    entity,
    events: [],
    incident: { id: incidentId, title: 'Title of the incident' },
    action: {
      incident: incidentId,
      model: 'Token used from a new network',
      what,
      status: 'awaiting-confirmation',
      confirmations,
      confirm_by: confirmations > 1 ? 'an on-call responder and the owner of the system' : 'an on-call responder',
      duration_hours: hours,
      expires: time('2026-03-13T16:00:00Z'),
      undo,
      blast_radius: '',
    },
  },
});

export const emptySummary: SummaryDocument = {
  events_read: 0,
  events_scored: 0,
  duplicates: 0,
  dead_letters: 0,
  skipped: 0,
  anomalies: 0,
  incidents: 0,
  incidents_needing_person: 0,
  actions: 0,
  first_event: null,
  last_event: null,
  seconds: 0.2,
  events_per_second: 0,
  peak_rss_bytes: 84_000_000,
  units_scored: 0,
  mode: 'prequential',
  alert_budget_per_day: 5,
  entities: {},
  sources: {},
  inputs: [],
  calibration: {},
  days: [],
  warnings: [],
};
