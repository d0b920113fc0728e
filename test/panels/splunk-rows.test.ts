import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packagedFolder, readContentFolder } from '../../src/config/read-content-folder.js';
import { flatRecord } from '../../src/documents/flat-record.js';
import { evaluatePanel } from '../../src/panels/evaluate.js';
import { expandDotted } from '../../src/panels/expand-dotted.js';
import { loadDashboards } from '../../src/panels/load-dashboards.js';
import { loadPanel } from '../../src/panels/load-panels.js';
import type { Panel } from '../../src/panels/panel.js';
import { PLACES } from '../../src/panels/splunk/splunk-names.js';
import { outputColumns, panelRows } from '../../src/panels/splunk/panel-search.js';
import { flatFields, type FlatFields } from '../support/spl/flat-fields.js';
import { SplEngine } from '../support/spl/spl-engine.js';

const { panels } = loadDashboards(readContentFolder(packagedFolder('dashboards')));

let engine: SplEngine;

beforeAll(async () => {
  engine = await SplEngine.start();
});
afterAll(() => {
  engine.close();
});

/** A cell as both sides can be compared. Splunk gives texts alone: numbers to nine digits, times in seconds, one value of a list as itself. */
const comparable = (cell: unknown): unknown => {
  if (Array.isArray(cell)) return cell.length > 1 ? cell.map(comparable) : comparable(cell[0] ?? null);
  if (cell === '' || cell === undefined || cell === null) return null;
  const text = typeof cell === 'string' ? cell : JSON.stringify(cell);
  if (/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)) return String(Math.floor(Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`) / 1000));
  return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(text) ? String(Number(Number(text).toPrecision(9))) : text;
};

const CONTEXT = {
  now: 0,
  sid: 'panel',
  range: { from: -Infinity, to: Infinity },
  indexed: { from: -Infinity, to: Infinity },
  allowedIndexes: [],
  defaultIndexes: [],
  props: new Map(),
  tagged: [],
  dataSet: () => undefined,
} as const;

/** Rows of a panel's search over documents, as the stand-in executes its commands. */
const rowsOf = async (panel: Panel, documents: readonly unknown[]): Promise<unknown> => {
  const records = documents.map((document) => flatFields(flatRecord(document, panel.fields.values()), ''));
  const names = outputColumns(panel).map(({ name }) => name);
  const commands = panelRows(panel).slice(PLACES[panel.documents].in === 'index' ? 1 : 2);
  const fields = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const lookup = (): { readonly fields: readonly string[]; readonly records: readonly FlatFields[] } => ({ fields, records });
  const search = await engine.prepare(['| inputlookup documents', ...commands].join(' | '), { ...CONTEXT, lookup });
  const rows: unknown[] = [];
  for await (const some of search.rows()) rows.push(...some.map((row) => names.map((name) => comparable(row[name]))));
  return rows;
};

describe("the search of a panel, by our reading of Splunk's commands, gives the rows that the panel gives in memory", () => {
  it.each([...panels.values()])('$id', async (panel) => {
    for (const { name, documents } of panel.tests) {
      const expanded = documents.map(expandDotted);
      expect(await rowsOf(panel, expanded), name).toEqual(evaluatePanel(panel, expanded).map((row) => row.map(comparable)));
    }
  });

  it('where a field is split by and counted at once, each document keeps all its values', async () => {
    const panel = loadPanel({
      path: 'panels/reach.yaml',
      text: `
title: Reach
question: How many domains have anomalies of each domain?
documents: anomaly
split: [{ field: throughline.anomaly.domains, label: Domain, order: value }]
metrics: [{ id: domains, measure: distinct, field: throughline.anomaly.domains, label: Domains, unit: count }]
chart: bars
empty: None.
tests:
  - name: counts all
    documents: [{ throughline.anomaly.domains: [email, saas] }, { throughline.anomaly.domains: email }]
    rows: [[email, 2], [saas, 2]]
`,
    });
    expect(await rowsOf(panel, panel.tests[0]?.documents.map(expandDotted) ?? [])).toEqual([
      ['email', '2'],
      ['saas', '2'],
    ]);
  });
});
