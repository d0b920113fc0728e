import { describe, expect, it } from 'vitest';
import { indexNameOf, indexPatternOf, OWN_INDICES, STORED_KINDS } from './index-names.js';

const covers = (pattern: string, name: string): boolean => name.startsWith(pattern.slice(0, pattern.indexOf('*')));

describe('index names', () => {
  it('gives every kind a place that is never read back as events', () => {
    for (const kind of STORED_KINDS) {
      const name = indexNameOf(kind, 'acme')?.name ?? '';
      expect(name).toMatch(/^[a-z][a-z0-9._-]*-acme$/);
      expect(OWN_INDICES.some((pattern) => covers(pattern, name))).toBe(true);
      expect(covers(indexPatternOf(kind) ?? '', name)).toBe(true);
    }
  });

  it('keeps what never changes in data streams whose data set has no hyphen, as the naming scheme of data streams asks', () => {
    expect(indexNameOf('dead-letter', 'main')).toEqual({
      name: 'logs-throughline.dead_letter-main',
      keeping: 'stream',
      dataset: 'throughline.dead_letter',
    });
    expect(indexNameOf('incident', 'main')).toEqual({
      name: 'throughline-incidents-main',
      keeping: 'index',
      dataset: 'throughline.incident',
    });
  });

  it('knows no place for a kind that is not stored', () => {
    expect(indexNameOf('constructor', 'main')).toBeUndefined();
    expect(indexPatternOf('nonsense')).toBeUndefined();
  });
});
