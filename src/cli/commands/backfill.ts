import { Command } from 'commander';
import { UsageError } from '../../errors.js';
import { parseTime } from '../arguments.js';
import type { CommandContext } from '../command-context.js';
import { workAsWorker, type WorkerCommandOptions } from '../work-as-worker.js';

interface BackfillOptions extends WorkerCommandOptions {
  readonly from?: number;
  readonly to: number;
}

const EXAMPLES = `
Comes before the first run: what happened before --to is learned from and never told; what happened since is judged and told as a run
does. Without a backfill the first run tells of the whole history too.

Examples:
  throughline backfill --config throughline.yaml --from 2026-10-01 --to 2026-11-01`;

export function backfillCommand(context: CommandContext): Command {
  return new Command('backfill')
    .description('learn from history without telling of it, before the first run')
    .option('--config <file>', 'configuration file')
    .option('--from <time>', 'learn from this time on; without it from the first record', parseTime)
    .requiredOption('--to <time>', 'tell from this time on', parseTime)
    .option('--input <paths...>', 'log files and folders instead of a SIEM')
    .option('--out <dir>', 'folder for documents and state, with --input')
    .option('--mapping <files...>', 'mapping files for log formats of your own')
    .addHelpText('after', EXAMPLES)
    .action((options: BackfillOptions) => {
      if (options.from !== undefined && options.from >= options.to) throw new UsageError('--from must be earlier than --to.');
      return workAsWorker(options, { once: true, backfill: { from: options.from ?? null, to: options.to } }, context);
    });
}
