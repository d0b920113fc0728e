import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeEstate, type WrittenEstate } from '../src/simulation/write-estate.js';

describe('writeEstate', { timeout: 120_000 }, () => {
  let folder: string;
  let written: WrittenEstate;
  let reached = 0;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-estate-'));
    written = writeEstate({ users: 20, days: 7, seed: 5, scenarios: ['salesloft', 'bec'] }, folder, (progress) => {
      reached = progress.records;
    });
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const lines = (file: string) => readFileSync(join(folder, file), 'utf8').trimEnd().split('\n');

  it('counts what it wrote', () => {
    expect(reached).toBe(written.records);
    expect(Object.values(written.files).reduce((sum, count) => sum + count, 0)).toBe(written.records);
    expect(lines('logs/entra-signin.ndjson')).toHaveLength(written.files['entra-signin.ndjson'] ?? 0);
    expect(lines('truth.ndjson')).toHaveLength(written.truthRows);
  });

  it('writes headers that fit the rows', () => {
    const connections = lines('logs/zeek/conn.log');
    const fields =
      connections
        .find((line) => line.startsWith('#fields'))
        ?.split('\t')
        .slice(1) ?? [];
    const rows = connections.filter((line) => !line.startsWith('#'));
    expect(rows.length).toBe(written.files['zeek/conn.log']);
    expect(rows.every((row) => row.split('\t').length === fields.length)).toBe(true);
    const [header = '', ...calls] = lines('logs/salesforce-rest-api.csv');
    expect(calls.every((row) => row.split('","').length === header.split('","').length)).toBe(true);
  });

  it('describes the estate apart from the logs and keeps the truth out of them', () => {
    const estate = JSON.parse(readFileSync(join(folder, 'estate.json'), 'utf8')) as { people: unknown[]; parameters: { seed: number } };
    expect(estate.people).toHaveLength(20);
    expect(estate.parameters.seed).toBe(5);
    for (const file of Object.keys(written.files)) {
      const text = readFileSync(join(folder, 'logs', file), 'utf8');
      expect(text).not.toContain('salesloft');
      expect(text).not.toContain('scenario');
      expect(text).not.toContain('incident');
    }
  });
});
