import type { ActionDocument } from '../documents/action.js';
import type { AnomalyDocument } from '../documents/anomaly.js';
import type { DeadLetterDocument } from '../documents/dead-letter.js';
import type { IncidentDocument } from '../documents/incident.js';
import type { SummaryDocument } from '../documents/summary.js';

/** Nominal against realised frequency of calibrated probabilities, in the same order, for one facet family or `combined`. */
export interface CalibrationCurve {
  readonly family: string;
  /** Thresholds, 0–1. */
  readonly nominal: readonly number[];
  /** Share of the scored units at or below each threshold, 0–1. */
  readonly realised: readonly number[];
  /** How many units were scored. */
  readonly units: number;
}

/** Everything the report is made of. */
export interface ReportInput {
  readonly summary: SummaryDocument;
  /** In rank order. */
  readonly incidents: readonly IncidentDocument[];
  /** Those of the incidents, and the top of the rest; may be many thousands. */
  readonly anomalies: readonly AnomalyDocument[];
  readonly actions: readonly ActionDocument[];
  readonly calibrationCurve: readonly CalibrationCurve[];
  /** A sample of the dead letters, shown as they are. */
  readonly deadLetters?: readonly DeadLetterDocument[];
  /** ECS datasets and Splunk sourcetypes by source mapping, to narrow the searches that find evidence. */
  readonly sourceDatasets?: Readonly<Record<string, readonly string[]>>;
  readonly generatedFor?: { readonly tenant: string; readonly version: string };
}

/**
 * What one page holds, so that it stays below 3 MB and opens at once. Whatever a limit leaves out is counted on the page
 * and is complete in the NDJSON files.
 */
export const REPORT_LIMITS = {
  /** Bytes of incident sections; incidents that do not fit keep their line in the ranked list. */
  incidentBytes: 1_500_000,
  incidentsInFull: 60,
  incidentsListed: 300,
  whyPerIncident: 20,
  facetsPerAnomaly: 8,
  evidencePerIncident: 80,
  /** Ids in one ready-made search; more make a query string that SIEMs refuse. */
  idsPerSearch: 60,
  marksPerLanes: 200,
  graphNodes: 25,
  /** Bytes of the table of all anomalies together with the data of its export. */
  anomalyBytes: 1_000_000,
  anomalyRows: 2_500,
  deadLetters: 30,
  inputs: 200,
} as const;
