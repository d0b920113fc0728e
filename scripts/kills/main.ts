import { writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { NO_TLS } from '../../connectors/elastic/elastic-settings.js';
import { withServer } from '../server/with-server.js';
import { elasticKills } from './elastic-kills.js';
import { measureKills, type KillOptions } from './measure-kills.js';
import { splunkKills } from './splunk-kills.js';

interface CommandOptions {
  readonly platform: 'elasticsearch' | 'splunk';
  readonly kills: number;
  readonly historyKills: number;
  readonly seed: number;
  readonly users: number;
  readonly days: number;
  readonly history: number;
  readonly speed: number;
  readonly json?: string;
}

const print = (line: string) => process.stdout.write(`${line}\n`);

async function run({ platform, kills, historyKills, seed, users, days, history, speed, json }: CommandOptions): Promise<void> {
  const options: Omit<KillOptions, 'platform'> = { kills, historyKills, seed, users, days, speed, historyDays: history };
  const result =
    platform === 'splunk'
      ? await measureKills({ ...options, platform: await splunkKills() })
      : await withServer('elasticsearch 8', ({ url }) => {
          const server = { nodes: [url], authentication: { kind: 'none' }, tls: NO_TLS, product: 'elasticsearch' } as const;
          return measureKills({ ...options, platform: elasticKills(server) });
        });
  for (const { at, leading, reading, during, done } of result.kills) {
    const where = during === undefined ? 'between requests' : `${done === true ? 'after the server did' : 'before'} ${during}`;
    print(
      `${new Date(at).toISOString()} ${leading ? 'at work' : reading ? 'reading for the one at work' : 'standing by'}, killed ${where}`,
    );
  }
  print(`documents of the undisturbed run: ${JSON.stringify(result.documents)}`);
  print(result.differences.length === 0 ? 'no document differs' : result.differences.join('\n'));
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`);
  if (result.differences.length > 0) process.exitCode = 1;
}

await new Command('npm run measure:kills --')
  .description('Kills one of two workers again and again, and compares the documents with an undisturbed run')
  .addOption(
    new Option('--platform <name>', 'a real Elasticsearch 8, or the stand-in for splunkd')
      .choices(['elasticsearch', 'splunk'])
      .default('elasticsearch'),
  )
  .option('--kills <n>', 'how often', Number, 20)
  .option('--history-kills <n>', 'how often before that, while both read the history', Number, 8)
  .option('--seed <n>', 'of the estate and the kills', Number, 1)
  .option('--users <n>', 'people of the estate', Number, 20)
  .option('--days <n>', 'days of the estate', Number, 5)
  .option('--history <n>', 'days of them taken in before the workers start', Number, 2)
  .option('--speed <n>', 'seconds of the workers in a second', Number, 1000)
  .option('--json <file>', 'write the result')
  .action(run)
  .parseAsync();
