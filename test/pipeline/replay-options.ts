import { defaultMappings } from '../../src/activity/default-mappings.js';
import { parseConfiguration } from '../../src/config/configuration.js';
import { packagedFolder, readContentFolder } from '../../src/config/read-content-folder.js';
import { loadModels } from '../../src/detection/models/load-models.js';
import type { ReplayOptions } from '../../src/pipeline/replay.js';

/** Options of a replay with the packaged models and the default configuration, under a clock that stands still. */
export const replayOptions = (rest: Pick<ReplayOptions, 'inputs' | 'out' | 'retrospective'> & Partial<ReplayOptions>): ReplayOptions => ({
  configuration: parseConfiguration('', 'defaults', () => undefined),
  mappings: defaultMappings,
  models: loadModels(readContentFolder(packagedFolder('models'))),
  version: '0.0.0',
  clock: () => 0,
  ...rest,
});
