import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { diagnosisRow, diagnosisSummary } from '../../src/cli/diagnosis-text.js';
import { runCli } from './run-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'throughline-doctor-cli-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('throughline doctor', () => {
  test('reports a cluster that cannot be reached, with the node, the code and what to look at, and ends with 1', async () => {
    const config = join(folder, 'away.yaml');
    writeFileSync(config, 'elastic: { nodes: ["http://127.0.0.1:9"] }\n');
    const { exitCode, stdout } = await runCli(['doctor', '--config', config, '--json']);
    const report = JSON.parse(stdout) as { readonly errors: number; readonly findings: readonly unknown[] };
    expect(exitCode).toBe(1);
    expect(report.errors).toBe(1);
    expect(report.findings).toEqual([
      expect.objectContaining({ check: 'connection', level: 'error', data: { node: 'http://127.0.0.1:9', code: 'source-unavailable' } }),
    ]);
  }, 60_000);

  test('looks at log files too', async () => {
    const { exitCode, stdout } = await runCli(['doctor', '--input', join(folder, 'nothing'), '--out', join(folder, 'out')]);
    expect(exitCode).toBe(3);
    expect(stdout).toBe('');
    await runCli(['simulate', '--users', '10', '--days', '1', '--seed', '1', '--out', join(folder, 'logs')]);
    const found = await runCli(['doctor', '--input', join(folder, 'logs'), '--out', join(folder, 'out')]);
    expect(found.exitCode).toBe(0);
    expect(found.stdout).toMatch(/^ok +data-sets +entra\.signin: \d+ records\.$/m);
    expect(found.stdout).toMatch(/^note +workers +No worker has run yet\.$/m);
  }, 60_000);

  test('shows a finding in a table that fits the terminal, with its fix below and no control characters', () => {
    const message = `an index named \u001b[31mred and ${'very '.repeat(20)}long`;
    const row = diagnosisRow({ check: 'data-sets', level: 'warning', message, fix: 'Rename it.' }, 60);
    const lines = row.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^WARNING +data-sets +an index named/);
    expect(lines.at(-1)).toMatch(/^ {22}Fix: Rename it\.$/);
    expect(lines.every((line) => line.length <= 62)).toBe(true);
    expect(row).not.toContain('\u001b');
    expect(diagnosisSummary({ errors: 0, warnings: 1, findings: [] })).toContain('0 errors, 1 warning');
  });
});
