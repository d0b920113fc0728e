import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listInputs } from '../../connectors/embedded/input-files.js';
import { defaultMappings } from '../../src/activity/default-mappings.js';
import { createRegistry } from '../../src/activity/registry.js';
import { RandomGenerator } from '../../src/simulation/random.js';
import { writeEstate } from '../../src/simulation/write-estate.js';
import type { SimulationOptions } from '../../src/simulation/simulate-estate.js';
import { storedRecords, type StoredRecord } from '../load/stored-records.js';

/** A record of an estate and when the platform takes it in. */
export interface ArrivingRecord extends StoredRecord {
  readonly ingested: number;
}

const MINUTE = 60_000;
/** Until records come after what they tell of, milliseconds. */
export interface ArrivalDelay {
  readonly usual: number;
  /** Part of them that come long after their hour was judged. */
  readonly lateShare: number;
}

const LATE_DELAY = [150 * MINUTE, 200 * MINUTE] as const;

/** The records of a simulated estate in the order in which they are taken in, each with that time. The same for the same options. */
export async function arrivingRecords(options: SimulationOptions, delay: ArrivalDelay): Promise<readonly ArrivingRecord[]> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-arriving-'));
  try {
    writeEstate(options, folder);
    const registry = createRegistry(defaultMappings);
    const random = RandomGenerator.keyed(options.seed, 'arrival');
    const records: ArrivingRecord[] = [];
    const { files } = await listInputs([join(folder, 'logs')]);
    for (const file of files) {
      for await (const found of storedRecords(file, registry)) {
        for (const record of found) records.push(arriving(record, delay, random));
      }
    }
    return records.sort((left, right) => left.ingested - right.ingested);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function arriving({ source, body }: StoredRecord, { usual, lateShare }: ArrivalDelay, random: RandomGenerator): ArrivingRecord {
  const delay = random.chance(lateShare) ? random.between(...LATE_DELAY) : random.between(0, usual);
  const ingested = Date.parse(String(body['@timestamp'])) + Math.floor(delay);
  const event = { ...(typeof body.event === 'object' ? body.event : {}), ingested: new Date(ingested).toISOString() };
  return { source, ingested, body: { ...body, event } };
}
