import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packagedFolder, readContentFolder } from '../../src/config/read-content-folder.js';
import { rowsOfAnswer } from '../../src/panels/elasticsearch/rows-of-answer.js';
import { searchBody } from '../../src/panels/elasticsearch/search-body.js';
import { evaluatePanel } from '../../src/panels/evaluate.js';
import { expandDotted } from '../../src/panels/expand-dotted.js';
import { loadDashboards } from '../../src/panels/load-dashboards.js';
import { PANEL_KINDS } from '../../src/panels/panel-file.js';
import type { Panel } from '../../src/panels/panel.js';
import { replayDemo, type DemoDocuments } from './demo-documents.js';
import { comparable, PanelServer } from './elasticsearch-suite.js';

const { panels } = loadDashboards(readContentFolder(packagedFolder('dashboards')));
const panelOf = (id: string): Panel => {
  const panel = panels.get(id);
  if (panel === undefined) throw new RangeError(`there is no panel ${id}`);
  return panel;
};

describe('the search of a panel', () => {
  it('nests splits, orders them, and counts within conditions', () => {
    expect(searchBody(panelOf('entities-by-type'), [{ field: 'throughline.tenant', is: 'acme' }])).toEqual({
      size: 0,
      track_total_hits: false,
      query: { bool: { filter: [{ terms: { 'throughline.kind': ['entity'] } }, { terms: { 'throughline.tenant': ['acme'] } }] } },
      aggs: {
        all: {
          filter: { match_all: {} },
          aggs: {
            rows: {
              terms: { field: 'throughline.entity.type', size: 7, shard_size: 1000, order: [{ _count: 'desc' }, { _key: 'asc' }] },
              aggs: { unusual: { filter: { bool: { filter: [{ range: { 'throughline.profile.part_in_anomalies': { gte: 1 } } }] } } } },
            },
          },
        },
      },
    });
  });

  it('asks for documents in the order of a list, with no more than its columns', () => {
    expect(searchBody(panelOf('incident-evidence'))).toEqual({
      size: 100,
      track_total_hits: false,
      query: { bool: { filter: [{ terms: { 'throughline.kind': ['step'] } }, { terms: { 'throughline.step.sort': ['evidence'] } }] } },
      sort: [{ 'throughline.step.order': { order: 'asc', missing: '_last' } }, { 'throughline.id': { order: 'asc' } }],
      _source: ['event.start', 'throughline.events.source', 'throughline.events.id'],
    });
  });

  it('never uses what needs scripts, a paid licence or a module outside the core', () => {
    for (const panel of panels.values()) {
      expect(JSON.stringify(searchBody(panel)), panel.id).not.toMatch(/script|runtime_mappings|top_metrics|esql|"from":/);
    }
  });

  it('an answer becomes rows', () => {
    const answer = {
      aggregations: {
        all: {
          doc_count: 3,
          rows: {
            buckets: [
              { key: 'user', doc_count: 2, unusual: { doc_count: 1 } },
              { key: 'device', doc_count: 1, unusual: { doc_count: 0 } },
            ],
          },
        },
      },
    };
    expect(rowsOfAnswer(panelOf('entities-by-type'), answer)).toEqual([
      ['user', 2, 1],
      ['device', 1, 0],
    ]);
    expect(rowsOfAnswer(panelOf('entities-by-type'), {})).toEqual([]);
  });
});

const URL_VARIABLE = 'THROUGHLINE_TEST_ELASTICSEARCH_URL';
const url = process.env[URL_VARIABLE] ?? '';
if (url === '') process.stderr.write(`panels on a real server: skipped, ${URL_VARIABLE} names none\n`);

describe.skipIf(url === '')('on a real server every panel gives the rows that it gives in memory', () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-panels-'));
  const server = new PanelServer(url === '' ? 'http://localhost' : url);
  const indexOf = (kind: string): string => `throughline-panel-test-${kind}`;
  let documents: DemoDocuments;

  beforeAll(async () => {
    documents = await replayDemo(folder);
    for (const kind of PANEL_KINDS) await server.fill(indexOf(kind), kind, documents.get(kind) ?? []);
  }, 300_000);
  afterAll(async () => {
    for (const kind of PANEL_KINDS) await server.remove(indexOf(kind));
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([...panels.values()])('$id over a demo estate', async (panel) => {
    const rows = await server.ask(indexOf(panel.documents), panel);
    expect(rows.length).toBeGreaterThan(0);
    expect(comparable(rows)).toEqual(comparable(evaluatePanel(panel, documents.get(panel.documents) ?? [])));
  });

  it.each([...panels.values()])('$id over the documents of its tests', async (panel) => {
    for (const test of panel.tests) {
      const index = `throughline-panel-test-of-${panel.id}`;
      const given = test.documents.map((document) => expandDotted({ ...document, 'throughline.kind': panel.documents }));
      await server.fill(index, panel.documents, given);
      try {
        expect(comparable(await server.ask(index, panel))).toEqual(comparable(test.rows));
      } finally {
        await server.remove(index);
      }
    }
  });
});
