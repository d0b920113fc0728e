import { createHash } from 'node:crypto';
import type { Model } from '../model.js';
import { loadModels, type ModelText } from './load-models.js';
import type { ModelTest } from './model-file.js';
import { compileModels, type ModelSet } from './model-set.js';

/** Models that were read and checked before, as JSON. Reading them takes a hundredth of the time that their files take. */
export interface CheckedModels {
  /** Of the files that they were read from. */
  readonly fingerprint: string;
  readonly models: readonly Model[];
  readonly tests: readonly (readonly [name: string, tests: readonly ModelTest[]])[];
}

function fingerprintOf(texts: readonly ModelText[]): string {
  const hash = createHash('sha256');
  for (const { path, text } of texts) hash.update(JSON.stringify([path, text]));
  return hash.digest('hex');
}

/** @throws ConfigError as `loadModels` does */
export function checkModels(texts: readonly ModelText[]): CheckedModels {
  const { models, tests } = loadModels(texts);
  return { fingerprint: fingerprintOf(texts), models, tests: [...tests] };
}

/**
 * The models of the files: those that were checked before if the files are still the same, to the letter.
 *
 * @throws ConfigError as `loadModels` does
 */
export function modelsOf(texts: readonly ModelText[], checked: CheckedModels | undefined): ModelSet {
  if (checked?.fingerprint !== fingerprintOf(texts)) return loadModels(texts);
  return compileModels(checked.models, new Map(checked.tests));
}
