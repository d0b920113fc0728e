import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCorrelator } from '../../src/pipeline/incident-desk.js';
import { salesloft } from '../incidents/scenarios.js';
import { runCli } from './run-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'throughline-feedback-'));
const out = join(folder, 'result');
let id = '';

const lines = (documents: readonly object[]): string => documents.map((document) => `${JSON.stringify(document)}\n`).join('');

beforeAll(() => {
  const correlator = createCorrelator({ tenant: 'default', alertBudgetPerDay: 3 });
  const { anomalies } = correlator.step(salesloft());
  const incidents = correlator.incidents();
  id = incidents[0]?.throughline.id ?? '';
  mkdirSync(out);
  writeFileSync(join(out, 'incidents.ndjson'), lines(incidents));
  writeFileSync(join(out, 'anomalies.ndjson'), lines(anomalies));
  writeFileSync(join(out, 'actions.ndjson'), lines(correlator.actions()));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const give = (about: string, ...rest: readonly string[]) =>
  runCli(['feedback', about, '--note', 'the new backup host', '--by', 'ana', '--out', out, ...rest]);

describe('throughline feedback', () => {
  test('is kept, and shown where incidents are', async () => {
    expect((await runCli(['incidents', '--out', out])).stdout).toContain(id);
    const given = await give(id, '--verdict', 'benign');
    expect(given.stderr).toBe('');
    expect(given.stdout).toBe(`Noted of incident ${id}: ana: benign. the new backup host\n`);
    expect((await runCli(['incidents', '--out', out])).stdout).toBe('');
    expect((await runCli(['incidents', '--out', out, '--all'])).stdout).toContain('(no person needed)');
    const explained = await runCli(['explain', '1', '--out', out, '--json']);
    expect(JSON.parse(explained.stdout)).toMatchObject({
      incident: { throughline: { incident: { verdict: { by: 'ana', holds: true } } } },
    });
    expect((await runCli(['explain', '1', '--out', out])).stdout).toContain('judged benign by ana');
  });

  test('is refused where it makes no sense, with what to do', async () => {
    expect((await give('nobody', '--verdict', 'benign')).stderr).toContain("no incident or anomaly with the id 'nobody'");
    expect((await give(id, '--verdict', 'expected')).stderr).toContain('--until goes with --verdict expected');
    expect((await give(id, '--verdict', 'fine')).exitCode).toBe(2);
  });

  test('may be about an anomaly', async () => {
    const anomaly = salesloft()[0]?.finding.id ?? '';
    const given = await give(anomaly, '--verdict', 'expected', '--until', '2031-01-01');
    expect(given.stdout).toContain(`Noted of anomaly ${anomaly}: ana: expected until 2031-01-01.`);
  });
});
