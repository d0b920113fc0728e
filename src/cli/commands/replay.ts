import { join } from 'node:path';
import { Command } from 'commander';
import type { SourceMapping } from '../../activity/source-mapping.js';
import { UsageError } from '../../errors.js';
import { nearest } from '../../config/suggestion.js';
import { parseAlertBudget, parseDuration } from '../arguments.js';
import { print, type CommandContext } from '../command-context.js';
import { configurationFrom, mappingsWith } from '../engine-settings.js';
import { runReplay, summaryText } from '../replay-run.js';
import { printFirstIncidents } from '../first-incidents.js';

interface ReplayCommandOptions {
  readonly input: readonly string[];
  readonly out: string;
  readonly source?: string;
  readonly alertBudget?: number;
  readonly config?: string;
  readonly mapping?: readonly string[];
  readonly retrospective?: boolean;
  readonly warmup?: number;
}

const EXAMPLES = `
Reads NDJSON, JSON arrays, {"Records":[…]}, {"activities":[…]}, CSV and Zeek TSV, plain or .gz, and finds out by itself which
product wrote them. DIR holds afterwards: incidents.ndjson (in order of rank), anomalies.ndjson, actions.ndjson,
dead-letter.ndjson, summary.json and report.html. The same input gives the same bytes.

Examples:
  throughline replay --input ./logs --out ./result
  throughline replay --input week.json.gz conn.log --out ./result --retrospective --alert-budget 3/day
  throughline replay --input export.csv --source m365.audit --out ./result --config throughline.yaml`;

function checkSource(name: string | undefined, mappings: readonly SourceMapping[]): void {
  if (name === undefined) return;
  const known = mappings.map((mapping) => mapping.name);
  if (known.includes(name)) return;
  const close = nearest(name, known);
  throw new UsageError(`There is no source '${name}'. ${close === undefined ? `Sources: ${known.join(', ')}` : `Did you mean ${close}?`}`);
}

async function run(options: ReplayCommandOptions, context: CommandContext): Promise<void> {
  const mappings = mappingsWith(options.mapping ?? []);
  checkSource(options.source, mappings);
  const configuration = configurationFrom(options, context);
  const summary = await runReplay(
    {
      inputs: options.input,
      out: options.out,
      configuration,
      mappings,
      retrospective: options.retrospective === true || configuration.mode === 'retrospective',
      source: options.source,
    },
    context,
  );
  await print(context.stdout, summaryText(summary));
  await printFirstIncidents(options.out, context);
  await print(context.stdout, `Report: ${join(options.out, 'report.html')}\n`);
}

export function replayCommand(context: CommandContext): Command {
  return new Command('replay')
    .description('judge log files: anomalies, incidents, proposed actions and a report come out')
    .requiredOption('--input <paths...>', 'log files and folders')
    .requiredOption('--out <dir>', 'folder to write to')
    .option('--source <name>', 'read every record as of this source instead of finding out')
    .option('--alert-budget <n/day>', 'incidents a day that people can look at', parseAlertBudget)
    .option('--config <file>', 'configuration file')
    .option('--mapping <files...>', 'mapping files for log formats of your own')
    .option('--retrospective', 'judge each window against all the rest of the data: for an export without history before it')
    .option('--warmup <duration>', 'learn this long before anything is told, for example 7d', parseDuration)
    .addHelpText('after', EXAMPLES)
    .action((options: ReplayCommandOptions) => run(options, context));
}
