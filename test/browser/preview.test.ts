import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packagedFolder, readContentFolder } from '../../src/config/read-content-folder.js';
import { evaluatePanel } from '../../src/panels/evaluate.js';
import { loadDashboards } from '../../src/panels/load-dashboards.js';
import { renderPreview } from '../../src/panels/preview/render-preview.js';
import { replayDemo } from '../panels/demo-documents.js';
import { HOSTILE, poison } from '../report/hostile.js';
import { CONTRAST } from './contrast.js';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const available = existsSync(CHROMIUM);
if (!available) process.stderr.write(`dashboards in a browser: skipped, no Chromium at ${CHROMIUM} (set CHROMIUM_PATH)\n`);

describe.skipIf(!available)('the dashboards in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-preview-'));
  const set = loadDashboards(readContentFolder(packagedFolder('dashboards')));
  let browser: Browser;

  beforeAll(async () => {
    const documents = await replayDemo(join(folder, 'demo'));
    const page = (of: (documents: readonly unknown[]) => readonly unknown[]): string =>
      renderPreview({
        set,
        rows: (_dashboard, id) => {
          const panel = set.panels.get(id);
          return panel === undefined ? [] : evaluatePanel(panel, of(documents.get(panel.documents) ?? []));
        },
        from: 'Rows from a test',
      });
    writeFileSync(
      join(folder, 'full.html'),
      page((all) => all),
    );
    writeFileSync(
      join(folder, 'empty.html'),
      page(() => []),
    );
    writeFileSync(
      join(folder, 'hostile.html'),
      page((all) =>
        all
          .slice(0, 20)
          .map((document) => poison(document, (original) => (/^\d{4}-/.test(original) ? original : `${HOSTILE.join(' ')} ${original}`))),
      ),
    );
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  }, 180_000);

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = async (name: string, width: number, colorScheme: 'light' | 'dark' = 'light') => {
    const page: Page = await (await browser.newContext({ viewport: { width, height: 900 }, colorScheme })).newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:') && !request.url().startsWith('data:')) requests.push(request.url());
    });
    await page.goto(`file://${join(folder, `${name}.html`)}`);
    await page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })");
    return { page, complaints, requests };
  };

  for (const name of ['full', 'empty', 'hostile']) {
    for (const width of [1400, 768, 360]) {
      it(`${name} at ${String(width)} px: no complaint, no request, no sideways scrolling`, async () => {
        const { page, complaints, requests } = await open(name, width);
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
        expect(await page.evaluate('window.injected')).toBeUndefined();
        expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
        await page.context().close();
      });
    }
  }

  for (const scheme of ['light', 'dark'] as const) {
    for (const width of [1400, 360]) {
      it(`text has AA contrast in ${scheme} at ${String(width)} px`, async () => {
        const { page } = await open('full', width, scheme);
        expect(await page.evaluate(CONTRAST)).toEqual([]);
        await page.context().close();
      });
    }
  }

  it('draws something in every panel', async () => {
    const { page } = await open('full', 1400);
    const bare = await page.evaluate<string[]>(
      "Array.from(document.querySelectorAll('.tile')).filter((tile) => !tile.querySelector('.big, svg rect, svg circle, tbody tr')).map((tile) => tile.id)",
    );
    expect(bare).toEqual([]);
    expect(await page.locator('.tile').count()).toBe(set.dashboards.flatMap(({ rows }) => rows.flatMap(({ panels }) => panels)).length);
    await page.context().close();
  });

  it('changes theme and zone', async () => {
    const { page } = await open('full', 1400);
    await page.click('#theme');
    await page.click('#theme');
    expect(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe('rgb(19, 21, 24)');
    await page.click('#zone');
    expect(await page.getAttribute('#zone', 'aria-pressed')).toBe('true');
    await page.context().close();
  });
});
