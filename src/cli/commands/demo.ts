import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { defaultMappings } from '../../activity/default-mappings.js';
import type { ScenarioName } from '../../simulation/scenarios/scenario-name.js';
import { writeEstate } from '../../simulation/write-estate.js';
import { wholeNumber } from '../arguments.js';
import { isTerminal, print, type CommandContext } from '../command-context.js';
import { DEMO_FOLDER } from '../demo-folder.js';
import { configurationFrom } from '../engine-settings.js';
import { printFirstIncidents } from '../first-incidents.js';
import { ProgressLine } from '../progress.js';
import { runReplay, summaryText } from '../replay-run.js';

interface DemoOptions {
  readonly out: string;
  readonly seed: number;
  readonly quick?: boolean;
}

const FULL = { users: 200, days: 30 };
const QUICK = { users: 40, days: 14 };
const HIDDEN: readonly ScenarioName[] = ['salesloft', 'phish-to-cloud'];

const EXAMPLES = `
Needs no server, no network and no account. DIR holds afterwards the simulated logs, everything that replay writes, and
truth.ndjson, which tells what was hidden and is never read by the engine.

Examples:
  throughline demo --quick             in seconds
  throughline demo --seed 7 --out ./d  another company, another folder`;

async function demo(options: DemoOptions, context: CommandContext): Promise<void> {
  const size = options.quick === true ? QUICK : FULL;
  const logs = join(options.out, 'logs');
  rmSync(logs, { recursive: true, force: true });
  await print(
    context.stdout,
    `Simulating ${String(size.users)} people over ${String(size.days)} days, with ${HIDDEN.join(' and ')} hidden among them.\n`,
  );
  const progress = new ProgressLine({ stream: context.stderr, clock: context.clock, enabled: isTerminal(context.stderr) });
  writeEstate({ ...size, seed: options.seed, scenarios: HIDDEN }, options.out, (state) => {
    progress.update({ label: 'simulating', done: state.time - state.start, total: state.end - state.start, records: state.records });
  });
  progress.clear();
  const configuration = configurationFrom({}, context);
  const summary = await runReplay(
    { inputs: [logs], out: options.out, configuration, mappings: defaultMappings, retrospective: false },
    context,
  );
  await print(context.stdout, summaryText(summary));
  await printFirstIncidents(options.out, context);
  await print(
    context.stdout,
    `Report: ${join(options.out, 'report.html')}\nWhat was hidden, to compare: ${join(options.out, 'truth.ndjson')}\nNext: throughline explain 1 --out ${options.out}\n`,
  );
}

export function demoCommand(context: CommandContext): Command {
  return new Command('demo')
    .description('simulate a company, hide two attacks in its logs, and find them')
    .option('--quick', `a smaller company and a shorter time (${String(QUICK.users)} people, ${String(QUICK.days)} days)`)
    .option('--seed <n>', 'another company', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--out <dir>', 'folder to write to', DEMO_FOLDER)
    .addHelpText('after', EXAMPLES)
    .action((options: DemoOptions) => demo(options, context));
}
