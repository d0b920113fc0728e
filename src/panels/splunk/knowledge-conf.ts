import { DOMAINS } from '../../activity/domains.js';
import type { DocumentField } from '../../documents/document-fields.js';
import { flatName } from '../../documents/flat-record.js';
import { OTHER_DOCUMENTS, sourcetypeOf, STATE, WRITTEN_IDS } from '../../documents/splunk-places.js';
import { fieldsOf } from '../load-panels.js';
import type { DashboardSet } from '../load-dashboards.js';
import type { Question } from '../load-questions.js';
import { PANEL_KINDS, type PanelKind } from '../panel-file.js';
import { fieldsInUse } from '../slim-documents.js';
import type { Stanza } from './conf-text.js';
import { APP, INDEX_MACRO, inputMacro, macroCall, PLACES, REVISED_KINDS, revisionsMacro, TIME_MACRO } from './splunk-names.js';

const KINDS_IN_COLLECTIONS = PANEL_KINDS.filter((kind) => PLACES[kind].in === 'collection');
/** Kinds that have events in the output index. */
export const KINDS_IN_INDEX: readonly PanelKind[] = PANEL_KINDS.filter(
  (kind) => PLACES[kind].in === 'index' || REVISED_KINDS.some((revised) => revised === kind),
);

/** What a lookup gives beside the fields that content asks for: who wrote the record and when, and what every document has. */
const ALWAYS = ['throughline.id', 'throughline.kind', 'throughline.tenant', '@timestamp', 'message', 'event.risk_score'];
/** When the record was last written, seconds since 1970; no field of the document. */
const UPDATED = 'updated';

/** Fields of a kind that dashboards and questions ask for. */
function fieldsAsked(kind: PanelKind, set: DashboardSet, questions: readonly Question[]): readonly DocumentField[] {
  const fields = fieldsOf(kind);
  const asked = questions
    .filter(({ documents }) => documents === kind)
    .flatMap(({ columns, sort, filter }) => [...columns, sort, ...(filter ?? []).map(({ field }) => field)]);
  const controls = set.dashboards.flatMap((dashboard) => [
    ...dashboard.controls.map(({ field }) => field),
    ...(dashboard.focus === undefined ? [] : [dashboard.focus]),
  ]);
  const panels = [...set.panels.values()].filter(({ documents }) => documents === kind);
  return fieldsInUse(panels, [...ALWAYS, ...asked, ...controls]).flatMap((path) => {
    const field = fields.get(path);
    return field === undefined ? [] : [field];
  });
}

const isNumber = ({ type }: DocumentField): boolean => type === 'long' || type === 'double' || type === 'date';

/** A collection that no dashboard shows. */
const service = (name: string, numbers: readonly string[], indexes: Stanza['settings']): Stanza => ({
  name,
  settings: [
    ['enforceTypes', 'false'],
    ['replicate', 'false'],
    ...numbers.map((field) => [`field.${field}`, 'number'] as const),
    ...indexes,
  ],
});

/** Collections of the current state, and those of the service's own state; nothing of them is copied to indexers. */
export const collectionStanzas = (set: DashboardSet, questions: readonly Question[]): readonly Stanza[] => [
  ...KINDS_IN_COLLECTIONS.map((kind): Stanza => {
    const place = PLACES[kind];
    const fields = fieldsAsked(kind, set, questions);
    const numbers = fields.filter((field) => isNumber(field) && !field.many).map(({ path }) => flatName(path));
    return {
      name: place.in === 'collection' ? place.lookup : '',
      settings: [
        ['enforceTypes', 'false'],
        ['replicate', 'false'],
        ...[...numbers, UPDATED].map((name) => [`field.${name}`, 'number'] as const),
        ['accelerated_fields.by_time', '{"timestamp": -1}'],
        ...(fieldsOf(kind).has('throughline.incident.id') ? [['accelerated_fields.by_incident', '{"incident_id": 1}'] as const] : []),
      ],
    };
  }),
  service(OTHER_DOCUMENTS, ['timestamp', UPDATED], [['accelerated_fields.by_kind', '{"tenant": 1, "kind": 1, "timestamp": 1}']]),
  service(WRITTEN_IDS, [UPDATED], [['accelerated_fields.by_age', '{"updated": 1}']]),
  service(STATE, ['n', UPDATED], [['accelerated_fields.by_entry', '{"entry": 1, "n": -1}']]),
];

