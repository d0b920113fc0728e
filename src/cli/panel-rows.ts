import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { SplunkSection } from '../config/splunk-section.js';
import { documentFileName } from '../documents/file-names.js';
import { SourceUnavailableError, UsageError } from '../errors.js';
import { rowsOfAnswer } from '../panels/elasticsearch/rows-of-answer.js';
import { searchBody } from '../panels/elasticsearch/search-body.js';
import { evaluatePanel } from '../panels/evaluate.js';
import type { DashboardSet } from '../panels/load-dashboards.js';
import type { Panel, Row } from '../panels/panel.js';
import { PANEL_KINDS, type PanelKind } from '../panels/panel-file.js';
import { fieldsInUse, slimDocument } from '../panels/slim-documents.js';
import { ofTenant, plainSearch } from '../panels/splunk/panel-search.js';
import { rowsOfResults } from '../panels/splunk/rows-of-results.js';
import { fileLines } from '../pipeline/file-lines.js';
import type { CommandContext } from './command-context.js';
import { elasticSettingsFrom } from './elastic-settings-from.js';
import { configurationFrom } from './engine-settings.js';
import { splunkPlatformFrom } from './splunk-platform-from.js';

/** What a dashboard is about. */
export interface Focus {
  readonly field: string;
  readonly is: string;
}

/** Where the rows of panels come from. */
export interface PanelRows {
  /** In words, a sentence without its stop. */
  readonly from: string;
  readonly rows: (panel: Panel, focus?: Focus) => Promise<readonly Row[]>;
  readonly close: () => Promise<void>;
}

const narrowed = (panel: Panel, focus: Focus | undefined): Panel =>
  focus === undefined ? panel : { ...panel, filter: [...panel.filter, focus] };

/** Rows over the files that a replay left. */
export function rowsFromFiles(folder: string, set: DashboardSet): PanelRows {
  const documents = readAll(folder, set);
  return {
    from: 'Rows from the files of a replay',
    rows: (panel, focus) => Promise.resolve(evaluatePanel(narrowed(panel, focus), documents.get(panel.documents) ?? [])),
    close: () => Promise.resolve(),
  };
}

/**
 * Rows that the platform of a configuration gives now.
 *
 * @throws UsageError if the configuration names none
 */
export async function rowsFromPlatform(config: string, context: CommandContext): Promise<PanelRows> {
  const { elastic, splunk, tenant } = configurationFrom({ config }, context);
  if (splunk !== undefined) return rowsFromSplunk(splunk, tenant, context);
  if (elastic === undefined) throw new UsageError(`${config} has neither the key elastic nor splunk, which say where documents are.`);
  const { createDocumentSearch } = await import('../../connectors/elastic/document-search.js');
  const documents = createDocumentSearch(elasticSettingsFrom(elastic, tenant));
  return {
    from: `Rows from what the cluster holds of the tenant ${tenant}`,
    rows: async (panel, focus) => {
      const body = searchBody(panel, focus === undefined ? [] : [focus]);
      return rowsOfAnswer(panel, await documents.search(panel.documents, body, { signal: context.signal }));
    },
    close: () => documents.close(),
  };
}

async function rowsFromSplunk(section: SplunkSection, tenant: string, { signal }: CommandContext): Promise<PanelRows> {
  const { createResultSearch } = await import('../../connectors/splunk/result-search.js');
  const searches = createResultSearch(splunkPlatformFrom({ ...section, sourcetypes: {} }, tenant, []));
  return {
    from: `Rows from what Splunk holds of the tenant ${tenant}`,
    rows: async (panel, focus) => {
      const search = plainSearch(narrowed(panel, focus), { truths: [ofTenant(tenant)] });
      return rowsOfResults(panel, await searches.search(search, { signal }));
    },
    close: () => searches.close(),
  };
}

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
