import { DOMAINS } from '../../activity/domains.js';
import type { PanelKind } from '../panel-file.js';
import { searchText, toldTime } from './document-search.js';
import { INDEX_MACRO, inputMacro, macroCall, PLACES } from './splunk-names.js';

type Json = Readonly<Record<string, unknown>>;

export const DATA_HEALTH_TITLE = 'Data health';
export const DATA_HEALTH_DESCRIPTION =
  'Whether the app finds what it reads: the indexes behind each macro, what Throughline wrote, and when.';

const WIDTH = 1440;

const GUIDE = `**Nothing below a heading means that its macro finds nothing.** Set the macros under *Settings > Advanced search > Search macros* of this app:
\`${INDEX_MACRO}\` names the index that Throughline writes to, \`${inputMacro('email')}\` and its siblings the indexes that hold events of a domain, for example \`index=o365 sourcetype="o365:management:activity"\`.
The user needs a role that may search these indexes. A collection with 50,000 rows or more may be shown in part: see *limits.conf*, \`max_rows_per_query\`.`;

/** Events behind a macro, by index and sourcetype; from the index files alone, without reading an event. */
const eventsBehind = (macro: string, by: string): string =>
  searchText([
    `| tstats count max(_time) as latest where ${macroCall(macro)} by ${by}`,
    'sort 0 -num(count)',
    toldTime('latest', false),
    `rename sourcetype as "Sourcetype", count as "Events", latest as "Latest event"${by.includes('index') ? ', index as "Index"' : ''}`,
  ]);

const rowsIn = (lookup: string): string =>
  searchText([`| inputlookup ${lookup}`, 'stats count as rows max(updated) as latest', 'table rows', 'rename rows as "Rows"']);

const source = (name: string, query: string): Json => ({
  type: 'ds.search',
  name,
  options: { query, queryParameters: { earliest: '$global_time.earliest$', latest: '$global_time.latest$' } },
});

interface Tile {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly query: string;
  readonly type: 'splunk.singlevalue' | 'splunk.table';
  readonly position: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}

const KINDS: readonly (readonly [kind: PanelKind, title: string])[] = [
  ['incident', 'Incidents'],
  ['step', 'Lines of incidents'],
  ['action', 'Actions'],
  ['entity', 'Users and devices'],
  ['indicator', 'Domains and addresses'],
  ['health', 'Health records'],
];

const collections = (): readonly Tile[] => {
  const width = WIDTH / KINDS.length;
  return KINDS.flatMap(([kind, title], index) => {
    const place = PLACES[kind];
    if (place.in !== 'collection') return [];
    return [
      {
        id: `collection_${kind}`,
        title,
        description: `Rows of the collection ${place.lookup}`,
        query: rowsIn(place.lookup),
        type: 'splunk.singlevalue' as const,
        position: { x: index * width, y: 160, w: width, h: 160 },
      },
    ];
  });
};

const output = (): Tile => ({
  id: 'output',
  title: 'Output index',
  description: `Events that Throughline wrote, behind the macro ${INDEX_MACRO}`,
  query: eventsBehind(INDEX_MACRO, 'sourcetype'),
  type: 'splunk.table',
  position: { x: 0, y: 320, w: WIDTH / 4, h: 320 },
});

const inputs = (): readonly Tile[] =>
  DOMAINS.map((domain, index) => ({
    id: `input_${domain}`,
    title: `Input: ${domain}`,
    description: `Events behind the macro ${inputMacro(domain)}`,
    query: eventsBehind(inputMacro(domain), 'index sourcetype'),
    type: 'splunk.table',
    position: { x: ((index + 1) % 4) * (WIDTH / 4), y: index + 1 < 4 ? 320 : 640, w: WIDTH / 4, h: 320 },
  }));

/** The page that says which macro finds nothing, before anybody wonders at empty dashboards. */
export const dataHealth = (): Json => {
  const tiles = [...collections(), output(), ...inputs()];
  return {
    title: DATA_HEALTH_TITLE,
    description: DATA_HEALTH_DESCRIPTION,
    dataSources: Object.fromEntries(tiles.map(({ id, title, query }) => [`search_${id}`, source(title, query)])),
    visualizations: Object.fromEntries([
      ['guide', { type: 'splunk.markdown', options: { markdown: GUIDE, fontSize: 'default' } }],
      ...tiles.map(({ id, title, description, type }) => [
        `panel_${id}`,
        {
          type,
          title,
          description,
          dataSources: { primary: `search_${id}` },
          options: type === 'splunk.table' ? { count: 10, headerVisibility: 'fixed' } : { sparklineDisplay: 'off', trendDisplay: 'off' },
        },
      ]),
    ]),
    inputs: {
      input_time: { type: 'input.timerange', title: 'Time', options: { token: 'global_time', defaultValue: '-24h@h,now' } },
    },
    layout: {
      globalInputs: ['input_time'],
      tabs: { items: [{ layoutId: 'layout_1', label: DATA_HEALTH_TITLE }] },
      layoutDefinitions: {
        layout_1: {
          type: 'grid',
          options: { width: WIDTH, height: 960 },
          structure: [
            { item: 'guide', type: 'block', position: { x: 0, y: 0, w: WIDTH, h: 160 } },
            ...tiles.map(({ id, position }) => ({ item: `panel_${id}`, type: 'block', position })),
          ],
        },
      },
    },
  };
};

/** Name of the page's view. */
export const DATA_HEALTH_VIEW = 'data_health';
