import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { ElasticGateway } from '../../connectors/elastic/elastic-gateway.js';
import { installTemplates } from '../../connectors/elastic/install-templates.js';
import { writeEstate } from '../../src/simulation/write-estate.js';
import { differences, finalDocuments } from '../kills/final-documents.js';
import { freePort } from '../server/free-port.js';
import { median, serverSeconds } from './costs.js';
import { settingsOf, type Bench, type Figure } from './elastic-bench.js';
import { loadPeerIndex } from './peer-index.js';
import { PROGRAM } from './peer.js';
import { stretchesRead } from './stretches-read.js';
import { timedProcess } from './timed-process.js';

export interface WorkersOptions {
  readonly users: number;
  readonly days: number;
  readonly scale: number;
  readonly seed: number;
  readonly rounds: number;
}

interface Backfill {
  /** Until the worker that judges has caught up, seconds. */
  readonly wall: number;
  /** Processor time of all workers and of the server, seconds. */
  readonly processor: number;
  readonly server: number;
  /** Stretches that each worker read for another. */
  readonly readForOthers: readonly number[];
}

/** A whole history read, judged and written back by one worker, and by two that share the reading, in turns; the documents are compared. */
export async function measureWorkers(bench: Bench, { users, days, scale, seed, rounds }: WorkersOptions): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-workers-'));
  const { client, print } = bench;
  try {
    writeEstate({ users, days, scale, seed, scenarios: ['salesloft', 'ransomware-saas'] }, folder);
    const records = await loadPeerIndex(client, join(folder, 'logs'), -Infinity);
    const taken: Record<1 | 2, Backfill[]> = { 1: [], 2: [] };
    for (let round = 0; round < rounds; round += 1) {
      for (const count of [1, 2] as const) {
        const backfill = await runBackfill(bench, folder, count, `workers-${round}-${count}`);
        taken[count].push(backfill);
        const { wall, processor, server, readForOthers } = backfill;
        print(
          `${count} at work: ${wall.toFixed(1)} s, processor time ${processor.toFixed(1)} s of workers, ${server.toFixed(1)} s of the server; read for others ${readForOthers.join(' and ')}`,
        );
      }
      const [one, two] = [await finalDocuments(client, `workers-${round}-1`), await finalDocuments(client, `workers-${round}-2`)];
      const different = differences(one, two);
      if (different.length > 0) throw new Error(`two workers told something else than one:\n${different.join('\n')}`);
    }
    const ratio = (read: (backfill: Backfill) => number) => median(taken[1].map((one, round) => read(taken[2][round] ?? one) / read(one)));
    const wall = ratio((backfill) => backfill.wall);
    const processor = ratio((backfill) => backfill.processor + backfill.server);
    print(
      `${records} records: two workers take ${wall.toFixed(2)} of the time of one on the wall, ${processor.toFixed(2)} in processor time`,
    );
    return { users, days, scale, seed, records, wall, processor, one: taken[1], two: taken[2] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runBackfill(bench: Bench, folder: string, count: number, tenant: string): Promise<Backfill> {
  const { client, url } = bench;
  const gateway = new ElasticGateway({ ...settingsOf(bench, 'peer-*'), tenant });
  await installTemplates(gateway, undefined);
  await gateway.close();
  const before = await serverSeconds(client);
  const began = performance.now();
  const over = new AbortController();
  const workers = await Promise.all(
    Array.from({ length: count }, async (_value, index) => {
      const port = await freePort();
      const config = join(folder, `${tenant}-${index}.yaml`);
      const elastic = { nodes: [url], groups: { estate: { indices: ['peer-*'] } } };
      // JSON is YAML.
      writeFileSync(config, JSON.stringify({ tenant, elastic, service: { listen: `127.0.0.1:${port}` } }));
      return { ended: timedProcess(process.execPath, [PROGRAM, 'run', '--once', '--config', config]), port };
    }),
  );
  const reading = workers.map(({ port }) => stretchesRead(port, 'read', over.signal));
  await Promise.race(workers.map(({ ended }) => ended));
  const wall = (performance.now() - began) / 1000;
  const times = await Promise.all(workers.map(({ ended }) => ended));
  over.abort();
  return {
    wall,
    processor: times.reduce((sum, { processor }) => sum + processor, 0),
    server: (await serverSeconds(client)) - before,
    readForOthers: await Promise.all(reading),
  };
}
