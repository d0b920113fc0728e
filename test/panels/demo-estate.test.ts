import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packagedFolder, readContentFolder } from '../../src/config/read-content-folder.js';
import { evaluatePanel } from '../../src/panels/evaluate.js';
import { loadDashboards } from '../../src/panels/load-dashboards.js';
import { fieldsInUse, slimDocument } from '../../src/panels/slim-documents.js';
import { runCli } from '../cli/run-cli.js';
import { replayDemo, type DemoDocuments } from './demo-documents.js';

const { panels } = loadDashboards(readContentFolder(packagedFolder('dashboards')));
const folder = mkdtempSync(join(tmpdir(), 'throughline-panels-'));
let documents: DemoDocuments;
/** Numbers that are 0 in an estate whose incidents propose nothing so grave. */
const MAY_BE_NONE = new Set(['actions-of-two']);

beforeAll(async () => {
  documents = await replayDemo(folder);
}, 180_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('over a replayed demo estate', () => {
  it.each([...panels.values()])('$id has something to show', (panel) => {
    const rows = evaluatePanel(panel, documents.get(panel.documents) ?? []);
    expect(rows.length).toBeGreaterThan(0);
    if (panel.chart === 'number' && !MAY_BE_NONE.has(panel.id)) expect(rows[0]?.[0]).toBeGreaterThan(0);
  });

  it('documents reduced to the fields in use give the same rows', () => {
    for (const panel of panels.values()) {
      const all = documents.get(panel.documents) ?? [];
      const fields = fieldsInUse([panel], []);
      expect(
        evaluatePanel(
          panel,
          all.map((document) => slimDocument(document, fields)),
        ),
        panel.id,
      ).toEqual(evaluatePanel(panel, all));
    }
  });

  it('throughline preview draws every panel, the same bytes each time, and the incident that comes first', async () => {
    const pages = [];
    for (const name of ['one.html', 'two.html']) {
      const out = join(folder, name);
      expect(await runCli(['preview', '--documents', folder, '--out', out])).toMatchObject({
        exitCode: 0,
        stdout: `9 dashboards in ${out}\n`,
      });
      pages.push(readFileSync(out, 'utf8'));
    }
    const [page = '', again] = pages;
    expect(page === again).toBe(true);
    for (const { id, title, question } of panels.values()) {
      expect(page).toContain(`-${id}"`);
      for (const text of [title, question]) expect(page).toContain(text.replaceAll('&', '&amp;').replaceAll("'", '&#39;'));
    }
    const first = (documents.get('incident')?.[0] as { throughline: { incident: { title: string } } }).throughline.incident.title;
    const detail = page.slice(page.indexOf('id="incident-detail"'), page.indexOf('id="users-and-devices"'));
    expect(detail).toContain(first);
    expect(page).not.toContain('class="empty"');
  });

  it('tells what is missing where there is no replay', async () => {
    const { exitCode, stderr } = await runCli(['preview', '--documents', join(folder, 'absent'), '--out', join(folder, 'never.html')]);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('name with --documents the folder');
  });
});
