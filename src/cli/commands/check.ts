import { basename } from 'node:path';
import { Command } from 'commander';
import { packagedFolder, readContentFolder } from '../../config/read-content-folder.js';
import { runMappingTests } from '../../config/user-mapping-file.js';
import { loadModels } from '../../detection/models/load-models.js';
import { runModelTests } from '../../detection/models/run-model-tests.js';
import { loadDashboards } from '../../panels/load-dashboards.js';
import { runPanelTests } from '../../panels/run-panel-tests.js';
import { plural } from '../../report/numbers.js';
import { print, type CommandContext } from '../command-context.js';
import { readNamedFile } from '../engine-settings.js';
import { UsageError } from '../../errors.js';
import { checkSplunkCommand } from './check-splunk.js';
import { CheckFailedError } from '../check-failed-error.js';

interface CheckOptions {
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  throughline check models                        those that come with Throughline
  throughline check models ./my-models            your own
  throughline check mappings doors.mapping.yaml   log formats of your own
  throughline check panels                        dashboards and their panels
  throughline check splunk                        files and searches of the Splunk app
  throughline check models --json                 the outcome, for a program

Exit codes: 0 all passed · 1 a test failed · 2 a file is wrong · 3 a file cannot be read`;

async function checkModels(folder: string | undefined, options: CheckOptions, context: CommandContext): Promise<void> {
  const report = runModelTests(loadModels(readContentFolder(folder ?? packagedFolder('models'))));
  if (report.models === 0) throw new UsageError(`No model files in ${folder ?? 'the package'}: name a folder that holds .yaml files.`);
  if (options.json === true) {
    await print(context.stdout, `${JSON.stringify(report)}\n`);
    if (report.failures.length > 0) throw new CheckFailedError(report.failures.length);
    return;
  }
  for (const failure of report.failures) await print(context.stdout, `FAILED ${failure.model} · ${failure.test}: ${failure.message}\n`);
  await print(context.stdout, `${String(report.models)} models, ${String(report.tests)} tests, ${String(report.failures.length)} failed\n`);
  if (report.failures.length > 0) throw new CheckFailedError(report.failures.length);
}

async function checkMappings(files: readonly string[], options: CheckOptions, context: CommandContext): Promise<void> {
  const failures = files.flatMap((file) => runMappingTests(readNamedFile(file), basename(file)).map((failure) => ({ file, ...failure })));
  if (options.json === true) await print(context.stdout, `${JSON.stringify({ mappings: files.length, failures })}\n`);
  else {
    for (const { file, test, message } of failures) await print(context.stdout, `FAILED ${file} · ${test}: ${message}\n`);
    await print(context.stdout, `${plural(files.length, 'mapping file')}, ${plural(failures.length, 'test')} failed\n`);
  }
  if (failures.length > 0) throw new CheckFailedError(failures.length);
}

async function checkPanels(folder: string | undefined, options: CheckOptions, context: CommandContext): Promise<void> {
  const { panels, dashboards } = loadDashboards(readContentFolder(folder ?? packagedFolder('dashboards')));
  if (panels.size === 0) throw new UsageError(`No panel files in ${folder ?? 'the package'}: name a folder that holds panels/*.yaml.`);
  const report = { ...runPanelTests([...panels.values()]), dashboards: dashboards.length };
  if (options.json === true) await print(context.stdout, `${JSON.stringify(report)}\n`);
  else {
    for (const { panel, test, message } of report.failures) await print(context.stdout, `FAILED ${panel} · ${test}: ${message}\n`);
    const counts = [plural(report.panels, 'panel'), plural(report.dashboards, 'dashboard'), plural(report.tests, 'test')].join(', ');
    await print(context.stdout, `${counts}, ${String(report.failures.length)} failed\n`);
  }
  if (report.failures.length > 0) throw new CheckFailedError(report.failures.length);
}

export function checkCommand(context: CommandContext): Command {
  const models = new Command('models')
    .description('check the model files and run the tests that they carry')
    .argument('[dir]', 'folder of model files (default: those that come with Throughline)')
    .option('--json', 'print the outcome as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action((folder: string | undefined, options: CheckOptions) => checkModels(folder, options, context));
  const mappings = new Command('mappings')
    .description('check mapping files of your own and run the tests that they carry')
    .argument('<files...>', 'mapping files')
    .option('--json', 'print the outcome as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action((files: readonly string[], options: CheckOptions) => checkMappings(files, options, context));
  const panels = new Command('panels')
    .description('check panels and dashboards and run the tests that they carry')
    .argument('[dir]', 'folder of dashboards, with panels/ in it (default: those that come with Throughline)')
    .option('--json', 'print the outcome as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action((folder: string | undefined, options: CheckOptions) => checkPanels(folder, options, context));
  return new Command('check')
    .description('run the tests that content files carry')
    .addHelpText('after', EXAMPLES)
    .addCommand(models)
    .addCommand(mappings)
    .addCommand(panels)
    .addCommand(checkSplunkCommand(context));
}
