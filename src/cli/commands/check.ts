import { basename } from 'node:path';
import { Command } from 'commander';
import { packagedFolder, readContentFolder } from '../../config/read-content-folder.js';
import { runMappingTests } from '../../config/user-mapping-file.js';
import { loadModels } from '../../detection/models/load-models.js';
import { runModelTests } from '../../detection/models/run-model-tests.js';
import { print, type CommandContext } from '../command-context.js';
import { readNamedFile } from '../engine-settings.js';
import { CheckFailedError } from '../check-failed-error.js';

async function checkModels(folder: string | undefined, context: CommandContext): Promise<void> {
  const report = runModelTests(loadModels(readContentFolder(folder ?? packagedFolder('models'))));
  for (const failure of report.failures) await print(context.stdout, `FAILED ${failure.model} · ${failure.test}: ${failure.message}\n`);
  await print(context.stdout, `${String(report.models)} models, ${String(report.tests)} tests, ${String(report.failures.length)} failed\n`);
  if (report.failures.length > 0) throw new CheckFailedError(report.failures.length);
}

async function checkMappings(files: readonly string[], context: CommandContext): Promise<void> {
  let failed = 0;
  for (const file of files) {
    const failures = runMappingTests(readNamedFile(file), basename(file));
    for (const failure of failures) await print(context.stdout, `FAILED ${file} · ${failure.test}: ${failure.message}\n`);
    failed += failures.length;
  }
  await print(context.stdout, `${String(files.length)} mapping files, ${String(failed)} tests failed\n`);
  if (failed > 0) throw new CheckFailedError(failed);
}

export function checkCommand(context: CommandContext): Command {
  const models = new Command('models')
    .description('check the model files and run the tests that they carry')
    .argument('[dir]', 'folder of model files (default: those that come with Throughline)')
    .action((folder: string | undefined) => checkModels(folder, context));
  const mappings = new Command('mappings')
    .description('check mapping files of your own and run the tests that they carry')
    .argument('<files...>', 'mapping files')
    .action((files: readonly string[]) => checkMappings(files, context));
  return new Command('check').description('run the tests that content files carry').addCommand(models).addCommand(mappings);
}
