/** Names of the files in which documents of a kind lie in a folder, without the ending `.ndjson`, where it is not the kind itself. */
const PLURALS: Readonly<Record<string, string>> = {
  action: 'actions',
  anomaly: 'anomalies',
  entity: 'entities',
  incident: 'incidents',
  indicator: 'indicators',
  step: 'steps',
};

/** Name of the file in which a folder holds the documents of a kind: `incidents.ndjson`, `dead-letter.ndjson`. */
export function documentFileName(kind: string): string {
  return `${Object.hasOwn(PLURALS, kind) ? (PLURALS[kind] ?? kind) : kind}.ndjson`;
}
