import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listInputs } from '../connectors/embedded/input-files.js';
import { readInputs } from '../connectors/embedded/read-inputs.js';
import type { Activity } from '../src/activity/activity.js';
import { defaultMappings } from '../src/activity/default-mappings.js';
import { createRegistry } from '../src/activity/registry.js';
import { defaultConfiguration } from '../src/config/configuration.js';
import { Engine } from '../src/pipeline/engine.js';
import { HourBuckets } from '../src/pipeline/hour-buckets.js';

interface PreparedHour {
  readonly hour: number;
  readonly activities: readonly Activity[];
}

const CONFIGURATION = defaultConfiguration();

/** The activities of log lines by hour, as a replay hands them to the engine. */
export async function preparedHours(name: string, text: string): Promise<readonly PreparedHour[]> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  writeFileSync(join(folder, name), text);
  const buckets = new HourBuckets(join(folder, 'hours'));
  const { files } = await listInputs([join(folder, name)]);
  for await (const batch of readInputs(files, createRegistry(defaultMappings))) buckets.add(batch.activities);
  const hours = [...buckets.read()].map(({ hour, activities }) => ({ hour, activities: [...activities] }));
  buckets.dispose();
  rmSync(folder, { recursive: true });
  return hours;
}

/** Scores and learns every hour with an engine that knows nothing yet. */
export function scoreAll(hours: readonly PreparedHour[]): Engine {
  const engine = Engine.create(CONFIGURATION);
  for (const { hour, activities } of hours) engine.step(hour, activities, 'live');
  return engine;
}
