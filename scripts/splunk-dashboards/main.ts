import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { readContentFolder } from '../../src/config/read-content-folder.js';
import { fieldValues } from '../../src/documents/field-values.js';
import { loadDashboards } from '../../src/panels/load-dashboards.js';
import { definitionIn } from '../../src/panels/splunk/lint/lint-view.js';
import { viewOf } from '../../src/panels/splunk/splunk-names.js';
import { replayDemo } from '../../test/panels/demo-documents.js';
import { answersFor, healthAnswers, type Answer } from './answers.js';

const WORKSPACE = 'test/splunk-dashboards';
const VIEWS = 'dashboards/splunk/throughline/default/data/ui/views';
const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const WIDTH = 1500;
const DRAWN_AFTER = 4_000;

type Definition = Parameters<typeof healthAnswers>[1];

/** The definition inside the file of a view, as the app ships it. */
const definitionOf = (view: string): Definition => definitionIn(readFileSync(join(VIEWS, `${view}.xml`), 'utf8')) as Definition;

function bundle(folder: string): string {
  if (!existsSync(join(WORKSPACE, 'node_modules')))
    execFileSync('npm', ['ci', '--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: WORKSPACE, stdio: 'inherit' });
  const file = join(folder, 'page.js');
  const defines = ['--define:process.env.NODE_ENV="production"', '--define:global=window', '--loader:.js=jsx'];
  execFileSync(
    join('node_modules', '.bin', 'esbuild'),
    ['page.jsx', '--bundle', '--minify', `--outfile=${file}`, '--log-level=error', ...defines],
    { cwd: WORKSPACE, stdio: 'inherit' },
  );
  return file;
}

const html = (given: unknown): string =>
  `<!doctype html><meta charset="utf-8"><style>body{margin:0}</style><div id="dashboard"></div>` +
  `<script>window.given=${JSON.stringify(given).replaceAll('<', '\\u003c')}</script><script src="page.js"></script>`;

/** What the page says of itself once it is drawn. */
const told = (
  page: Page,
): Promise<{ readonly problems: readonly unknown[]; readonly unanswered: readonly string[]; readonly text: string }> =>
  page.evaluate(
    '({ problems: window.problems ?? [{ check: "page", message: "it did not start" }], unanswered: window.unanswered, text: document.body.innerText })',
  );

/** Clicks that must open the detail of the incident that they show, by the text of a cell: one that shows its id, one that hides it. */
const CLICKS: Readonly<Record<string, string>> = { incidents: 'INCIDENT', response: 'one analyst' };

/** What is wrong with where a click leads, or nothing. */
async function wrongClick(page: Page, text: string, incident: string): Promise<readonly string[]> {
  const wanted = `/app/throughline/${viewOf('incident-detail')}?form.incident_id=${incident}&form.global_time.earliest=`;
  const opened = page
    .waitForRequest((request) => request.url().includes('/app/'), { timeout: 10_000 })
    .then(
      (request) => request.url(),
      () => 'nothing',
    );
  await page
    .getByText(text === 'INCIDENT' ? incident : text)
    .first()
    .click();
  const url = await opened;
  return url.includes(wanted) ? [] : [`a click opens ${url} instead of ${wanted}`];
}

/**
 * Validates every dashboard of the Splunk app with Splunk's own packages and draws it in Chromium, with rows that the evaluator of panels
 * finds in a replayed estate. The searches themselves are not executed here. Exit code 1 if a dashboard has a problem.
 */
async function main(out: string, schemes: readonly string[]): Promise<number> {
  const work = mkdtempSync(join(tmpdir(), 'throughline-splunk-'));
  mkdirSync(out, { recursive: true });
  const set = loadDashboards(readContentFolder('dashboards'));
  const documents = await replayDemo(join(work, 'demo'));
  const incident = String(fieldValues(documents.get('incident')?.[0], 'throughline.id')[0]);
  bundle(work);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--allow-file-access-from-files'] });
  let problems = 0;
  const views: readonly (readonly [string, (definition: Definition) => readonly Answer[]])[] = [
    ...set.dashboards.map(
      (dashboard) => [viewOf(dashboard.id), (definition: Definition) => answersFor(dashboard, set, documents, definition)] as const,
    ),
    ['data_health', (definition: Definition) => healthAnswers(documents, definition)],
  ];
  for (const [view, answersOf] of views) {
    const definition = definitionOf(view);
    for (const colorScheme of schemes) {
      writeFileSync(join(work, `${view}.html`), html({ definition, answers: answersOf(definition), colorScheme }));
      const page = await browser.newPage({ viewport: { width: WIDTH, height: 1000 } });
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(`file://${join(work, `${view}.html`)}`);
      await page.waitForTimeout(DRAWN_AFTER);
      const said = await told(page);
      const height = await page.evaluate<number>('Math.ceil(document.documentElement.scrollHeight)');
      await page.setViewportSize({ width: WIDTH, height: Math.min(height, 6000) });
      await page.waitForTimeout(500);
      await page.screenshot({ path: join(out, `${view}-${colorScheme}.png`), fullPage: true });
      const click = CLICKS[view];
      const clicked = click === undefined ? [] : await wrongClick(page, click, incident);
      await page.close();
      const found = [
        ...said.problems.map((problem) => JSON.stringify(problem)),
        ...[...new Set(said.unanswered)].map((query) => `no answer to ${query}`),
        ...complaints,
        ...clicked,
      ];
      problems += found.length;
      process.stdout.write(
        `${view} (${colorScheme}): ${String(found.length)} problems\n${found.map((problem) => `  ${problem.slice(0, 600)}\n`).join('')}`,
      );
    }
  }
  await browser.close();
  rmSync(work, { recursive: true, force: true });
  process.stdout.write(`${String(views.length)} dashboards, ${String(problems)} problems\n`);
  return problems === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv[2] ?? 'splunk-dashboards', process.argv[3] === '--dark' ? ['light', 'dark'] : ['light']);
