import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { packagedFolder, readContentFolder } from '../../config/read-content-folder.js';
import { loadDashboards, type DashboardSet } from '../../panels/load-dashboards.js';
import type { Row } from '../../panels/panel.js';
import { placements } from '../../panels/placements.js';
import { firstChoice } from '../../panels/preview/focus.js';
import { renderPreview } from '../../panels/preview/render-preview.js';
import { plural } from '../../report/numbers.js';
import { print, type CommandContext } from '../command-context.js';
import { DEMO_FOLDER } from '../demo-folder.js';
import { rowsFromPlatform, rowsFromFiles, type PanelRows } from '../panel-rows.js';

interface PreviewOptions {
  readonly documents: string;
  readonly config?: string;
  readonly out: string;
  readonly dashboards?: string;
  readonly incident?: string;
}

const EXAMPLES = `
Examples:
  throughline preview --documents ./result --out preview.html             the dashboards over what a replay left
  throughline preview --config throughline.yaml                           the dashboards over what a cluster or a Splunk holds now
  throughline preview --documents ./result --incident 9565208f76a494a96d60 one incident in the detail
  throughline preview --dashboards ./my-dashboards                        dashboards of your own`;

const keyOf = (dashboardId: string, panelId: string): string => `${dashboardId} ${panelId}`;

/** Rows of every panel on every dashboard. */
async function allRows(set: DashboardSet, { rows }: PanelRows, incident: string | undefined): Promise<ReadonlyMap<string, readonly Row[]>> {
  const found = new Map<string, readonly Row[]>();
  for (const dashboard of set.dashboards) {
    const { id, focus: field } = dashboard;
    const is = field === undefined ? undefined : (incident ?? (await firstChoice(set, id, field, rows)));
    const focus = field === undefined || is === undefined ? undefined : { field, is };
    for (const { panel } of placements(dashboard, set.panels)) found.set(keyOf(id, panel.id), await rows(panel, focus));
  }
  return found;
}

async function preview(options: PreviewOptions, context: CommandContext): Promise<void> {
  const set = loadDashboards(readContentFolder(options.dashboards ?? packagedFolder('dashboards')));
  const source = options.config === undefined ? rowsFromFiles(options.documents, set) : await rowsFromPlatform(options.config, context);
  try {
    const found = await allRows(set, source, options.incident);
    const rows = (dashboardId: string, panelId: string): readonly Row[] => found.get(keyOf(dashboardId, panelId)) ?? [];
    writeFileSync(options.out, renderPreview({ set, rows, from: source.from }));
  } finally {
    await source.close();
  }
  await print(context.stdout, `${plural(set.dashboards.length, 'dashboard')} in ${options.out}\n`);
}

export function previewCommand(context: CommandContext): Command {
  return new Command('preview')
    .description('draw every dashboard in one page, without Kibana or Splunk')
    .option('--documents <dir>', 'folder that replay or demo wrote to', DEMO_FOLDER)
    .option('--config <file>', 'configuration file: ask its cluster or Splunk instead')
    .option('--out <file>', 'page to write', 'preview.html')
    .option('--dashboards <dir>', 'folder of dashboards, with panels/ in it (default: those that come with Throughline)')
    .option('--incident <id>', 'incident that the detail shows (default: the one that comes first)')
    .addHelpText('after', EXAMPLES)
    .action((options: PreviewOptions) => preview(options, context));
}
