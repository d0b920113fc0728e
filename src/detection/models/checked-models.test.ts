import { describe, expect, it } from 'vitest';
import { packagedFolder, readContentFolder } from '../../config/read-content-folder.js';
import { checkModels, modelsOf, type CheckedModels } from './checked-models.js';
import { loadModels } from './load-models.js';

const texts = readContentFolder(packagedFolder('models'));
const written = JSON.parse(JSON.stringify(checkModels(texts))) as CheckedModels;

describe('modelsOf', () => {
  it('takes the models that were checked before, which are those of the files', () => {
    const loaded = loadModels(texts);
    const models = modelsOf(texts, written);
    expect(models.models).toEqual(loaded.models);
    expect(models.tests).toEqual(loaded.tests);
    expect([...models.compiled.keys()]).toEqual([...loaded.compiled.keys()]);
    expect(modelsOf(texts, { ...written, models: written.models.slice(1) }).models).toHaveLength(loaded.models.length - 1);
  });

  it('reads the files if one of them differs', () => {
    const [first, ...rest] = texts;
    if (first === undefined) throw new Error('no models');
    const changed = [{ ...first, text: first.text.replace(/^severity: .*$/m, 'severity: critical') }, ...rest];
    expect(modelsOf(changed, { ...written, models: [] }).models).toEqual(loadModels(changed).models);
  });
});
