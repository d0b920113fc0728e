import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kibanaFiles, kibanaPackage } from '../../scripts/kibana-content.js';
import { SavedObjectLint } from './lint-saved-objects.js';

const linesOf = (path: string): string[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
const DASHBOARDS = 'dashboards/kibana/throughline.ndjson';
const SEARCHES = 'saved-searches/elastic/searches.ndjson';

const lint = (lines: readonly string[]): readonly string[] => new SavedObjectLint(lines).problems();

describe('what is generated for Kibana', () => {
  it.each([...kibanaFiles()])('%s is what the definitions give (npm run kibana-content)', (path, text) => {
    expect(readFileSync(path, 'utf8') === text).toBe(true);
  });

  it.each([DASHBOARDS, SEARCHES, 'dashboards/kibana/data-views.ndjson'])('%s keeps every rule of an import', (path) => {
    expect(lint(linesOf(path))).toEqual([]);
  });

  it('has the nine dashboards', () => {
    const titles = linesOf(DASHBOARDS)
      .map((line) => JSON.parse(line) as { type: string; attributes: { title: string } })
      .filter(({ type }) => type === 'dashboard')
      .map(({ attributes }) => attributes.title.replace('[Throughline] ', ''));
    expect(titles).toEqual([
      'Overview',
      'Incidents',
      'Incident detail',
      'Users and devices',
      'Email and network domains',
      'SaaS activity',
      'Network and beaconing',
      'Response',
      'Health and calibration',
    ]);
  });
});

/** Each mistake that breaks imports in practice, put into the real file. */
const MISTAKES: readonly (readonly [name: string, change: (line: string) => string, complaint: RegExp])[] = [
  [
    'a version of a later Kibana',
    (line) => line.replace('"typeMigrationVersion":"8.9.0"', '"typeMigrationVersion":"10.3.0"'),
    /version above/,
  ],
  [
    'the version string of a server',
    (line) => line.replace('"managed":false', '"managed":false,"version":"WzEsMV0="'),
    /envelope has 'version'/,
  ],
  [
    'an attribute that the schema forbids',
    (line) => line.replace('"timeRestore":true', '"timeRestore":true,"sections":[]'),
    /attribute sections is not allowed/,
  ],
  [
    'panels as an object',
    (line) => line.replace(/"panelsJSON":"\[.*?\]","optionsJSON"/, '"panelsJSON":[],"optionsJSON"'),
    /panelsJSON is not allowed, or not as object/,
  ],
  [
    'a reference that is not repeated',
    (line) => line.replace('"first-incidents:indexpattern-datasource-layer-layer"', '"other"'),
    /layer has no data view|not repeated/,
  ],
  [
    'a missing data view',
    (line) => line.replace('"id":"throughline-incidents","type":"index-pattern"', '"id":"throughline-gone","type":"index-pattern"'),
    /not in the file/,
  ],
  ['two panels in one place', (line) => line.replace(/\\"x\\":12,\\"y\\":4/, '\\"x\\":0,\\"y\\":4'), /covers/],
  ['a panel beyond the grid', (line) => line.replace(/\\"x\\":36,\\"y\\":4/, '\\"x\\":40,\\"y\\":4'), /outside the grid/],
  [
    'a field that there is not',
    (line) => line.replace('\\"sourceField\\":\\"throughline.incident.queue\\"', '\\"sourceField\\":\\"throughline.incident.cue\\"'),
    /no field throughline\.incident\.cue/,
  ],
  [
    'a count of running text',
    (line) => line.replace('\\"sourceField\\":\\"throughline.incident.title\\"', '\\"sourceField\\":\\"message\\"'),
    /wrong type/,
  ],
  ['no filter by kind', (line) => line.replaceAll('throughline.kind : ', 'throughline.tenant : '), /no filter by kind/],
  [
    'an order that names no such column',
    (line) => line.replace('\\"columnOrder\\":[\\"split-0\\",', '\\"columnOrder\\":['),
    /columnOrder and columns differ/,
  ],
  [
    'an accessor of nothing',
    (line) => line.replace('\\"metricAccessor\\":\\"metric-', '\\"metricAccessor\\":\\"metrik-'),
    /accessor metrik-\w+ is no column/,
  ],
  [
    'a drill-down to nowhere',
    (line) => line.replace(/drilldown:DASHBOARD_TO_DASHBOARD_DRILLDOWN:drill-first-incidents:dashboardId/g, 'gone'),
    /drill-down has no dashboard/,
  ],
  [
    'a link to nowhere',
    (line) => line.replace('"links:link_response_dashboard"', '"links:gone"'),
    /link response leads nowhere|not repeated/,
  ],
  [
    'a control by a field that is not there',
    (line) => line.replace('\\"fieldName\\":\\"throughline.incident.queue\\"', '\\"fieldName\\":\\"queue\\"'),
    /no field queue/,
  ],
  ['a legacy visualization', (line) => line.replace('\\"type\\":\\"links\\"', '\\"type\\":\\"visualization\\"'), /legacy type of panel/],
  [
    'a column of a search that is not there',
    (line) => line.replace('"columns":["event.start"', '"columns":["event.begin"'),
    /no field event\.begin/,
  ],
];

describe('a mistake is found', () => {
  it.each(MISTAKES)('%s', (_name, change, complaint) => {
    const lines = linesOf(DASHBOARDS);
    const changed = lines.map(change);
    expect(changed).not.toEqual(lines);
    expect(lint(changed).join('\n')).toMatch(complaint);
  });

  it('one id twice', () => {
    const lines = linesOf(DASHBOARDS);
    expect(lint([...lines, ...lines.slice(-1)]).join('\n')).toMatch(/id is used twice/);
  });
});

describe('detection rules', () => {
  const rules = linesOf('saved-searches/elastic/rules.ndjson').map((line) => JSON.parse(line) as Record<string, unknown>);

  it('promote incidents with their own severity and score', () => {
    const [incident] = rules;
    expect(incident).toMatchObject({ type: 'query', index: ['throughline-incidents-*'], rule_name_override: 'message' });
    expect(incident?.severity_mapping).toHaveLength(4);
    expect(incident?.risk_score_mapping).toEqual([{ field: 'event.risk_score', operator: 'equals', value: '' }]);
  });

  it('have fixed ids, one each', () => {
    const ids = rules.map((rule) => rule.rule_id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

const VALIDATOR = process.env.ELASTIC_PACKAGE_VALIDATE ?? '../shared/tools/elastic-package-validate';
const validating = existsSync(VALIDATOR);
if (!validating) process.stderr.write(`content package: not validated, no ${VALIDATOR} (set ELASTIC_PACKAGE_VALIDATE)\n`);

describe('the content package', () => {
  it('has the same bytes every time', () => {
    expect(Buffer.from(kibanaPackage('0.1.0')).equals(Buffer.from(kibanaPackage('0.1.0')))).toBe(true);
  });

  it.skipIf(!validating)("passes Elastic's own validation", () => {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-package-'));
    try {
      const path = join(folder, 'throughline-0.1.0.zip');
      writeFileSync(path, kibanaPackage('0.1.0'));
      expect(execFileSync(VALIDATOR, [path], { encoding: 'utf8' }).trim()).toBe('valid');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
