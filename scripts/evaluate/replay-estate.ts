import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultMappings } from '../../src/activity/default-mappings.js';
import { packagedModels } from '../../src/cli/engine-settings.js';
import { defaultConfiguration } from '../../src/config/configuration.js';
import type { SummaryDocument } from '../../src/documents/summary.js';
import { replay } from '../../src/pipeline/replay.js';
import type { ScenarioName } from '../../src/simulation/scenarios/scenario-name.js';
import { writeEstate } from '../../src/simulation/write-estate.js';

export interface EstateRequest {
  readonly users: number;
  readonly days: number;
  readonly seed: number;
  readonly scenarios: readonly ScenarioName[];
  /** Keep the documents in this folder instead of a temporary one. */
  readonly keep?: string | undefined;
}

export interface ReplayedEstate {
  readonly summary: SummaryDocument;
  /** Folder with incidents.ndjson and the other documents. */
  readonly documents: string;
  /** What the scenarios did; the engine has not seen it. */
  readonly truth: string;
}

/** Log files in, documents out, with everything at its defaults. */
export function replayFiles(inputs: readonly string[], out: string, retrospective = false): Promise<SummaryDocument> {
  return replay({
    inputs,
    out,
    configuration: defaultConfiguration(),
    mappings: defaultMappings,
    models: packagedModels(),
    retrospective,
    version: 'evaluation',
    clock: () => performance.now(),
  });
}

/** Simulates an estate, replays its logs, hands the result to `judge` and removes everything again. */
export async function withReplayedEstate<T>(request: EstateRequest, judge: (estate: ReplayedEstate) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-evaluation-'));
  try {
    const { users, days, seed, scenarios } = request;
    writeEstate({ users, days, seed, scenarios }, folder);
    const documents = request.keep === undefined ? join(folder, 'documents') : join(request.keep, `seed-${String(seed)}`);
    const summary = await replayFiles([join(folder, 'logs')], documents);
    return await judge({ summary, documents, truth: join(folder, 'truth.ndjson') });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
