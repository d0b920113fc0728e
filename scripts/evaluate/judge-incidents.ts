import { join } from 'node:path';
import type { ActionDocument } from '../../src/documents/action.js';
import type { AnomalyDocument } from '../../src/documents/anomaly.js';
import type { IncidentDocument } from '../../src/documents/incident.js';
import type { ScenarioName } from '../../src/simulation/scenarios/scenario-name.js';
import type { TruthRow } from '../../src/simulation/simulated-record.js';
import { readLines } from './read-lines.js';
import type { TruthIndex } from './truth-index.js';

/** One incident as an evaluation looks at it. */
export interface JudgedIncident {
  readonly id: string;
  /** 1 is the first of the queue. */
  readonly rank: number;
  readonly title: string;
  readonly score: number;
  readonly queue: string;
  readonly needsPerson: boolean;
  /** Epoch milliseconds. */
  readonly opened: number;
  readonly models: readonly string[];
  readonly domains: readonly string[];
  /** Truth rows that its evidence cites, by scenario. */
  readonly truth: ReadonlyMap<ScenarioName, ReadonlySet<TruthRow>>;
  /** Anomalies in it, and how many of them cite no truth row. */
  readonly anomalies: number;
  readonly benignAnomalies: number;
  /** Proposals that await confirmation: kind and entity. */
  readonly actions: readonly string[];
  /** What drives it: model, entity and the first facets of its most surprising anomalies. */
  readonly drivers: readonly string[];
}

const TOLD_DRIVERS = 3;

function driverOf(anomaly: AnomalyDocument): string {
  const { models, facets, probability } = anomaly.throughline.anomaly;
  const told = facets.slice(0, 4).map((facet) => `${facet.name}=${facet.value.slice(0, 40)} (p ${facet.probability.toExponential(0)})`);
  return `${models[0] ?? 'Unnamed'} · ${anomaly.throughline.entity.name} · p ${probability.toExponential(1)} · ${told.join(', ')}`;
}

interface Evidence {
  readonly rows: readonly TruthRow[];
  readonly surprisal: number;
  readonly driver: string;
}

/** Joins the incidents of a replay with the truth by event id. In order of rank. */
export async function judgeIncidents(documents: string, truth: TruthIndex): Promise<readonly JudgedIncident[]> {
  const incidents: IncidentDocument[] = [];
  for await (const incident of readLines<IncidentDocument>(join(documents, 'incidents.ndjson'))) incidents.push(incident);
  const members = new Set(incidents.flatMap((incident) => incident.throughline.incident.anomalies));
  const evidence = new Map<string, Evidence>();
  for await (const anomaly of readLines<AnomalyDocument>(join(documents, 'anomalies.ndjson'))) {
    const { id, events } = anomaly.throughline;
    if (!members.has(id)) continue;
    const rows = events.map((event) => truth.find(event.id)).filter((row) => row !== undefined);
    evidence.set(id, { rows, surprisal: anomaly.throughline.anomaly.surprisal, driver: driverOf(anomaly) });
  }
  const actions = new Map<string, string[]>();
  for await (const action of readLines<ActionDocument>(join(documents, 'actions.ndjson'))) {
    const { incident } = action.throughline.action;
    const told = `${action.event.action} ${action.throughline.entity.name}`;
    actions.set(incident, [...(actions.get(incident) ?? []), told]);
  }
  return incidents.map((document, index) => {
    const { incident, id } = document.throughline;
    const cited = new Map<ScenarioName, Set<TruthRow>>();
    const cite = (row: TruthRow | undefined): void => {
      if (row === undefined) return;
      const name = row.scenario as ScenarioName;
      const known = cited.get(name);
      if (known === undefined) cited.set(name, new Set([row]));
      else known.add(row);
    };
    const parts = incident.anomalies.map((member) => evidence.get(member)).filter((part) => part !== undefined);
    for (const part of parts) part.rows.forEach(cite);
    for (const event of document.throughline.events) cite(truth.find(event.id));
    return {
      id,
      rank: index + 1,
      title: incident.title,
      score: incident.score,
      queue: incident.queue,
      needsPerson: incident.needs_person,
      opened: Date.parse(incident.opened),
      models: incident.models,
      domains: incident.domains,
      truth: cited,
      anomalies: incident.anomalies.length,
      benignAnomalies: parts.filter((part) => part.rows.length === 0).length,
      actions: actions.get(id) ?? [],
      drivers: [...parts]
        .sort((a, b) => b.surprisal - a.surprisal)
        .slice(0, TOLD_DRIVERS)
        .map((part) => part.driver),
    };
  });
}
