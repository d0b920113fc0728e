import { Command } from 'commander';
import { EVAL_FUNCTIONS } from '../../panels/splunk/lint/eval-expression.js';
import { SPL_COMMANDS } from '../../panels/splunk/lint/lint-search.js';
import { lintApp } from '../../panels/splunk/lint/lint-app.js';
import { plural } from '../../report/numbers.js';
import { CheckFailedError } from '../check-failed-error.js';
import { print, type CommandContext } from '../command-context.js';
import { readAppFolder, splunkAppFolder } from '../splunk-app-folder.js';

interface CheckSplunkOptions {
  readonly json?: boolean;
}

const HELP = `
Looks for unknown and doubled settings, references that lead nowhere, schedules that collide, mistakes in searches, fields that nothing gives, and
dashboards whose parts do not fit. Searches may use these commands and no others: ${SPL_COMMANDS.join(', ')};
and these functions of eval: ${EVAL_FUNCTIONS.join(', ')}.

Examples:
  throughline check splunk                    the app that comes with Throughline
  throughline check splunk ./throughline      the folder of an app that was changed by hand`;

async function checkSplunk(folder: string | undefined, options: CheckSplunkOptions, context: CommandContext): Promise<void> {
  const files = readAppFolder(folder ?? splunkAppFolder());
  const texts = files
    .filter(({ path }) => !path.endsWith('.png'))
    .map(({ path, bytes }) => [path, Buffer.from(bytes).toString('utf8')] as const);
  const problems = lintApp(new Map(texts));
  if (options.json === true) await print(context.stdout, `${JSON.stringify({ files: files.length, problems })}\n`);
  else {
    for (const { path, message } of problems) await print(context.stdout, `${path}: ${message}\n`);
    await print(context.stdout, `${plural(files.length, 'file')}, ${plural(problems.length, 'problem')}\n`);
  }
  if (problems.length > 0) throw new CheckFailedError(problems.length);
}

export function checkSplunkCommand(context: CommandContext): Command {
  return new Command('splunk')
    .description('check the files and searches of the Splunk app')
    .argument('[dir]', 'folder of the app (default: the one that comes with Throughline)')
    .option('--json', 'print the outcome as one JSON object')
    .addHelpText('after', HELP)
    .action((folder: string | undefined, options: CheckSplunkOptions) => checkSplunk(folder, options, context));
}
