import { DOMAINS, type Domain } from '../activity/domains.js';
import { presentedScore } from '../correlation/incident-score.js';
import type { IncidentState } from '../correlation/incident-state.js';
import type { ObservationRecord } from '../correlation/observation.js';
import type { FindingEntity } from '../detection/finding.js';
import type { Model } from '../detection/model.js';
import { TACTICS, type Severity } from '../documents/common.js';
import type { IncidentDocument, IncidentEntity, Queue, Sentence, TimelineEntry } from '../documents/incident.js';
import { validDocument } from '../documents/validate.js';
import { categoriesOf, ECS_VERSION, relatedOf } from './envelope.js';
import { narrate } from './narrative.js';
import { isoTime, rounded } from './spoken.js';
import { lastEventOf, summarise } from './summary.js';
import { cite } from './tell-record.js';
import { threatOf } from './threat.js';
import { principalOf, titleOf } from './title.js';

const MOST_EVENTS = 300;

export interface IncidentInput {
  readonly incident: IncidentState;
  readonly models: ReadonlyMap<string, Model>;
  readonly tenant: string;
  readonly standing: { readonly queue: Queue; readonly severity: Severity; readonly needsPerson: boolean; readonly reason: string };
  /** Ids of the actions proposed for it. */
  readonly actions: readonly string[];
}

type Fields = IncidentDocument['throughline']['incident'];

const entitiesOf = (records: readonly ObservationRecord[]): IncidentEntity[] => {
  const entities = new Map<string, IncidentEntity>();
  for (const record of records) {
    const parts = new Map<string, FindingEntity[]>();
    for (const entity of [record.subject, ...record.entities]) parts.set(entity.id, [...(parts.get(entity.id) ?? []), entity]);
    for (const [id, played] of parts) {
      const [entity] = played;
      if (entity === undefined) continue;
      const known = entities.get(id);
      const roles = new Set([...(known?.roles ?? []), ...played.map((part) => part.role)]);
      entities.set(id, {
        id,
        name: known?.name ?? entity.name,
        type: known?.type ?? entity.type,
        roles: [...roles],
        first_seen: known?.first_seen ?? isoTime(record.firstEvent),
        anomalies: (known?.anomalies ?? 0) + 1,
        surprisal: rounded(Math.max(known?.surprisal ?? 0, record.surprisal)),
      });
    }
  }
  return [...entities.values()];
};

const laneOf = (record: ObservationRecord): Domain =>
  record.unit === 'alert' ? 'alert' : (record.events[0]?.domain ?? record.domains[0] ?? 'alert');

/** The name of the model or rule; what was unusual where no model fits. */
const headingOf = (record: ObservationRecord): string => {
  const label = record.facets[0]?.label;
  if (record.unit === 'alert' || record.models.length > 0 || label === undefined) return record.title;
  return `Unnamed: ${label}`;
};

const timelineOf = (records: readonly ObservationRecord[]): TimelineEntry[] =>
  records.map((record) => ({
    id: record.id,
    time: isoTime(record.firstEvent),
    end: isoTime(record.lastEvent),
    domain: laneOf(record),
    kind: record.unit === 'alert' ? 'alert' : 'anomaly',
    title: headingOf(record),
    entity: record.subject.name,
    surprisal: rounded(record.surprisal),
    tactic: record.tactics[0] ?? '',
  }));

const stagesOf = (records: readonly ObservationRecord[]): Fields['stages'] =>
  TACTICS.flatMap((tactic) => {
    const members = records.filter((record) => record.tactics.includes(tactic));
    const [first] = members;
    return first === undefined ? [] : [{ tactic, first: isoTime(first.firstEvent), anomalies: members.map((record) => record.id) }];
  });

type References = IncidentDocument['throughline']['events'];

/**
 * Evidence: what the sentences cite, then in rounds the most telling event of every record, so that none crowds out the others;
 * in time order.
 */
const eventsOf = (records: readonly ObservationRecord[], cited: readonly Sentence[]): References => {
  const chosen = new Map<string, References[number]>();
  const choose = (event: References[number]): void => {
    if (chosen.size < MOST_EVENTS) chosen.set(`${event.source} ${event.id}`, event);
  };
  for (const sentence of cited) sentence.events.forEach(choose);
  const rounds = Math.max(0, ...records.map((record) => record.events.length));
  for (let round = 0; round < rounds && chosen.size < MOST_EVENTS; round += 1) {
    for (const record of records) cite(record.events.slice(round, round + 1)).forEach(choose);
  }
  return [...chosen.values()].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
};

const distinct = <T>(items: readonly T[]): T[] => [...new Set(items)];

/** The document of an incident in its present revision, valid against its schema. */
export const buildIncident = ({ incident, models, tenant, standing, actions }: IncidentInput): IncidentDocument => {
  const { records, score } = incident;
  const principal = principalOf(incident);
  const title = titleOf(incident);
  const summary = summarise(incident, models);
  const narrative = narrate(incident, models);
  const shown = rounded(presentedScore(score.nats));
  const stages = stagesOf(records);
  const fired = distinct(records.flatMap((record) => record.models));
  const domains = new Set(records.flatMap((record) => record.domains));
  return validDocument('incident', {
    '@timestamp': isoTime(incident.changed),
    ecs: { version: ECS_VERSION },
    message: title,
    event: {
      kind: standing.needsPerson ? 'alert' : 'event',
      category: categoriesOf([...domains]),
      type: ['info'],
      action: 'incident',
      start: isoTime(Math.min(...incident.tallies.map((tally) => tally.first))),
      end: lastEventOf(incident),
      risk_score: shown,
      severity: Math.round(shown),
    },
    related: relatedOf(records.flatMap((record) => [record.subject, ...record.entities])),
    threat: threatOf(
      fired.flatMap((name) => models.get(name) ?? []),
      stages.map((stage) => stage.tactic),
    ),
    throughline: {
      id: incident.id,
      kind: 'incident',
      tenant,
      entity: { id: principal.id, name: principal.name, type: principal.type, role: principal.role },
      events: eventsOf(records, [...summary.observed, ...summary.interpretation, ...summary.recommendation, ...narrative]),
      event_count: incident.tallies.reduce((sum, tally) => sum + tally.events, 0),
      incident: {
        id: incident.id,
        title,
        summary,
        score: shown,
        probability: rounded(score.probability),
        score_parts: score.parts.map(({ name, value }) => ({ name, value: rounded(value) })),
        queue: standing.queue,
        severity: standing.severity,
        needs_person: standing.needsPerson,
        needs_person_reason: standing.reason,
        revision: incident.revision,
        opened: isoTime(incident.opened),
        domains: DOMAINS.filter((domain) => domains.has(domain)),
        stages,
        models: fired,
        anomalies: [...incident.members],
        alerts: records.filter((record) => record.unit === 'alert').map((record) => record.id),
        entities: entitiesOf(records),
        timeline: timelineOf(records),
        links: incident.ties.map(({ from, to, weight, via }) => ({ from, to, weight: rounded(weight), via: [...via] })),
        narrative: [...narrative],
        actions: [...actions],
        previous: [...incident.previous],
      },
    },
  });
};
