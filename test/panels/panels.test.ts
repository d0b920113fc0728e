import { describe, expect, it } from 'vitest';
import { packagedFolder, readContentFolder } from '../../src/config/read-content-folder.js';
import { evaluatePanel } from '../../src/panels/evaluate.js';
import { expandDotted } from '../../src/panels/expand-dotted.js';
import { loadDashboards } from '../../src/panels/load-dashboards.js';
import { loadPanel } from '../../src/panels/load-panels.js';
import { runPanelTests } from '../../src/panels/run-panel-tests.js';

const packaged = loadDashboards(readContentFolder(packagedFolder('dashboards')));

const PANEL = `title: Where incidents wait
question: How many incidents wait where?
documents: incident
split: [{ field: throughline.incident.queue, label: Queue }]
metrics: [{ id: incidents, measure: count, label: Incidents, unit: count }]
chart: bars
empty: No incident waits.
tests:
  - name: counts
    documents: [{ throughline.incident.queue: critical }]
    rows: [[critical, 1]]
`;

const panel = (change: (text: string) => string) => loadPanel({ path: 'dashboards/panels/waiting.yaml', text: change(PANEL) });

describe('the panels that come with Throughline', () => {
  it('pass the tests that they carry', () => {
    const report = runPanelTests([...packaged.panels.values()]);
    expect(report.failures).toEqual([]);
    expect(report.tests).toBeGreaterThanOrEqual(report.panels);
  });

  it('are each on a dashboard', () => {
    const placed = new Set(packaged.dashboards.flatMap(({ rows }) => rows.flatMap(({ panels }) => panels.map((item) => item.panel))));
    expect([...packaged.panels.keys()].filter((id) => !placed.has(id))).toEqual([]);
  });

  it('name no SIEM', () => {
    for (const { path, text } of readContentFolder(packagedFolder('dashboards')))
      expect(text, path).not.toMatch(/kibana|lens|elastic|splunk|studio/i);
  });
});

describe('a panel file with a mistake is refused with line and fix', () => {
  it.each([
    [
      'a field that there is not',
      (text: string) => text.replace('incident.queue, label', 'incident.queu, label'),
      /waiting\.yaml:4:\d+: .*no field 'throughline\.incident\.queu'.*throughline\.incident\.queue/,
    ],
    [
      'a chart that does not fit',
      (text: string) => text.replace('chart: bars', 'chart: number'),
      /waiting\.yaml:6:8: a number has one metric and no split/,
    ],
    ['an unknown chart', (text: string) => text.replace('chart: bars', 'chart: pie'), /waiting\.yaml:6:8: .*"pie"/],
    [
      'a split by running text',
      (text: string) => text.replace('throughline.incident.queue, label', 'message, label'),
      /waiting\.yaml:4:\d+: 'message' is running text/,
    ],
    [
      'a sum of words',
      (text: string) => text.replace('measure: count', 'measure: sum, field: throughline.incident.queue'),
      /waiting\.yaml:5:\d+: 'sum' cannot be computed of a field of type keyword/,
    ],
    [
      'a count of a field',
      (text: string) => text.replace('measure: count', 'measure: count, field: event.action'),
      /waiting\.yaml:5:\d+: count takes no field/,
    ],
    [
      'an order by nothing',
      (text: string) => text.replace('label: Queue', 'label: Queue, order: score'),
      /waiting\.yaml:4:\d+: there is no metric 'score'/,
    ],
    [
      'a time without width',
      (text: string) => text.replace('throughline.incident.queue, label', "'@timestamp', label"),
      /waiting\.yaml:4:\d+: a time needs 'every: day'/,
    ],
    [
      'a test about other documents',
      (text: string) => text.replace('[{ throughline.incident.queue', '[{ throughline.incident.line'),
      /waiting\.yaml:10:\d+: .*no field 'throughline\.incident\.line'/,
    ],
    [
      'a condition that says two things',
      (text: string) => text.replace('split:', 'filter: [{ field: event.action, is: a, not: b }]\nsplit:'),
      /waiting\.yaml:4:\d+: a condition says one thing/,
    ],
    ['no question', (text: string) => text.replace('wait where?', 'wait where'), /waiting\.yaml:2:\d+: .*what an analyst asks/],
  ])('%s', (_name, change, complaint) => {
    expect(() => panel(change)).toThrow(complaint);
  });

  it('two fields of one list of objects, which search engines do not keep together', () => {
    const change = (text: string): string =>
      text
        .replace('throughline.incident.queue, label', 'throughline.incident.entities.name, label')
        .replace('measure: count', 'measure: max, field: throughline.incident.entities.surprisal');
    expect(() => panel(change)).toThrow(/lie in one list, whose entries search engines do not keep together/);
  });

  it('a dashboard whose row is not full, or whose panel is missing', () => {
    const dashboard = `title: T
description: D.
order: 1
days: 7
controls: []
rows:
  - height: 2
    panels: [{ panel: waiting, width: 6 }]
  - height: 2
    panels: [{ panel: waitin, width: 12 }]
`;
    const load = () =>
      loadDashboards([
        { path: 'dashboards/panels/waiting.yaml', text: PANEL },
        { path: 'dashboards/one.yaml', text: dashboard },
      ]);
    expect(load).toThrow(/one\.yaml:7:5: the widths of the row add up to 6/);
    expect(load).toThrow(/one\.yaml:10:\d+: there is no panel 'waitin'; .*waiting/);
  });

  it('a drill-down to a dashboard that there is not', () => {
    const text = PANEL.replace('empty:', 'drill: nowhere\nempty:');
    expect(() => loadDashboards([{ path: 'dashboards/panels/waiting.yaml', text }])).toThrow(
      /waiting\.yaml: there is no dashboard 'nowhere'/,
    );
  });
});

describe('a failing test of a panel', () => {
  it('tells the first row that differs', () => {
    const failing = panel((text) => text.replace('rows: [[critical, 1]]', 'rows: [[critical, 2]]'));
    expect(runPanelTests([failing]).failures).toEqual([
      { panel: 'waiting', test: 'counts', message: 'row 1 should be ["critical",2], but is ["critical",1]' },
    ]);
  });
});

describe('conditions', () => {
  const documents = [
    { throughline: { incident: { queue: 'critical', score: 80 } } },
    { throughline: { incident: { queue: 'suspicious', score: 40 } } },
    { throughline: { incident: { score: 10 } } },
  ];
  it.each([
    ['is: [critical, suspicious]', 2],
    ['not: critical', 2],
    ['exists: false', 1],
    ['exists: true', 2],
  ])('%s', (condition, count) => {
    const counting = panel((text) =>
      text.replace(/split:.*\n/, `filter: [{ field: throughline.incident.queue, ${condition} }]\n`).replace('chart: bars', 'chart: number'),
    );
    expect(evaluatePanel(counting, documents)).toEqual([[count]]);
  });

  it('a range includes its ends', () => {
    const counting = panel((text) =>
      text
        .replace(/split:.*\n/, 'filter: [{ field: throughline.incident.score, from: 40, to: 80 }]\n')
        .replace('chart: bars', 'chart: number'),
    );
    expect(evaluatePanel(counting, documents)).toEqual([[2]]);
  });
});

it('dotted keys of test documents become objects, also beside nested ones', () => {
  expect(expandDotted({ 'a.b': 1, a: { c: [{ 'd.e': 2 }] }, 'a.f.g': null })).toEqual({
    a: { b: 1, c: [{ d: { e: 2 } }], f: { g: null } },
  });
});
