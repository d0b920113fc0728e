import type { IncidentDocument } from '../documents/incident.js';
import { plural } from '../report/numbers.js';
import { DOMAIN_NAMES } from '../report/vocabulary.js';
import { printable } from '../printable.js';

export interface RankedIncident {
  /** From 1, in the order of incidents.ndjson. */
  readonly rank: number;
  readonly document: IncidentDocument;
}

const minute = (time: string): string => `${time.slice(0, 10)} ${time.slice(11, 16)}`;

/** Two lines an incident: rank, score, queue, interval and id, then the title. Plain text without control characters. */
export function listIncidents(incidents: readonly RankedIncident[]): string {
  return incidents
    .map(({ rank, document }) => {
      const { incident, id } = document.throughline;
      const parts = [
        `score ${String(Math.round(incident.score))}`,
        incident.queue,
        `${minute(document.event.start)} to ${minute(document.event.end)}`,
        `${plural(incident.anomalies.length, 'anomaly', 'anomalies')} in ${incident.domains.map((domain) => DOMAIN_NAMES[domain]).join(', ')}`,
        id,
      ];
      const heading = `${String(rank).padStart(3)}  ${incident.needs_person ? '' : '(no person needed) '}${printable(incident.title)}`;
      return `${heading}\n     ${printable(parts.join(' · '))}\n`;
    })
    .join('');
}
