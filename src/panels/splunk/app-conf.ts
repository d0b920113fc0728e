import type { Dashboard } from '../load-dashboards.js';
import type { Stanza } from './conf-text.js';
import { DATA_HEALTH_VIEW } from './data-health.js';
import { APP, viewOf } from './splunk-names.js';
import { escapeXml } from './studio-dashboard.js';

const TITLE = 'Throughline';
const DESCRIPTION = 'Incidents across email, identity, SaaS, network, endpoint and cloud, told as one story with its evidence.';
/** Of the app's icon and of the bar in its navigation. */
const COLOUR = '#0072b2';

export const appStanzas = (version: string): readonly Stanza[] => [
  {
    name: 'install',
    settings: [
      ['is_configured', 0],
      ['state', 'enabled'],
      ['build', 1],
    ],
  },
  {
    name: 'id',
    settings: [
      ['name', APP],
      ['version', version],
    ],
  },
  {
    name: 'package',
    settings: [
      ['id', APP],
      ['check_for_updates', 0],
    ],
  },
  {
    name: 'launcher',
    settings: [
      ['author', TITLE],
      ['description', DESCRIPTION],
      ['version', version],
    ],
  },
  {
    name: 'ui',
    settings: [
      ['is_visible', 1],
      ['label', TITLE],
      ['supported_themes', 'light,dark'],
    ],
  },
];

export const appManifest = (version: string): string =>
  `${JSON.stringify(
    {
      schemaVersion: '2.0.0',
      info: {
        title: TITLE,
        id: { group: null, name: APP, version },
        author: [{ name: TITLE, email: null, company: null }],
        releaseDate: null,
        description: DESCRIPTION,
        classification: { intendedAudience: 'Security', categories: ['Security, Fraud & Compliance'], developmentStatus: null },
        commonInformationModels: null,
        license: { name: 'Apache-2.0', text: 'LICENSE', uri: 'https://www.apache.org/licenses/LICENSE-2.0' },
        privacyPolicy: { name: null, text: null, uri: null },
        releaseNotes: { name: null, text: null, uri: null },
      },
      dependencies: null,
      tasks: null,
      inputGroups: null,
      incompatibleApps: null,
      platformRequirements: null,
      supportedDeployments: ['_standalone', '_distributed', '_search_head_clustering'],
      targetWorkloads: ['_search_heads'],
    },
    undefined,
    2,
  )}\n`;

/** Everybody who may use the app reads; administrators write, on premises and in Splunk Cloud. What other apps may use is exported. */
export const metadata = (): string => {
  const exported = ['macros', 'lookups', 'transforms', 'collections', 'props', 'eventtypes', 'tags'];
  return [
    '[]',
    'access = read : [ * ], write : [ admin, sc_admin ]',
    'export = none',
    '',
    ...exported.flatMap((type) => [`[${type}]`, 'export = system', '']),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
};

/** The menu: the dashboards in their order, the page on the data, the questions of analysts, and the search page. */
export const navigation = (dashboards: readonly Dashboard[], reports: readonly string[]): string => {
  const views = [...dashboards.map(({ id }) => viewOf(id)), DATA_HEALTH_VIEW];
  return [
    `<nav search_view="search" color="${COLOUR}">`,
    ...views.map((view, index) => `  <view name="${escapeXml(view)}"${index === 0 ? ' default="true"' : ''} />`),
    '  <collection label="Questions">',
    ...reports.map((name) => `    <saved name="${escapeXml(name)}" />`),
    '  </collection>',
    '  <view name="search" />',
    '</nav>',
    '',
  ].join('\n');
};
