import { fieldsOf } from '../load-panels.js';
import type { Question } from '../load-questions.js';
import type { Stanza } from './conf-text.js';
import { documentCommands, filterCommands, listedRows, searchText } from './document-search.js';
import { APP, macroCall, revisionsMacro } from './splunk-names.js';

/** Rows that a saved search gives at most. */
const MOST_ROWS = 1000;
const REPORT_RANGE = [
  ['dispatch.earliest_time', '-30d@d'],
  ['dispatch.latest_time', 'now'],
] as const;

const nameOf = (title: string): string => `Throughline - ${title}`;

const questionSearch = ({ documents, filter, columns, sort }: Question): string =>
  searchText([
    ...documentCommands(documents),
    ...filterCommands(documents, filter ?? [], { truths: [] }),
    ...listedRows(
      fieldsOf(documents),
      { columns: columns.map((field) => ({ field, label: field })), sort, descending: true, limit: MOST_ROWS },
      [],
    ),
  ]);

const question = (asked: Question): Stanza => ({
  name: nameOf(asked.title),
  settings: [
    ['description', asked.question],
    ['search', questionSearch(asked)],
    ...REPORT_RANGE,
    ['enableSched', 0],
    ['request.ui_dispatch_app', APP],
    ['request.ui_dispatch_view', 'search'],
  ],
});

interface Promotion {
  readonly title: string;
  readonly description: string;
  readonly search: string;
  /** No two begin in the same minute. */
  readonly cron: string;
  readonly range: readonly (readonly [string, string])[];
  /** What is told once a day, whatever changes about it. */
  readonly once: string;
  /** 3 warning, 4 error, 5 severe. */
  readonly severity: number;
}

const PROMOTIONS: readonly Promotion[] = [
  {
    title: 'Incident that needs a person',
    description: 'Incidents that need a person, as soon as a revision says so: once a day each, gravest first.',
    search: searchText([
      macroCall(revisionsMacro('incident')),
      'where incident_needs_person="true"',
      'sort 0 -num(incident_revision), +str(id)',
      'dedup tenant id',
      'sort 0 -num(incident_score), +str(id)',
      'table incident_id incident_title incident_score incident_queue incident_severity incident_needs_person_reason incident_domains incident_models related_user related_ip related_hosts',
    ]),
    cron: '1-56/5 * * * *',
    range: [
      ['dispatch.earliest_time', '-90d@d'],
      ['dispatch.latest_time', 'now'],
      ['dispatch.index_earliest', '-10m@m'],
      ['dispatch.index_latest', 'now'],
    ],
    once: 'incident_id',
    severity: 5,
  },
  {
    title: 'Source silent or not readable',
    description: 'Sources that fell silent, or many of whose records cannot be used: what they would show is not seen.',
    search: searchText([
      ...documentCommands('health'),
      'where health_topic="source" AND health_status="poor"',
      'sort 0 +str(health_name)',
      'table health_name health_status health_source_behind_hours health_source_dead message',
    ]),
    cron: '4-49/15 * * * *',
    range: [
      ['dispatch.earliest_time', '-7d@d'],
      ['dispatch.latest_time', 'now'],
    ],
    once: 'health_name',
    severity: 3,
  },
];

/** A scheduled search that raises alerts; it does nothing until an administrator enables it. */
const promotion = ({ title, description, search, cron, range, once, severity }: Promotion): Stanza => ({
  name: nameOf(title),
  settings: [
    ['description', description],
    ['search', search],
    ['disabled', 1],
    ['enableSched', 1],
    ['cron_schedule', cron],
    ['schedule_window', 'auto'],
    ['allow_skew', '5m'],
    ...range,
    ['dispatch.ttl', '2p'],
    ['counttype', 'number of events'],
    ['relation', 'greater than'],
    ['quantity', 0],
    ['alert.track', 1],
    ['alert.digest_mode', 0],
    ['alert.severity', severity],
    ['alert.expires', '7d'],
    ['alert.suppress', 1],
    ['alert.suppress.fields', once],
    ['alert.suppress.period', '24h'],
    ['request.ui_dispatch_app', APP],
    ['request.ui_dispatch_view', 'search'],
  ],
});

/** Reports, one a question of an analyst, and the searches that promote documents to alerts, switched off. */
export const savedSearchStanzas = (questions: readonly Question[]): readonly Stanza[] => [
  ...questions.map(question),
  ...PROMOTIONS.map(promotion),
];

/** Names of the reports, for the menu. */
export const reportNames = (questions: readonly Question[]): readonly string[] => questions.map(({ title }) => nameOf(title));
