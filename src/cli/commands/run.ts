import { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { workAsWorker, type WorkerCommandOptions } from '../work-as-worker.js';

interface RunOptions extends WorkerCommandOptions {
  readonly once?: boolean;
}

const EXAMPLES = `
Reads what is new, judges hours once they are complete, writes anomalies, incidents and proposed actions back, and shows what an hour
not yet over would come to. All state lies in the platform: any number of these may run, one judges, the others read ahead for it or stand
by; one that is killed is replaced. The first run reads the whole history.

With service.listen in the configuration, /healthz, /readyz and /metrics (Prometheus) answer there.

Examples:
  throughline run --config throughline.yaml                  until told to stop, by the schedule in the configuration
  throughline run --config throughline.yaml --once           catch up and end, for cron or a Kubernetes CronJob
  throughline run --once --input ./logs --out ./result       on log files instead of a SIEM`;

export function runCommand(context: CommandContext): Command {
  return new Command('run')
    .description('watch a SIEM: read what is new, write anomalies and incidents back')
    .option('--config <file>', 'configuration file')
    .option('--once', 'catch up once and end')
    .option('--input <paths...>', 'log files and folders instead of a SIEM')
    .option('--out <dir>', 'folder for documents and state, with --input')
    .option('--mapping <files...>', 'mapping files for log formats of your own')
    .addHelpText('after', EXAMPLES)
    .action((options: RunOptions) => workAsWorker(options, { once: options.once === true }, context));
}
