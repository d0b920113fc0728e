import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '../../src/report/render-report.js';
import { emptyReport, fullReport, partialReport } from '../report/fixture.js';
import { HOSTILE, poison } from '../report/hostile.js';
import { CONTRAST } from './contrast.js';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const available = existsSync(CHROMIUM);
if (!available) process.stderr.write(`report in a browser: skipped, no Chromium at ${CHROMIUM} (set CHROMIUM_PATH)\n`);

interface Opened {
  readonly page: Page;
  readonly complaints: string[];
  readonly requests: string[];
}

describe.skipIf(!available)('the report in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-report-'));
  let browser: Browser;

  beforeAll(async () => {
    for (const [name, input] of Object.entries({
      full: fullReport(),
      empty: emptyReport,
      partial: partialReport,
      hostile: poison(fullReport(40), (original) => `${HOSTILE.join(' ')} ${original}`),
    })) {
      writeFileSync(join(folder, `${name}.html`), renderReport(input));
    }
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = async (name: string, width = 1400, colorScheme: 'light' | 'dark' = 'light'): Promise<Opened> => {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme,
      acceptDownloads: true,
      timezoneId: 'Asia/Kolkata',
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:') && !request.url().startsWith('data:') && !request.url().startsWith('blob:'))
        requests.push(request.url());
    });
    await page.goto(`file://${join(folder, `${name}.html`)}`);
    return { page, complaints, requests };
  };

  const openAll = (page: Page): Promise<void> =>
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })");

  for (const name of ['full', 'empty', 'partial', 'hostile']) {
    for (const width of [1400, 768, 390, 360]) {
      it(`${name} at ${String(width)} px: no complaint, no request, no sideways scrolling`, async () => {
        const { page, complaints, requests } = await open(name, width);
        await openAll(page);
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
        expect(complaints).toEqual([]);
        expect(requests).toEqual([]);
        await page.context().close();
      });
    }
  }

  for (const scheme of ['light', 'dark'] as const) {
    for (const width of [1400, 390]) {
      it(`text has AA contrast in ${scheme} at ${String(width)} px`, async () => {
        const { page } = await open('full', width, scheme);
        await openAll(page);
        expect(await page.evaluate(CONTRAST)).toEqual([]);
        await page.context().close();
      });
    }
  }

  it('builds no element from a value of the logs', async () => {
    const { page, complaints } = await open('hostile');
    await openAll(page);
    expect(await page.evaluate('window.injected')).toBeUndefined();
    expect(
      await page.evaluate("document.querySelectorAll('img,iframe,object,embed,form,textarea,[onload],[onerror],[onmouseover]').length"),
    ).toBe(0);
    expect(await page.evaluate('Array.from(document.scripts, (script) => script.type)')).toEqual(['application/json', '']);
    expect(await page.evaluate("document.querySelectorAll('style').length")).toBe(1);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('filters and sorts by keyboard, and exports cells that are no formulas', async () => {
    const { page } = await open('hostile');
    const rows = (): Promise<number> =>
      page.evaluate("Array.from(document.querySelectorAll('#anomaly-rows tr')).filter((row) => !row.hidden).length");
    const all = await rows();
    await page.focus('#filter');
    await page.keyboard.type('CRITICAL identity');
    expect(await rows()).toBe(1);
    expect(await page.textContent('#filter-count')).toBe(`1 of ${String(all)} shown`);
    await page.fill('#filter', '');
    expect(await rows()).toBe(all);
    await page.focus('#anomalies-table thead th:first-child button');
    await page.keyboard.press('Enter');
    const starts = await page.evaluate<string[]>(
      "Array.from(document.querySelectorAll('#anomaly-rows tr'), (row) => row.cells[0].dataset.v)",
    );
    expect(starts).toEqual([...starts].sort());
    expect(await page.getAttribute('#anomalies-table thead th:first-child', 'aria-sort')).toBe('ascending');
    await page.keyboard.press('Space');
    expect(await page.getAttribute('#anomalies-table thead th:first-child', 'aria-sort')).toBe('descending');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#export')]);
    const csv = readFileSync(await download.path(), 'utf8');
    expect(csv.startsWith('\ufeffid,start,end,')).toBe(true);
    expect(csv).toContain('probability_peers');
    await page.context().close();
  });

  it('guards every exported cell that a spreadsheet would run', async () => {
    const input = poison(fullReport(4), (original) => `=cmd|'/c calc'!A1 ${original}`);
    writeFileSync(join(folder, 'formula.html'), renderReport(input));
    const { page } = await open('formula');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#export')]);
    const csv = readFileSync(await download.path(), 'utf8');
    expect(csv).not.toMatch(/(^|[,\n"])[=@+]/);
    expect(csv).toContain('"\'=cmd|');
    await page.context().close();
  });

  it('is complete without scripts', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1400, height: 900 } });
    const page = await context.newPage();
    await page.goto(`file://${join(folder, 'full.html')}`);
    expect(await page.isVisible('#filter')).toBe(false);
    expect(await page.isVisible('#zone')).toBe(false);
    expect(await page.locator('#anomaly-rows tr').count()).toBeGreaterThan(80);
    await page.locator('.incident .cite summary').first().click();
    expect(await page.locator('.incident .cited').first().isVisible()).toBe(true);
    await context.close();
  });

  it('turns times to the zone of the browser and back', async () => {
    const { page } = await open('full');
    const first = (): Promise<string | null> => page.textContent('.story time');
    expect(await first()).toBe('9 Mar 16:10:04');
    await page.click('#zone');
    expect(await first()).toBe('9 Mar 21:40:04');
    expect(await page.textContent('#zone')).toMatch(/Asia\/(Kolkata|Calcutta)/);
    await page.click('#zone');
    expect(await first()).toBe('9 Mar 16:10:04');
    await page.context().close();
  });

  it('changes and keeps the theme, copies, opens what a link points to', async () => {
    const { page } = await open('full');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.click('#theme');
    await page.click('#theme');
    expect(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe('rgb(19, 21, 24)');
    await page.reload();
    expect(await page.textContent('#theme')).toBe('Theme: dark');
    await page.locator('.incident .cite summary').first().click();
    await page.locator('.incident .cite .copy').first().click();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('<20260309161004.8A1F@northvvind-invoices.example>');
    await page.locator('.ranked a').nth(1).click();
    expect(await page.locator('.incident').nth(1).locator('.incident-body').isVisible()).toBe(true);
    await page.locator('.stages a').first().focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('.why[open]').count()).toBeGreaterThan(0);
    await page.context().close();
  });

  it('says what is new since all was marked as seen', async () => {
    const { page } = await open('full');
    expect(await page.isVisible('#since-note')).toBe(false);
    await page.click('#mark-seen');
    expect(await page.textContent('#since-note')).toContain('0 new, 0 changed');
    const input = fullReport();
    const incidents = input.incidents.slice(0, 2).map((incident) => structuredClone(incident));
    incidents[0]!.throughline.incident.revision += 1;
    incidents[1]!.throughline.id = 'inc-later';
    writeFileSync(join(folder, 'full.html'), renderReport({ ...input, incidents }));
    await page.reload();
    expect(await page.textContent('#since-note')).toContain('1 new, 1 changed');
    expect(await page.locator('.fresh:visible').allTextContents()).toEqual(['changed', 'new']);
    writeFileSync(join(folder, 'full.html'), renderReport(input));
    await page.context().close();
  });

  it('reaches the main parts in a sensible order with the tab key', async () => {
    const { page } = await open('full');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the incidents');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('location.hash')).toBe('#main');
    await page.keyboard.press('Tab');
    expect(await page.evaluate("document.activeElement.closest('.ranked') !== null")).toBe(true);
    await page.context().close();
  });

  it('names every picture and heads its sections without gaps', async () => {
    const { page } = await open('full');
    expect(
      await page.evaluate(
        "Array.from(document.querySelectorAll('svg')).filter((svg) => svg.getAttribute('aria-hidden') !== 'true' && !(svg.getAttribute('role') === 'img' && (svg.getAttribute('aria-label') || document.getElementById((svg.getAttribute('aria-labelledby') || '').split(' ')[0])))).length",
      ),
    ).toBe(0);
    expect(
      await page.evaluate(
        "(() => { const ids = Array.from(document.querySelectorAll('[id]'), (element) => element.id); return ids.filter((id, index) => ids.indexOf(id) !== index); })()",
      ),
    ).toEqual([]);
    expect(
      await page.evaluate(
        "Array.from(document.querySelectorAll('a[href^=\"#\"]'), (link) => link.getAttribute('href').slice(1)).filter((id) => !document.getElementById(id))",
      ),
    ).toEqual([]);
    const levels = await page.evaluate<number[]>(
      "Array.from(document.querySelectorAll('h1,h2,h3,h4,h5'), (heading) => Number(heading.tagName[1]))",
    );
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
    await page.context().close();
  });

  it('prints what is closed on the screen, on white', async () => {
    const { page } = await open('full', 1400, 'dark');
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await page.locator('.incident').nth(1).locator('.incident-body').isVisible()).toBe(true);
    expect(await page.isVisible('#filter')).toBe(false);
    expect((await page.pdf({ format: 'A4' })).byteLength).toBeGreaterThan(50_000);
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    expect(await page.locator('.incident').nth(1).locator('.incident-body').isVisible()).toBe(false);
    await page.context().close();
  });
});
