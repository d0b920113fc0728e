import type { Client } from '@elastic/elasticsearch';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createElasticClient } from '../../connectors/elastic/elastic-client.js';
import { mappingOf } from '../../connectors/elastic/index-templates.js';
import { packagedFolder, readContentFolder } from '../../src/config/read-content-folder.js';
import { DOCUMENT_SCHEMAS } from '../../src/documents/validate.js';
import { rowsOfAnswer, type SearchAnswer } from '../../src/panels/elasticsearch/rows-of-answer.js';
import { searchBody } from '../../src/panels/elasticsearch/search-body.js';
import { evaluatePanel } from '../../src/panels/evaluate.js';
import { expandDotted } from '../../src/panels/expand-dotted.js';
import { loadDashboards } from '../../src/panels/load-dashboards.js';
import { PANEL_KINDS, type PanelKind } from '../../src/panels/panel-file.js';
import type { Panel, Row } from '../../src/panels/panel.js';
import { replayDemo, type DemoDocuments } from '../panels/demo-documents.js';
import { settingsFor, type ServerUnderTest } from './server-under-test.js';

const BATCH = 500;

/** Rows with numbers to nine digits: sums of fractions depend on the order in which they are added. */
const comparable = (rows: readonly Row[]): unknown =>
  rows.map((row) => row.map((cell) => (typeof cell === 'number' ? Number(cell.toPrecision(9)) : cell)));

/** Every panel asked on a server, in indices mapped as the product maps them, and in memory: the rows must be the same. */
export function describePanels(server: () => ServerUnderTest): void {
  describe('panels', () => {
    const { panels } = loadDashboards(readContentFolder(packagedFolder('dashboards')));
    const folder = mkdtempSync(join(tmpdir(), 'throughline-panels-'));
    let prefix = '';
    let client: Client;
    let documents: DemoDocuments;

    const indexOf = (of: 'demo' | 'tests', kind: PanelKind): string => `${prefix}-${of}-${kind}`;
    const fill = async (index: string, kind: PanelKind, all: readonly unknown[]): Promise<void> => {
      const { dynamic, properties } = mappingOf(DOCUMENT_SCHEMAS[kind]);
      await client.transport.request({ method: 'PUT', path: `/${index}`, body: { mappings: { dynamic, properties } } });
      for (let from = 0; from < all.length; from += BATCH) {
        const operations = all.slice(from, from + BATCH).flatMap((document) => [{ create: {} }, document as object]);
        const answer = await client.bulk({ index, operations, refresh: true });
        expect(answer.errors).toBe(false);
      }
    };
    const ask = async (index: string, panel: Panel, conditions: Parameters<typeof searchBody>[1] = []): Promise<readonly Row[]> => {
      const answer = await client.transport.request<SearchAnswer>({
        method: 'POST',
        path: `/${index}/_search`,
        body: { ...searchBody(panel, conditions) },
      });
      return rowsOfAnswer(panel, answer);
    };

    beforeAll(async () => {
      prefix = `panels${String(Date.now())}`;
      client = createElasticClient(settingsFor(server()));
      documents = await replayDemo(folder);
      for (const kind of PANEL_KINDS) {
        await fill(indexOf('demo', kind), kind, documents.get(kind) ?? []);
        const tested = [...panels.values()].filter((panel) => panel.documents === kind);
        const given = tested.flatMap((panel) =>
          panel.tests.flatMap((test, index) =>
            test.documents.map((document) =>
              expandDotted({ ...document, 'throughline.kind': kind, 'throughline.tenant': `${panel.id} ${String(index)}` }),
            ),
          ),
        );
        await fill(indexOf('tests', kind), kind, given);
      }
    }, 300_000);

    afterAll(async () => {
      for (const kind of PANEL_KINDS) {
        for (const of of ['demo', 'tests'] as const) await client.indices.delete({ index: indexOf(of, kind), ignore_unavailable: true });
      }
      await client.close();
      rmSync(folder, { recursive: true, force: true });
    }, 60_000);

    it.each([...panels.values()])('$id gives the rows over a demo estate that it gives in memory', async (panel) => {
      const rows = await ask(indexOf('demo', panel.documents), panel);
      expect(rows.length).toBeGreaterThan(0);
      expect(comparable(rows)).toEqual(comparable(evaluatePanel(panel, documents.get(panel.documents) ?? [])));
    });

    it.each([...panels.values()])('$id passes the tests that it carries', async (panel) => {
      for (const [index, test] of panel.tests.entries()) {
        const tenant = { field: 'throughline.tenant', is: `${panel.id} ${String(index)}` };
        expect(comparable(await ask(indexOf('tests', panel.documents), panel, [tenant])), test.name).toEqual(comparable(test.rows));
      }
    });
  });
}
