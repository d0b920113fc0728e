import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readAppFolder, splunkAppFolder } from '../../src/cli/splunk-app-folder.js';
import { searchWorld, settingOf, stanzasOf, type AppTexts } from '../../src/panels/splunk/lint/app-world.js';
import { CONF_KEYS } from '../../src/panels/splunk/lint/conf-keys.js';
import { lintApp } from '../../src/panels/splunk/lint/lint-app.js';
import { lintSearch, type SearchWorld } from '../../src/panels/splunk/lint/lint-search.js';
import { definitionIn } from '../../src/panels/splunk/lint/lint-view.js';
import { parseConf } from '../../src/panels/splunk/lint/parse-conf.js';

let app: AppTexts;
let world: SearchWorld;
let searches: readonly string[];

beforeAll(() => {
  app = new Map(
    readAppFolder(splunkAppFolder())
      .filter(({ path }) => !path.endsWith('.png'))
      .map(({ path, bytes }) => [path, Buffer.from(bytes).toString('utf8')]),
  );
  world = searchWorld(app);
  const views = [...app].filter(([path]) => path.includes('/views/')).map(([, xml]) => definitionIn(xml));
  searches = [
    ...stanzasOf(app, 'savedsearches.conf').map((stanza) => settingOf(stanza, 'search') ?? ''),
    ...views.flatMap((view) =>
      Object.values((view as { dataSources: Record<string, { options: { query: string } }> }).dataSources).map(
        ({ options }) => options.query,
      ),
    ),
  ];
});

describe('the app that is shipped', () => {
  it('has nothing wrong with it', () => {
    expect(lintApp(app)).toEqual([]);
    expect(searches.length).toBeGreaterThan(120);
  });
});

