import { Command, Option } from 'commander';
import { UsageError } from '../../errors.js';
import { makeFolder } from '../../pipeline/make-folder.js';
import { SCENARIO_NAMES, type ScenarioName } from '../../simulation/scenarios/scenario-name.js';
import { writeEstate } from '../../simulation/write-estate.js';
import { parseTime, wholeNumber } from '../arguments.js';
import { isTerminal, print, type CommandContext } from '../command-context.js';
import { ProgressLine } from '../progress.js';

interface SimulateOptions {
  readonly users: number;
  readonly days: number;
  readonly seed: number;
  readonly start?: number;
  readonly scenario: readonly ScenarioName[];
  readonly out: string;
}

const DAY = 86_400_000;

const EXAMPLES = `
The same seed and options give the same bytes. DIR/logs holds one file per source; DIR/truth.ndjson tells which records belong
to a scenario and is never read by the engine.

Examples:
  throughline simulate --out ./estate
  throughline simulate --users 50 --days 14 --seed 7 --scenario salesloft --scenario bec --out ./estate`;

async function simulate(options: SimulateOptions, context: CommandContext): Promise<void> {
  if (options.start !== undefined && options.start % DAY !== 0)
    throw new UsageError('--start must be a midnight UTC: write a date such as 2026-03-02');
  makeFolder(options.out);
  const progress = new ProgressLine({ stream: context.stderr, clock: context.clock, enabled: isTerminal(context.stderr) });
  const { users, days, seed, start, scenario } = options;
  const written = writeEstate(
    { users, days, seed, scenarios: scenario, ...(start === undefined ? {} : { start }) },
    options.out,
    (state) => {
      progress.update({ label: 'simulating', done: state.time - state.start, total: state.end - state.start, records: state.records });
    },
  );
  progress.clear();
  const lines = Object.entries(written.files).map(([file, records]) => `${String(records).padStart(10)}  logs/${file}`);
  lines.push(`${String(written.truthRows).padStart(10)}  truth.ndjson`);
  await print(context.stdout, `${lines.join('\n')}\n${String(written.records)} records in ${options.out}\n`);
}

export function simulateCommand(context: CommandContext): Command {
  return new Command('simulate')
    .description('write the logs of a simulated company, with attacks hidden in them on request')
    .option('--users <n>', 'people in the company', wholeNumber(10, 100_000), 200)
    .option('--days <n>', 'length of time', wholeNumber(1, 730), 30)
    .option('--seed <n>', 'what makes this company different from others', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--start <date>', 'first day, UTC (default: 2025-08-04)', parseTime)
    .addOption(new Option('--scenario <names...>', 'attacks to hide in it').choices(SCENARIO_NAMES).default([], 'none'))
    .requiredOption('--out <dir>', 'folder to write to')
    .addHelpText('after', EXAMPLES)
    .action((options: SimulateOptions) => simulate(options, context));
}
