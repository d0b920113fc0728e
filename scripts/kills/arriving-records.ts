import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listInputs } from '../../connectors/embedded/input-files.js';
import { defaultMappings } from '../../src/activity/default-mappings.js';
import { createRegistry } from '../../src/activity/registry.js';
import { RandomGenerator } from '../../src/simulation/random.js';
import { writeEstate } from '../../src/simulation/write-estate.js';
import type { SimulationOptions } from '../../src/simulation/simulate-estate.js';
import { storedRecords } from '../load/stored-records.js';

/** A record of an estate and when the platform takes it in. */
export interface ArrivingRecord {
  readonly source: string;
  readonly ingested: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const MINUTE = 60_000;
/** Most records come within this time of what they tell of. */
const USUAL_DELAY = 40 * MINUTE;
/** Some come long after their hour was judged. */
const LATE_SHARE = 0.003;
const LATE_DELAY = [150 * MINUTE, 200 * MINUTE] as const;

/** The records of a simulated estate in the order in which they are taken in, each with that time. The same for the same options. */
export async function arrivingRecords(options: SimulationOptions): Promise<readonly ArrivingRecord[]> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-arriving-'));
  try {
    writeEstate(options, folder);
    const registry = createRegistry(defaultMappings);
    const random = RandomGenerator.keyed(options.seed, 'arrival');
    const records: ArrivingRecord[] = [];
    const { files } = await listInputs([join(folder, 'logs')]);
    for (const file of files) {
      for await (const found of storedRecords(file, registry)) {
        for (const { source, body } of found) records.push(arriving(source, body, random));
      }
    }
    return records.sort((left, right) => left.ingested - right.ingested);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function arriving(source: string, body: Readonly<Record<string, unknown>>, random: RandomGenerator): ArrivingRecord {
  const delay = random.chance(LATE_SHARE) ? random.between(...LATE_DELAY) : random.between(0, USUAL_DELAY);
  const ingested = Date.parse(String(body['@timestamp'])) + Math.floor(delay);
  const event = { ...(typeof body.event === 'object' ? body.event : {}), ingested: new Date(ingested).toISOString() };
  return { source, ingested, body: { ...body, event } };
}
