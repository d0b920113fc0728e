import type { SplunkPiece } from '../../connectors/splunk/install-pieces.js';
import type { ArchiveFile } from '../panels/splunk/app-archive.js';
import { parseConf } from '../panels/splunk/lint/parse-conf.js';
import { APP, INDEX_MACRO, inputMacro } from '../panels/splunk/splunk-names.js';

const NAMESPACE = `/servicesNS/nobody/${APP}`;
const VIEW = /^default\/data\/ui\/views\/([^/]+)\.xml$/;

/** `saved/searches` calls some settings of `savedsearches.conf` by names of its own. */
const SAVED_SEARCH_NAMES: Readonly<Record<string, string>> = {
  enableSched: 'is_scheduled',
  counttype: 'alert_type',
  relation: 'alert_comparator',
  quantity: 'alert_threshold',
};

/** The files whose stanzas are objects of their own, in the order in which objects need each other. */
const CONF_FILES: readonly (Pick<SplunkPiece, 'title' | 'collection' | 'creation' | 'global'> & { readonly file: string })[] = [
  { file: 'collections', title: 'collection', collection: `${NAMESPACE}/storage/collections/config`, creation: 'name-first', global: true },
  { file: 'transforms', title: 'lookup', collection: `${NAMESPACE}/configs/conf-transforms`, creation: 'whole', global: true },
  { file: 'props', title: 'sourcetype', collection: `${NAMESPACE}/configs/conf-props`, creation: 'whole', global: true },
  { file: 'macros', title: 'macro', collection: `${NAMESPACE}/configs/conf-macros`, creation: 'whole', global: true },
  { file: 'eventtypes', title: 'event type', collection: `${NAMESPACE}/configs/conf-eventtypes`, creation: 'whole', global: true },
  { file: 'tags', title: 'tag', collection: `${NAMESPACE}/configs/conf-tags`, creation: 'whole', global: true },
  { file: 'savedsearches', title: 'saved search', collection: `${NAMESPACE}/saved/searches`, creation: 'whole', global: false },
];

/** What a site sets for itself: where its events lie, and which alerts run when. */
function ofSite(file: string, name: string): readonly string[] {
  if (file === 'savedsearches') return ['disabled', 'cron_schedule'];
  return file === 'macros' && (name === INDEX_MACRO || name.startsWith(inputMacro(''))) ? ['definition'] : [];
}

/**
 * Every object of the app that its REST interface can make, from the files of which the archive is built. Icons, licence, read-me and
 * manifest are in the archive alone.
 */
export function splunkPieces(files: readonly ArchiveFile[]): readonly SplunkPiece[] {
  const text = (path: string): string => Buffer.from(files.find((file) => file.path === path)?.bytes ?? []).toString('utf8');
  const stanzas = (file: string) =>
    parseConf(text(`default/${file}.conf`)).stanzas.map(({ name, settings }) => ({
      name,
      settings: Object.fromEntries(settings.map(({ key, value }) => [key, value])),
    }));
  const objects = CONF_FILES.flatMap(({ file, ...kind }) =>
    stanzas(file).map(({ name, settings }): SplunkPiece => ({
      ...kind,
      name,
      settings: file === 'savedsearches' ? renamed(settings) : settings,
      ofSite: ofSite(file, name),
    })),
  );
  const page = (title: string, kind: 'views' | 'nav', name: string): SplunkPiece => ({
    title,
    collection: `${NAMESPACE}/data/ui/${kind}`,
    name,
    settings: { 'eai:data': text(`default/data/ui/${kind}/${name}.xml`) },
    ofSite: [],
    creation: kind === 'nav' ? 'with-app' : 'whole',
    global: false,
  });
  const views = files.flatMap(({ path }) => {
    const [, name] = VIEW.exec(path) ?? [];
    return name === undefined ? [] : [page('dashboard', 'views', name)];
  });
  return [appItself(stanzas('app')), ...objects, ...views, page('navigation', 'nav', 'default')];
}

const renamed = (settings: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(settings).map(([key, value]) => [SAVED_SEARCH_NAMES[key] ?? key, value]));

function appItself(stanzas: readonly { readonly name: string; readonly settings: Readonly<Record<string, string>> }[]): SplunkPiece {
  const setting = (stanza: string, key: string): string => stanzas.find(({ name }) => name === stanza)?.settings[key] ?? '';
  return {
    title: 'app',
    collection: '/services/apps/local',
    name: APP,
    settings: {
      label: setting('ui', 'label'),
      author: setting('launcher', 'author'),
      description: setting('launcher', 'description'),
      version: setting('launcher', 'version'),
      visible: setting('ui', 'is_visible'),
    },
    ofSite: [],
    creation: 'whole',
    global: false,
  };
}
