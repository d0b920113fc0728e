import { describe, expect, it } from 'vitest';
import { SourceUnavailableError } from '../errors.js';
import { packagedFolder, readContentFolder } from './read-content-folder.js';

describe('readContentFolder', () => {
  it('reads the packaged models in the order of their path', () => {
    const files = readContentFolder(packagedFolder('models'));
    const paths = files.map((file) => file.path);
    expect(paths).toContain('models/SaaS/Access/unusual-external-source-for-saas-credential-use.yaml');
    expect(paths).toEqual([...paths].sort());
    expect(files.every((file) => file.text.startsWith('name: '))).toBe(true);
  });

  it('says which folder cannot be read', () => {
    expect(() => readContentFolder('/does/not/exist')).toThrow(SourceUnavailableError);
    expect(() => readContentFolder('/does/not/exist')).toThrow('/does/not/exist');
  });
});
