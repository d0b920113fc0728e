import { stringify } from 'yaml';
import { DETECTION_RULES } from './detection-rules.js';
import type { SavedObject } from './saved-object.js';

/** Name of the package and of its root folder. */
export const PACKAGE_NAME = 'throughline';

interface PackageFile {
  /** Path below the root folder. */
  readonly path: string;
  readonly text: string;
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** Data views and tags cannot lie in a content package: the one are imported from a file of their own, the other are named in `tags.yml`. */
const FOLDERS: Readonly<Record<string, string>> = { dashboard: 'dashboard', search: 'search' };

const README = `# Throughline

Dashboards, saved searches and detection rules over the documents that Throughline writes: incidents, anomalies, proposed
actions, profiles of users and devices, the lives of domains and addresses, and the health of the sources.

The package brings no data: Throughline itself creates its data streams and indices. It brings no data views either, since
content packages cannot: import \`dashboards/kibana/data-views.ndjson\` of Throughline under *Stack Management > Saved Objects*,
or run \`throughline install elastic\`.
`;

const manifest = (version: string): string =>
  stringify({
    format_version: '3.4.0',
    name: PACKAGE_NAME,
    title: 'Throughline',
    version,
    type: 'content',
    description: 'Dashboards, searches and rules for cross-domain incidents found by Throughline',
    categories: ['security', 'threat_intel'],
    source: { license: 'Apache-2.0' },
    conditions: { kibana: { version: '^8.16.0 || ^9.0.0' }, elastic: { subscription: 'basic', capabilities: ['security'] } },
    owner: { github: 'throughline/maintainers', type: 'community' },
  });

const changelog = (version: string): string =>
  stringify([
    {
      version,
      changes: [
        {
          description: 'Dashboards, saved searches and rules.',
          type: 'enhancement',
          link: 'https://github.com/throughline/throughline/pull/1',
        },
      ],
    },
  ]);

/**
 * The files of an Elastic content package with the same objects as the importable file, and the rules.
 *
 * @param version semantic version of the package
 */
export const contentPackage = (objects: readonly SavedObject[], version: string): readonly PackageFile[] => [
  { path: 'manifest.yml', text: manifest(version) },
  { path: 'changelog.yml', text: changelog(version) },
  { path: 'docs/README.md', text: README },
  ...objects.flatMap((object) => {
    const folder = FOLDERS[object.type];
    return folder === undefined
      ? []
      : [
          {
            path: `kibana/${folder}/${object.id}.json`,
            text: json({ ...object, references: object.references.filter(({ type }) => type !== 'tag') }),
          },
        ];
  }),
  ...DETECTION_RULES.map((rule) => ({
    path: `kibana/security_rule/${rule.rule_id}.json`,
    text: json({ id: rule.rule_id, type: 'security-rule', attributes: rule }),
  })),
  { path: 'kibana/tags.yml', text: stringify([{ text: 'Throughline', asset_types: ['dashboard', 'search'] }]) },
];
