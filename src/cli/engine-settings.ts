import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { defaultMappings } from '../activity/default-mappings.js';
import type { SourceMapping } from '../activity/source-mapping.js';
import { parseConfiguration, type Configuration } from '../config/configuration.js';
import { packagedFolder, readContentFolder } from '../config/read-content-folder.js';
import { compileUserMapping } from '../config/user-mapping-file.js';
import { modelsOf, type CheckedModels } from '../detection/models/checked-models.js';
import type { ModelSet } from '../detection/models/model-set.js';
import { SourceUnavailableError } from '../errors.js';
import type { CommandContext } from './command-context.js';

/** What options on the command line say over the configuration file. */
export interface SettingOverrides {
  readonly config?: string | undefined;
  readonly alertBudget?: number | undefined;
  readonly warmup?: number | undefined;
}

/** Text of a file that the user named. Throws SourceUnavailableError if it cannot be read. */
export function readNamedFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new SourceUnavailableError(`cannot read ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** Answers `${NAME}` from the environment and `${file:PATH}` from a file beside the configuration. */
function referencesOf(folder: string, context: CommandContext): (name: string) => string | undefined {
  return (name) => {
    if (!name.startsWith('file:')) return context.environment[name];
    try {
      return readFileSync(resolve(folder, name.slice('file:'.length)), 'utf8').trim();
    } catch {
      return undefined;
    }
  };
}

/** The configuration file with the options of the command line over it; the defaults where there is no file. */
export function configurationFrom(overrides: SettingOverrides, context: CommandContext): Configuration {
  const path = overrides.config;
  const text = path === undefined ? '' : readNamedFile(path);
  const folder = path === undefined ? '.' : dirname(path);
  const configuration = parseConfiguration(text, path === undefined ? 'defaults' : basename(path), referencesOf(folder, context));
  return {
    ...configuration,
    alertBudget: overrides.alertBudget ?? configuration.alertBudget,
    warmupMilliseconds: overrides.warmup ?? configuration.warmupMilliseconds,
  };
}

/** Written beside this module when the package is built; not there when the sources are run. */
const CHECKED_MODELS = new URL('./checked-models.json', import.meta.url);

/** The named models that come with Throughline. */
export function packagedModels(): ModelSet {
  const checked = existsSync(CHECKED_MODELS) ? (JSON.parse(readFileSync(CHECKED_MODELS, 'utf8')) as CheckedModels) : undefined;
  return modelsOf(readContentFolder(packagedFolder('models')), checked);
}

/** The mappings of the user's own files before those that come with Throughline, so that the user's win. */
export function mappingsWith(files: readonly string[]): readonly SourceMapping[] {
  return [...files.map((path) => compileUserMapping(readNamedFile(path), basename(path))), ...defaultMappings];
}
