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
  incidentBytes: 1_800_000,
  incidentsInFull: 60,
  incidentsListed: 300,
  marksPerLanes: 200,
  graphNodes: 25,
  /** Bytes of the table of all anomalies together with the data of its export. */
  anomalyBytes: 1_000_000,
  anomalyRows: 2_500,
  deadLetters: 30,
  inputs: 200,
} as const;

/** How much of an incident its section shows. What is left out is counted there. */
export interface SectionDetail {
  /** Anomalies explained. */
  readonly why: number;
  readonly facets: number;
  /** Rows of the table of evidence. */
  readonly evidence: number;
  /** Events listed behind one sentence. */
  readonly cited: number;
  /** Ids in one ready-made search; more than 60 make a query string that SIEMs refuse. */
  readonly ids: number;
  readonly story: boolean;
  /** The graph of entities. */
  readonly graph: boolean;
}

/** From whole to brief: where many incidents share the page, each is told in the most detail that leaves room for the others. */
export const SECTION_DETAILS: readonly [SectionDetail, ...SectionDetail[]] = [
  { why: 20, facets: 8, evidence: 80, cited: 12, ids: 60, story: true, graph: true },
  { why: 8, facets: 4, evidence: 12, cited: 4, ids: 20, story: true, graph: true },
  { why: 3, facets: 3, evidence: 5, cited: 2, ids: 5, story: false, graph: false },
];
