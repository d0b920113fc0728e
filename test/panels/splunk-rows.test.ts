import { describe, expect, it } from 'vitest';
import { packagedFolder, readContentFolder } from '../../src/config/read-content-folder.js';
import { flatRecord } from '../../src/documents/flat-record.js';
import { evaluatePanel } from '../../src/panels/evaluate.js';
import { expandDotted } from '../../src/panels/expand-dotted.js';
import { loadDashboards } from '../../src/panels/load-dashboards.js';
import { loadPanel } from '../../src/panels/load-panels.js';
import type { Panel } from '../../src/panels/panel.js';
import { PLACES } from '../../src/panels/splunk/splunk-names.js';
import { outputColumns, panelRows } from '../../src/panels/splunk/panel-search.js';
import { splTokens } from '../../src/panels/splunk/lint/spl-tokens.js';
import { compileEval, type Value } from '../support/spl/eval-value.js';
import { runSearch } from '../support/spl/run-search.js';

const { panels } = loadDashboards(readContentFolder(packagedFolder('dashboards')));

/** A cell as both sides can be compared: numbers to nine digits, times in seconds or as text, one value of a list as itself. */
const comparable = (cell: unknown): unknown => {
  if (Array.isArray(cell)) return cell.length > 1 ? cell.map(comparable) : comparable(cell[0] ?? null);
  if (typeof cell === 'number') return Number(cell.toPrecision(9));
  if (typeof cell === 'string' && /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(cell))
    return Math.floor(Date.parse(`${cell.slice(0, 19).replace(' ', 'T')}Z`) / 1000);
  return typeof cell === 'boolean' ? String(cell) : cell === '' || cell === undefined ? null : cell;
};

/** Rows of a panel's search over documents, by our own execution of its commands. */
const rowsOf = (panel: Panel, documents: readonly unknown[]): unknown => {
  const records = documents.map((document) => flatRecord(document, panel.fields.values()));
  const names = outputColumns(panel).map(({ name }) => name);
  const commands = panelRows(panel).slice(PLACES[panel.documents].in === 'index' ? 1 : 2);
  return runSearch(commands, records as readonly Record<string, Value>[]).map((row) => names.map((name) => comparable(row[name])));
};

describe("the search of a panel, by our reading of Splunk's commands, gives the rows that the panel gives in memory", () => {
  it.each([...panels.values()])('$id', (panel) => {
    for (const { name, documents } of panel.tests) {
      const expanded = documents.map(expandDotted);
      expect(rowsOf(panel, expanded), name).toEqual(evaluatePanel(panel, expanded).map((row) => row.map(comparable)));
    }
  });

  it('where a field is split by and counted at once, each document keeps all its values', () => {
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
    expect(rowsOf(panel, panel.tests[0]?.documents.map(expandDotted) ?? [])).toEqual([
      ['email', 2],
      ['saas', 2],
    ]);
  });
});

describe('our reading of eval', () => {
  it.each([
    ['1+2*3', 7],
    ['(1+2)*3', 9],
    ['NOT missing="x"', null],
    ['isnull(missing) OR NOT missing="x"', true],
    ['floor(7/2)', 3],
    ['if(one=1, "yes", "no")', 'yes'],
    ['isnotnull(mvfilter(many="b"))', true],
    ['isnotnull(mvfilter(many="z"))', false],
    ['mvdedup(many)', ['a', 'b']],
    ['strftime(0, "%Y-%m-%d %H:%M:%S")', '1970-01-01 00:00:00'],
    ['urldecode("a%22b")', 'a"b'],
  ])('%s is %s', (expression, value) => {
    expect(compileEval(splTokens(expression))({ one: 1, many: ['a', 'b', 'a'] })).toEqual(value);
  });
});
