import { describe, expect, it } from 'vitest';
import type { Hit } from './hit-pages.js';
import { recordFields, WHOLE } from './hit-records.js';
import type { LeanReading } from './lean-reading.js';
import { chooseSource } from './source-choice.js';

const page = (source: object): readonly Hit[] =>
  Array.from({ length: 250 }, (_value, at) => ({ index: 'a', id: String(at), source, fields: undefined, sort: [] }));
const lean = (bytes: number): LeanReading => ({
  documents: { match_all: {} },
  source: { _source: { includes: ['user'] } },
  bytesOf: () => bytes,
  suffices: () => true,
});

describe('chooseSource', () => {
  it('lets the server leave out what nobody reads only if that is half of the bytes', () => {
    expect(chooseSource(page({ user: 'u'.repeat(300), agent: { name: 'a'.repeat(30) } }), undefined).source).toBe(WHOLE);
    expect(chooseSource(page({ user: 'u'.repeat(300), log: { text: 'a'.repeat(400) } }), undefined).source).toEqual(recordFields('source'));
  });

  it('reads leanly on the same terms', () => {
    expect(chooseSource(page({ user: 'u'.repeat(300) }), lean(200)).lean).toBeUndefined();
    expect(chooseSource(page({ user: 'u'.repeat(300) }), lean(100)).lean).toBeDefined();
  });
});
