import { join } from 'node:path';
import type { AnomalyDocument } from '../documents/anomaly.js';
import type { IncidentDocument } from '../documents/incident.js';
import type { SummaryDocument } from '../documents/summary.js';
import { ConcernBook } from '../profiles/concern-book.js';
import { entityProfiles } from '../profiles/entity-profiles.js';
import { healthDocuments } from '../profiles/health-documents.js';
import { incidentSteps } from '../profiles/incident-steps.js';
import { indicatorProfiles } from '../profiles/indicator-profiles.js';
import type { Engine } from './engine.js';
import { fileLines } from './file-lines.js';
import { writeLines } from './replace-file.js';

/** The files that give dashboards what surrounds the incidents. */
export const CONTEXT_FILES = ['entities.ndjson', 'indicators.ndjson', 'health.ndjson', 'steps.ndjson'] as const;

/** Writes profiles of entities, lives of domains and addresses, health, and the incidents line by line; reads `anomalies.ndjson` of the same folder. */
export function writeContext(
  folder: string,
  tenant: string,
  { registry, indicators }: Pick<Engine, 'registry' | 'indicators'>,
  incidents: readonly IncidentDocument[],
  summary: SummaryDocument,
): void {
  const concerns = new ConcernBook();
  for (const line of fileLines(join(folder, 'anomalies.ndjson'))) concerns.addAnomaly(JSON.parse(line) as AnomalyDocument);
  for (const incident of incidents) concerns.addIncident(incident);
  const input = { tenant, registry, concerns, indicators, end: Date.parse(summary.last_event ?? '1970-01-01T00:00:00Z') };
  writeLines(join(folder, 'entities.ndjson'), entityProfiles(input));
  writeLines(join(folder, 'indicators.ndjson'), indicatorProfiles(input));
  writeLines(join(folder, 'health.ndjson'), healthDocuments(summary, tenant));
  writeLines(join(folder, 'steps.ndjson'), incidents.flatMap(incidentSteps));
}
