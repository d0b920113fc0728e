import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { packagedFolder, readContentFolder } from '../../config/read-content-folder.js';
import { documentFileName } from '../../documents/file-names.js';
import { SourceUnavailableError } from '../../errors.js';
import { evaluatePanel } from '../../panels/evaluate.js';
import { loadDashboards, type DashboardSet } from '../../panels/load-dashboards.js';
import type { Row } from '../../panels/panel.js';
import { PANEL_KINDS, type PanelKind } from '../../panels/panel-file.js';
import { firstChoice } from '../../panels/preview/focus.js';
import { renderPreview } from '../../panels/preview/render-preview.js';
import { fieldsInUse, slimDocument } from '../../panels/slim-documents.js';
import { fileLines } from '../../pipeline/file-lines.js';
import { plural } from '../../report/numbers.js';
import { print, type CommandContext } from '../command-context.js';
import { DEMO_FOLDER } from '../demo-folder.js';

interface PreviewOptions {
  readonly documents: string;
  readonly out: string;
  readonly dashboards?: string;
  readonly incident?: string;
}

const EXAMPLES = `
Examples:
  throughline preview --documents ./result --out preview.html             the dashboards over what a replay left
  throughline preview --documents ./result --incident 9565208f76a494a96d60 one incident in the detail
  throughline preview --dashboards ./my-dashboards                        dashboards of your own`;

/** Documents by kind, each with no more than what panels look at. */
function readAll(folder: string, { panels, dashboards }: DashboardSet): ReadonlyMap<PanelKind, readonly unknown[]> {
  const focused = dashboards.flatMap(({ focus }) => focus ?? []);
  return new Map(
    PANEL_KINDS.map((kind) => {
      const path = join(folder, documentFileName(kind));
      if (!existsSync(path)) {
        throw new SourceUnavailableError(
          `There is no ${documentFileName(kind)} in ${folder}: name with --documents the folder that replay or demo wrote to.`,
        );
      }
      const fields = fieldsInUse(
        [...panels.values()].filter((panel) => panel.documents === kind),
        focused,
      );
      return [kind, [...fileLines(path)].map((line) => slimDocument(JSON.parse(line), fields))] as const;
    }),
  );
}

async function preview(options: PreviewOptions, context: CommandContext): Promise<void> {
  const set = loadDashboards(readContentFolder(options.dashboards ?? packagedFolder('dashboards')));
  const documents = readAll(options.documents, set);
  const rowsOf = (panelId: string, focus?: { readonly field: string; readonly is: string }): readonly Row[] => {
    const panel = set.panels.get(panelId);
    if (panel === undefined) return [];
    const narrowed = focus === undefined ? panel : { ...panel, filter: [...panel.filter, focus] };
    return evaluatePanel(narrowed, documents.get(panel.documents) ?? []);
  };
  const rows = (dashboardId: string, panelId: string): readonly Row[] => {
    const field = set.dashboards.find(({ id }) => id === dashboardId)?.focus;
    const is = field === undefined ? undefined : (options.incident ?? firstChoice(set, dashboardId, field, rowsOf));
    return field === undefined || is === undefined ? rowsOf(panelId) : rowsOf(panelId, { field, is });
  };
  writeFileSync(options.out, renderPreview({ set, rows, from: 'Rows from the files of a replay' }));
  await print(context.stdout, `${plural(set.dashboards.length, 'dashboard')} in ${options.out}\n`);
}

export function previewCommand(context: CommandContext): Command {
  return new Command('preview')
    .description('draw every dashboard in one page, without a SIEM')
    .option('--documents <dir>', 'folder that replay or demo wrote to', DEMO_FOLDER)
    .option('--out <file>', 'page to write', 'preview.html')
    .option('--dashboards <dir>', 'folder of dashboards, with panels/ in it (default: those that come with Throughline)')
    .option('--incident <id>', 'incident that the detail shows (default: the one that comes first)')
    .addHelpText('after', EXAMPLES)
    .action((options: PreviewOptions) => preview(options, context));
}