/** Mistakes that people make in searches; each applies where its pattern occurs. */
const MISTAKES: readonly (readonly [name: string, change: (search: string) => string])[] = [
  ['a quote that is not closed', (search) => search.replace(/"([^"]*)"/, '"$1')],
  ['a bracket that is not closed', (search) => search.replace(')', '')],
  ['a bracket that was not opened', (search) => search.replace('(', '')],
  ['a double pipe', (search) => search.replace(/ \| (?=\w)/, ' | | ')],
  ['a pipe at the end', (search) => `${search} |`],
  ['a lost pipe', (search) => search.replace(/ \| (table|sort|head|stats) /, ' $1 ')],
  ['a misspelt command', (search) => search.replace(/\| (t)able /, '| tabel ')],
  ['a command that nobody executes', (search) => search.replace('| table ', '| join id [ search x ] | table ')],
  ['a misspelt function', (search) => search.replace('strftime(', 'strtime(')],
  ['a missing argument', (search) => search.replace(/strftime\((\w+), "[^"]*"\)/, 'strftime($1)')],
  ['a misspelt aggregation', (search) => search.replace('count as', 'cuont as')],
  ['an aggregation without a field', (search) => search.replace(/max\(\w+\)/, 'max')],
  ['a comma that is missing in rename', (search) => search.replace(/", (\w+ as )/, '" $1')],
  ['a rename without as', (search) => search.replace(/ as "/, ' "')],
  ['a field that a table dropped', (search) => search.replace(/\| table (\w+) ([^|]+)\| rename \1 as/, '| table $2| rename $1 as')],
  [
    'a field that there is not',
    (search) => search.replace(/(?<![$\w])(incident|entity|anomaly|action|health|step|indicator)_\w+(?=[=<>,) ])(?!=[a-z])/, '$1_nowhere'),
  ],
  ['a macro that there is not', (search) => search.replace(/`throughline_/, '`thruline_')],
  ['a macro with an argument', (search) => search.replace(/`(throughline_\w+)`/, '`$1(x)`')],
  ['a backtick that is not closed', (search) => search.replace(/`(throughline_\w+)`/, '`$1')],
  ['a lookup that there is not', (search) => search.replace('inputlookup throughline_', 'inputlookup thruline_')],
  ['a sort that cuts', (search) => search.replace('sort 0 ', 'sort ')],
  ['a token without its filter', (search) => search.replace(/\$(\w+)\|s\$/, '$$$1$$')],
  [
    'a search of every index',
    (search) => search.replace(/`throughline_(anomalies|dead_letters|incident_revisions)`/, 'index=* sourcetype="throughline:anomaly"'),
  ],
  [
    'a search of no index',
    (search) => search.replace(/`throughline_(anomalies|dead_letters|incident_revisions)`/, 'sourcetype="throughline:anomaly"'),
  ],
];

describe('a mistake in a search is found', () => {
  it.each(MISTAKES)('%s', (_name, change) => {
    const changed = searches.map((search) => [search, change(search)] as const).filter(([before, after]) => before !== after);
    expect(changed.length).toBeGreaterThan(0);
    for (const [, after] of changed) expect(lintSearch(after, world), after).not.toEqual([]);
  });
});

const APP_MISTAKES: readonly (readonly [name: string, path: string, change: (text: string) => string, complaint: RegExp])[] = [
  ['an unknown setting', 'default/savedsearches.conf', (text) => text.replace('enableSched', 'enableShed'), /unknown setting enableShed/],
  [
    'a stanza that stands twice',
    'default/macros.conf',
    (text) => `${text}\n[throughline_index]\ndefinition = index=x\n`,
    /stanza throughline_index stands twice/,
  ],
  [
    'a setting that stands twice',
    'default/macros.conf',
    (text) => text.replace('iseval = 0', 'iseval = 0\niseval = 0'),
    /setting iseval stands twice/,
  ],
  ['a line that is none', 'default/macros.conf', (text) => text.replace('iseval = 0', 'iseval'), /neither a stanza nor a setting/],
  [
    'a schedule that is none',
    'default/savedsearches.conf',
    (text) => text.replace('1-56/5 * * * *', '61 * * * *'),
    /'61 \* \* \* \*' is no schedule/,
  ],
  ['two searches in one minute', 'default/savedsearches.conf', (text) => text.replace('4-49/15', '1-46/15'), /begins in minute 1, as/],
  [
    'a scheduled search that is on',
    'default/savedsearches.conf',
    (text) => text.replace('disabled = 1', 'disabled = 0'),
    /switched off until/,
  ],
  [
    'a search without a time',
    'default/savedsearches.conf',
    (text) => text.replace('dispatch.latest_time = now\n', ''),
    /dispatch\.latest_time is missing/,
  ],
  [
    'a search without a description',
    'default/savedsearches.conf',
    (text) => text.replace(/description = .*\n/, ''),
    /description is missing/,
  ],
  [
    'a lookup without its collection',
    'default/collections.conf',
    (text) => text.replace('[throughline_steps]', '[steps]'),
    /no collection throughline_steps/,
  ],
  ['a lookup that lost a field', 'default/transforms.conf', (text) => text.replace('incident_queue, ', ''), /no field 'incident_queue'/],
  ['a tag of no event type', 'default/tags.conf', (text) => text.replace('_incident', '_incidents'), /no such event type/],
  [
    'an event type with a macro',
    'default/eventtypes.conf',
    (text) => text.replace(/search = .*/, 'search = `throughline_index`'),
    /fails on indexers/,
  ],
  [
    'a menu with a view that there is not',
    'default/data/ui/nav/default.xml',
    (text) => text.replace('"overview"', '"overwiev"'),
    /no view overwiev/,
  ],
  [
    'a menu with a report that there is not',
    'default/data/ui/nav/default.xml',
    (text) => text.replace('Latest anomalies', 'Last anomalies'),
    /no report Throughline - Last anomalies/,
  ],
  [
    'a definition that does not parse',
    'default/data/ui/views/overview.xml',
    (text) => text.replace('"title":', 'title:'),
    /no definition that parses/,
  ],
  [
    'a source that there is not',
    'default/data/ui/views/overview.xml',
    (text) => text.replace('"primary": "search_incidents_open"', '"primary": "search_gone"'),
    /no data source search_gone/,
  ],
  [
    'a source that nothing shows',
    'default/data/ui/views/overview.xml',
    (text) => text.replace('"primary": "search_incidents_open"', '"primary": "search_actions_awaiting"'),
    /search_incidents_open: nothing shows it/,
  ],
  [
    'a token that nothing sets',
    'default/data/ui/views/overview.xml',
    (text) => text.replace('"token": "incident_queue"', '"token": "queue"'),
    /nothing sets the token incident_queue/,
  ],
  [
    'a click to nowhere',
    'default/data/ui/views/overview.xml',
    (text) => text.replace('/app/throughline/incident_detail', '/app/throughline/incident'),
    /which there is not/,
  ],
  [
    'a click that sets what the other has not',
    'default/data/ui/views/overview.xml',
    (text) => text.replace('form.incident_id=', 'form.incident='),
    /sets form\.incident, which incident_detail has not/,
  ],
  [
    'a value in an address as it is',
    'default/data/ui/views/overview.xml',
    (text) => text.replace('.value|u$', '.value$'),
    /without the filter u/,
  ],
  [
    'a panel that stands nowhere',
    'default/data/ui/views/overview.xml',
    (text) => text.replace('"item": "panel_incidents_open"', '"item": "panel_gone"'),
    /panel_incidents_open: it stands nowhere/,
  ],
  [
    'an input that there is not',
    'default/data/ui/views/overview.xml',
    (text) => text.replace('"input_incident_queue",', '"input_queue",'),
    /no input input_queue/,
  ],
];

describe('a mistake in the app is found', () => {
  it.each(APP_MISTAKES)('%s', (_name, path, change, complaint) => {
    const before = app.get(path) ?? '';
    const after = change(before);
    expect(after).not.toBe(before);
    const said = lintApp(new Map([...app, [path, after]])).map((problem) => `${problem.path}: ${problem.message}`);
    expect(said.join('\n')).toMatch(complaint);
  });

  it('a missing file', () => {
    expect(lintApp(new Map([...app].filter(([path]) => path !== 'app.manifest')))).toContainEqual({
      path: 'app.manifest',
      message: 'the file is missing',
    });
  });
});

describe('a conf file', () => {
  it('may have comments, and values that go on in the next line', () => {
    expect(parseConf('# note\n[a b]\nkey = one \\\n  two\nother=3\n').stanzas).toEqual([
      {
        name: 'a b',
        line: 2,
        settings: [
          { key: 'key', value: 'one \n  two', line: 3 },
          { key: 'other', value: '3', line: 5 },
        ],
      },
    ]);
  });
});

const SPECIFICATIONS = process.env.SPLUNK_CONF_SPEC ?? '../shared/reference/splunk-conf-spec';
const specified = existsSync(SPECIFICATIONS);
if (!specified)
  process.stderr.write(`conf files: not compared with Splunk's specifications, no ${SPECIFICATIONS} (set SPLUNK_CONF_SPEC)\n`);

/** Settings that a specification describes: names, and patterns for those with a free part in angle brackets. */
function settingsIn(file: string): readonly RegExp[] {
  const text = readFileSync(join(SPECIFICATIONS, `${file}.spec`), 'utf8');
  return [...text.matchAll(/^([A-Za-z_][^\s=]*)\s*=/gm)].map(
    ([, name = '']) =>
      new RegExp(
        `^${name
          .split(/<[^>]*>/)
          .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
          .join('.+')}$`,
      ),
  );
}

describe.skipIf(!specified)("Splunk's own specifications of conf files, 9.2", () => {
  it.each(Object.keys(CONF_KEYS))('%s: every setting of the app is described there', (file) => {
    const described = settingsIn(file);
    const path = file === 'default.meta' ? 'metadata/default.meta' : `default/${file}`;
    const settings = parseConf(app.get(path) ?? '').stanzas.flatMap((stanza) => stanza.settings);
    expect(settings.length).toBeGreaterThan(0);
    const free = file === 'tags.conf';
    for (const { key } of settings) expect(free || described.some((pattern) => pattern.test(key)), `${file}: ${key}`).toBe(true);
  });

  it('finds a setting that is described nowhere', () => {
    expect(settingsIn('savedsearches.conf').some((pattern) => pattern.test('enableShed'))).toBe(false);
  });
});
