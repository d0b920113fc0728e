import { writeFileSync } from 'node:fs';
import { Argument, Command } from 'commander';
import { createElasticClient } from '../../connectors/elastic/elastic-client.js';
import { withServer } from '../server/with-server.js';
import { settingsOf, type Bench, type Figure } from './elastic-bench.js';
import { measureBytes } from './bytes-read.js';
import { measureLatency } from './latency.js';
import { measurePeer } from './peer.js';
import { measureReading } from './reading.js';
import { measureRollups } from './rollups.js';
import { measureWorkers } from './workers.js';

interface CommandOptions {
  readonly flows: number;
  readonly rounds: number;
  readonly users: number;
  readonly days: number;
  readonly scale: number;
  readonly seed: number;
  readonly minutes: number;
  readonly python?: string;
  readonly json?: string;
}

const FIGURES: Readonly<Record<string, (bench: Bench, options: CommandOptions) => Promise<Figure>>> = {
  bytes: measureBytes,
  reading: measureReading,
  rollups: measureRollups,
  latency: (bench, options) => measureLatency(bench, { ...options, users: Math.min(options.users, 100), days: Math.min(options.days, 7) }),
  workers: measureWorkers,
  peer: (bench, options) => measurePeer(bench, { ...options, python: options.python }),
};

async function run(names: readonly string[], options: CommandOptions): Promise<void> {
  const print = (line: string) => process.stdout.write(`${line}\n`);
  const results: Record<string, Figure> = {};
  for (const name of names) {
    await withServer('elasticsearch 8', async (server) => {
      const client = createElasticClient(settingsOf(server, 'logs-*'));
      try {
        const figure = await FIGURES[name]?.({ url: server.url, client, print }, options);
        if (figure !== undefined) results[name] = figure;
      } finally {
        await client.close();
      }
    });
  }
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
}

await new Command('npm run measure:elastic --')
  .description('Figures of docs/measurements.md that need a real Elasticsearch 8, each on a server of its own, as ratios of one run')
  .addArgument(new Argument('<figures...>', 'what to measure').choices(Object.keys(FIGURES)))
  .option('--flows <n>', 'connections of the day that reading and rollups are measured on', Number, 1_000_000)
  .option('--rounds <n>', 'how often each case is run, in turns', Number, 3)
  .option('--users <n>', 'people of the estate that peer is measured on', Number, 500)
  .option('--days <n>', 'days of it that are judged', Number, 14)
  .option('--scale <n>', 'how much of its usual volume there is', Number, 0.75)
  .option('--seed <n>', 'of the estate', Number, 8100)
  .option('--minutes <n>', 'how long records come in, for latency', Number, 4)
  .option('--python <path>', 'python of an environment with elastalert2 2.31.0, for peer')
  .option('--json <file>', 'write what came out')
  .action(run)
  .parseAsync();
