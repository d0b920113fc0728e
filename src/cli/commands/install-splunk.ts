import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { appArchive } from '../../panels/splunk/app-archive.js';
import { APP } from '../../panels/splunk/splunk-names.js';
import { plural } from '../../report/numbers.js';
import { print, type CommandContext } from '../command-context.js';
import { packageVersion } from '../package-version.js';
import { readAppFolder, splunkAppFolder } from '../splunk-app-folder.js';

interface InstallSplunkOptions {
  readonly out: string;
}

const EXAMPLES = `
Builds the Splunk app: dashboards, a page on the data, reports, alerts (switched off), macros, lookups. It is installed by hand, under
Apps > Manage Apps > Install app from file; Throughline does not yet install it over the network. What to set afterwards stands in the app's README.md.
The same version gives the same bytes, so that a checksum can be compared.

Example:
  throughline install splunk --out build`;

async function installSplunk({ out }: InstallSplunkOptions, context: CommandContext): Promise<void> {
  const files = readAppFolder(splunkAppFolder());
  const path = join(out, `${APP}-${packageVersion()}.tgz`);
  mkdirSync(out, { recursive: true });
  writeFileSync(path, appArchive(APP, files));
  await print(context.stdout, `${path}: ${plural(files.length, 'file')}\n`);
}

export function installSplunkCommand(context: CommandContext): Command {
  return new Command('splunk')
    .description('Splunk Enterprise or Cloud: build the app, to be installed by hand')
    .requiredOption('--out <dir>', 'folder in which throughline-VERSION.tgz is written')
    .addHelpText('after', EXAMPLES)
    .action((options: InstallSplunkOptions) => installSplunk(options, context));
}
