import { validate } from 'node-cron';
import { searchWorld, settingOf, stanzasOf, viewsOf, type AppTexts } from './app-world.js';
import { CONF_KEYS, isKnownKey } from './conf-keys.js';
import { lintSearch, type SearchWorld } from './lint-search.js';
import { viewProblems } from './lint-view.js';
import { parseConf } from './parse-conf.js';

/** Something wrong in a file of the app. */
export interface AppProblem {
  readonly path: string;
  readonly message: string;
}

/** Files without which Splunk does not take the app, or a check of it fails. */
const NEEDED = ['app.manifest', 'README.md', 'LICENSE', 'default/app.conf', 'default/data/ui/nav/default.xml', 'metadata/default.meta'];

function* repeated(names: readonly { readonly name: string; readonly line: number }[], what: string): Generator<string> {
  const seen = new Set<string>();
  for (const { name, line } of names) {
    if (seen.has(name)) yield `line ${String(line)}: the ${what} ${name} stands twice`;
    seen.add(name);
  }
}

function* confProblems(file: string, text: string): Generator<string> {
  const { stanzas, problems } = parseConf(text);
  if (!Object.hasOwn(CONF_KEYS, file)) yield 'no such file belongs to the app';
  for (const { line, message } of problems) yield `line ${String(line)}: ${message}`;
  yield* repeated(stanzas, 'stanza');
  for (const { settings } of stanzas) {
    yield* repeated(
      settings.map(({ key, line }) => ({ name: key, line })),
      'setting',
    );
    for (const { key, line } of settings) if (!isKnownKey(file, key)) yield `line ${String(line)}: unknown setting ${key}`;
  }
}

const minutesOf = (cron: string): readonly number[] => {
  const [minute = ''] = cron.split(' ');
  const [, from = minute, to = from, step = '60'] = /^(\d+)(?:-(\d+))?(?:\/(\d+))?$/.exec(minute) ?? [];
  const found: number[] = [];
  for (let at = Number(from); at <= Number(to); at += Number(step)) found.push(at);
  return found;
};

function* savedSearchProblems(app: AppTexts, world: SearchWorld): Generator<string> {
  const taken = new Map<number, string>();
  for (const stanza of stanzasOf(app, 'savedsearches.conf')) {
    const { name } = stanza;
    for (const message of lintSearch(settingOf(stanza, 'search') ?? '', world)) yield `[${name}] ${message}`;
    for (const key of ['description', 'dispatch.earliest_time', 'dispatch.latest_time'])
      if ((settingOf(stanza, key) ?? '') === '') yield `[${name}] ${key} is missing`;
    const view = settingOf(stanza, 'request.ui_dispatch_view');
    if (view !== undefined && view !== 'search' && !viewsOf(app).has(view)) yield `[${name}] there is no view ${view}`;
    if (settingOf(stanza, 'enableSched') !== '1') continue;
    const cron = settingOf(stanza, 'cron_schedule') ?? '';
    if (cron.split(' ').length !== 5 || !validate(cron)) yield `[${name}] '${cron}' is no schedule`;
    if (settingOf(stanza, 'disabled') !== '1') yield `[${name}] a scheduled search is switched off until somebody wants it`;
    for (const minute of minutesOf(cron)) {
      const other = taken.get(minute);
      if (other !== undefined) yield `[${name}] it begins in minute ${String(minute)}, as ${other} does`;
      taken.set(minute, name);
    }
  }
}

function* referenceProblems(app: AppTexts, world: SearchWorld): Generator<AppProblem> {
  const collections = new Set(stanzasOf(app, 'collections.conf').map(({ name }) => name));
  for (const stanza of stanzasOf(app, 'transforms.conf')) {
    const collection = settingOf(stanza, 'collection') ?? '';
    if (!collections.has(collection))
      yield { path: 'default/transforms.conf', message: `[${stanza.name}] there is no collection ${collection}` };
  }
  const eventtypes = new Set(stanzasOf(app, 'eventtypes.conf').map(({ name }) => `eventtype=${name}`));
  for (const { name } of stanzasOf(app, 'tags.conf'))
    if (!eventtypes.has(name)) yield { path: 'default/tags.conf', message: `[${name}] there is no such event type` };
  for (const stanza of stanzasOf(app, 'eventtypes.conf')) {
    const search = settingOf(stanza, 'search') ?? '';
    if (search.includes('`'))
      yield { path: 'default/eventtypes.conf', message: `[${stanza.name}] a macro in an event type fails on indexers` };
    const [, sourcetype = ''] = /^sourcetype="(.*)"$/.exec(search) ?? [];
    if (!world.sourcetypes.has(sourcetype))
      yield { path: 'default/eventtypes.conf', message: `[${stanza.name}] nothing says how ${sourcetype} is read` };
  }
}

function* navigationProblems(app: AppTexts): Generator<string> {
  const nav = app.get('default/data/ui/nav/default.xml') ?? '';
  const views = viewsOf(app);
  const reports = new Set(stanzasOf(app, 'savedsearches.conf').map(({ name }) => name));
  const named = (element: string): readonly string[] =>
    [...nav.matchAll(new RegExp(`<${element} name="([^"]*)"`, 'g'))].map(([, name = '']) => name.replaceAll('&amp;', '&'));
  for (const view of named('view')) if (view !== 'search' && !views.has(view)) yield `there is no view ${view}`;
  for (const report of named('saved')) if (!reports.has(report)) yield `there is no report ${report}`;
  for (const view of views) if (!named('view').includes(view)) yield `the view ${view} is in no menu`;
}

/**
 * What is wrong with an app: settings and stanzas, references, schedules, every search, every dashboard. Empty if nothing is.
 *
 * @param app its text files by path below its folder
 */
export function lintApp(app: AppTexts): readonly AppProblem[] {
  const world = searchWorld(app);
  const problems: AppProblem[] = [];
  const add = (path: string, messages: Iterable<string>): void => {
    for (const message of messages) problems.push({ path, message });
  };
  for (const path of NEEDED) if (!app.has(path)) problems.push({ path, message: 'the file is missing' });
  for (const [path, text] of app) {
    const file = path.split('/').at(-1) ?? path;
    if (file.endsWith('.conf') || file.endsWith('.meta')) add(path, confProblems(file, text));
    if (path.startsWith('default/data/ui/views/')) add(path, viewProblems(text, app, world));
  }
  add('default/savedsearches.conf', savedSearchProblems(app, world));
  problems.push(...referenceProblems(app, world));
  add('default/data/ui/nav/default.xml', navigationProblems(app));
  return problems;
}