/** Lookups over the collections. */
export const lookupStanzas = (set: DashboardSet, questions: readonly Question[]): readonly Stanza[] =>
  KINDS_IN_COLLECTIONS.map((kind) => {
    const place = PLACES[kind];
    const name = place.in === 'collection' ? place.lookup : '';
    const fields = fieldsAsked(kind, set, questions).map(({ path }) => flatName(path));
    return {
      name,
      settings: [
        ['external_type', 'kvstore'],
        ['collection', name],
        ['fields_list', ['_key', ...fields, UPDATED].join(', ')],
      ],
    };
  });

const definition = (name: string, text: string): Stanza => ({
  name,
  settings: [
    ['definition', text],
    ['iseval', 0],
  ],
});

/** Nothing is found in an index that nobody has chosen: events are read from indexes that an administrator names, never from all. */
const NONE_CHOSEN = 'index=none_chosen';

export const macroStanzas = (): readonly Stanza[] => [
  definition(INDEX_MACRO, `index=${APP}`),
  ...DOMAINS.map((domain) => definition(inputMacro(domain), NONE_CHOSEN)),
  ...PANEL_KINDS.flatMap((kind) => {
    const place = PLACES[kind];
    return place.in === 'index'
      ? [definition(place.macro, `${macroCall(INDEX_MACRO)} sourcetype="${place.sourcetype}" | dedup tenant id`)]
      : [];
  }),
  definition(
    revisionsMacro('incident'),
    `${macroCall(INDEX_MACRO)} sourcetype="${sourcetypeOf('incident')}" | dedup tenant id incident_revision`,
  ),
  definition(TIME_MACRO, 'addinfo | where timestamp>=info_min_time AND (info_max_time="+Infinity" OR timestamp<info_max_time)'),
];

const extraction = (name: string, { many }: { readonly many: boolean }): string => `spath(_raw, "${name}${many ? '{}' : ''}")`;

/** Fields of the data model Alerts, for incidents. */
const ALERT_FIELDS: readonly (readonly [name: string, expression: string])[] = [
  ['app', `"${APP}"`],
  ['type', '"alert"'],
  ['severity', extraction('incident_severity', { many: false })],
  ['signature', extraction('incident_title', { many: false })],
  ['description', extraction('message', { many: false })],
  ['user', extraction('related_user', { many: true })],
  ['src', extraction('related_ip', { many: true })],
  ['dest', extraction('related_hosts', { many: true })],
  ['mitre_technique_id', extraction('threat_technique_id', { many: true })],
];

/**
 * How events of the output index are read. Fields are calculated one by one when a search asks for them: automatic extraction stops
 * after 5,000 bytes of JSON, where documents may be longer.
 */
export const propsStanzas = (): readonly Stanza[] =>
  KINDS_IN_INDEX.map((kind) => ({
    name: sourcetypeOf(kind),
    settings: [
      ['KV_MODE', 'none'],
      ['SHOULD_LINEMERGE', 'false'],
      ['LINE_BREAKER', '([\\r\\n]+)'],
      ['TRUNCATE', 1_000_000],
      ...[...fieldsOf(kind).values()].map((field) => {
        const name = flatName(field.path);
        return [`EVAL-${name}`, extraction(name, field)] as const;
      }),
      ...(kind === 'incident' ? ALERT_FIELDS.map(([name, expression]) => [`EVAL-${name}`, expression] as const) : []),
    ],
  }));

const eventtypeOf = (kind: PanelKind): string => `${APP}_${kind.replaceAll('-', '_')}`;

/** Event types name sourcetypes alone: a macro in an event type fails on indexers that do not have it. */
export const eventtypeStanzas = (): readonly Stanza[] =>
  KINDS_IN_INDEX.map((kind) => ({ name: eventtypeOf(kind), settings: [['search', `sourcetype="${sourcetypeOf(kind)}"`]] }));

/** Incidents are alerts in the sense of the Common Information Model. */
export const tagStanzas = (): readonly Stanza[] => [{ name: `eventtype=${eventtypeOf('incident')}`, settings: [['alert', 'enabled']] }];
