import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { readLines } from '../../scripts/evaluate/read-lines.js';
import { replayFiles } from '../../scripts/evaluate/replay-estate.js';
import type { AnomalyDocument } from '../../src/documents/anomaly.js';
import type { IncidentDocument } from '../../src/documents/incident.js';
import type { SummaryDocument } from '../../src/documents/summary.js';

/** Public data sets beside the repository; never copied into it. */
export const SHARED_DATA = '../shared/data';

export interface Replayed {
  readonly summary: SummaryDocument;
  /** In order of rank. */
  readonly incidents: readonly IncidentDocument[];
  readonly anomalies: readonly AnomalyDocument[];
}

/** A suite over one data set; skipped with a notice where it is absent. */
export function describeSharedData(folder: string, body: () => void): void {
  const present = existsSync(join(SHARED_DATA, folder));
  describe.skipIf(!present)(present ? folder : `skipped: ${SHARED_DATA}/${folder} not present`, body);
}

async function all<T>(path: string): Promise<readonly T[]> {
  const documents: T[] = [];
  for await (const document of readLines<T>(path)) documents.push(document);
  return documents;
}

/** Replays files with everything at its defaults and returns what was written. */
export async function replayAll(inputs: readonly string[], mode: 'live' | 'retrospective'): Promise<Replayed> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-real-data-'));
  try {
    const summary = await replayFiles(inputs, folder, mode === 'retrospective');
    const incidents = await all<IncidentDocument>(join(folder, 'incidents.ndjson'));
    return { summary, incidents, anomalies: await all<AnomalyDocument>(join(folder, 'anomalies.ndjson')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes a measured figure to the output of the test run. */
export function figure(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Everything an incident names: entities and related addresses, users and hosts, in lower case. */
export function namedIn(incident: IncidentDocument): ReadonlySet<string> {
  const { user, ip, hosts } = incident.related;
  const entities = incident.throughline.incident.entities.map((entity) => entity.name);
  return new Set([...entities, ...user, ...ip, ...hosts].map((name) => name.toLowerCase()));
}
