import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { reportAnomalies } from '../../src/pipeline/report-anomalies.js';

const folder = mkdtempSync(join(tmpdir(), 'throughline-report-anomalies-'));
const path = join(folder, 'anomalies.ndjson');

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('anomalies for the page', () => {
  test('are those of incidents, then the most surprising others, as if all had been sorted', () => {
    const ids = fc.uniqueArray(fc.stringMatching(/^[0-9a-f]{4,8}$/), { maxLength: 60 });
    fc.assert(
      fc.property(ids, fc.array(fc.nat(9), { minLength: 60, maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (all, surprisals, most) => {
        const rows = all.map((id, place) => ({ id, surprisal: surprisals[place] ?? 0, text: 'ü'.repeat(9_000) }));
        const lines = rows.map(({ id, surprisal, text }) => JSON.stringify({ throughline: { id, anomaly: { surprisal } }, message: text }));
        writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
        const wanted = new Set(all.slice(0, 7));
        const key = ({ id, surprisal }: (typeof rows)[number]): string => `${wanted.has(id) ? 0 : 1} ${String(9 - surprisal)} ${id}`;
        const expected = [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1)).slice(0, most);
        expect(reportAnomalies(path, wanted, most).map(({ throughline }) => throughline.id)).toEqual(expected.map(({ id }) => id));
      }),
      { numRuns: 50 },
    );
  });

  test('are none of an empty file', () => {
    writeFileSync(path, '');
    expect(reportAnomalies(path, new Set(), 5)).toEqual([]);
  });
});
