import { indexPatternOf } from '../../documents/index-names.js';
import { SEVERITIES } from '../../documents/common.js';
import { panelQuery } from './kql.js';

/** A rule of Elastic Security, as its import takes it. */
export interface DetectionRule {
  readonly rule_id: string;
  readonly name: string;
  readonly [setting: string]: unknown;
}

const SCHEDULE = { interval: '5m', from: 'now-9m', to: 'now', enabled: true, max_signals: 100 } as const;

const COMMON = {
  type: 'query',
  language: 'kuery',
  author: ['Throughline'],
  license: 'Apache-2.0',
  rule_name_override: 'message',
  timestamp_override: 'event.ingested',
  version: 1,
  references: [],
  false_positives: [],
  threat: [],
  actions: [],
  exceptions_list: [],
  filters: [],
  ...SCHEDULE,
} as const;

/**
 * Rules that promote documents to Security alerts: incidents that need a person, with their own severity and score, and
 * sources that fell silent or cannot be read. An incident that changes is suppressed for a day where the licence allows it.
 */
export const DETECTION_RULES: readonly DetectionRule[] = [
  {
    ...COMMON,
    rule_id: '6f0a5c0e-5d0b-4e7b-9a57-3f5f1c0f7a11',
    name: 'Throughline incident that needs a person',
    description:
      'An incident of Throughline that is within the alert budget or beyond doubt: related anomalies across email, identity, SaaS, network, endpoint and cloud, told as one story with its evidence.',
    note: '## Triage\n\nOpen the dashboard *[Throughline] Incident detail* and choose the incident. It tells what happened, how it may be read, benign and malign, what to do, and which events prove each sentence.',
    index: [indexPatternOf('incident')],
    query: panelQuery('incident', [{ field: 'throughline.incident.needs_person', is: true }]),
    severity: 'high',
    severity_mapping: SEVERITIES.map((severity) => ({
      field: 'throughline.incident.severity',
      operator: 'equals',
      value: severity,
      severity,
    })),
    risk_score: 73,
    risk_score_mapping: [{ field: 'event.risk_score', operator: 'equals', value: '' }],
    alert_suppression: {
      group_by: ['throughline.incident.id'],
      duration: { value: 24, unit: 'h' },
      missing_fields_strategy: 'doNotSuppress',
    },
    tags: [
      'Throughline',
      'Domain: Email',
      'Domain: Identity',
      'Domain: SaaS',
      'Domain: Network',
      'Domain: Cloud',
      'Use Case: Threat Detection',
    ],
    investigation_fields: {
      field_names: [
        'throughline.incident.title',
        'throughline.incident.score',
        'throughline.incident.queue',
        'throughline.incident.needs_person_reason',
        'throughline.incident.domains',
        'throughline.incident.models',
        'related.user',
        'related.ip',
        'related.hosts',
      ],
    },
  },
  {
    ...COMMON,
    rule_id: '0e3d9b52-6c2f-4d53-8f0a-2a8f6ad0c2d4',
    name: 'Throughline source silent or not readable',
    description:
      'A source that Throughline reads has fallen silent, or many of its records cannot be used: what it would show is not seen.',
    note: '## Triage\n\nOpen the dashboard *[Throughline] Health and calibration*. Where records cannot be used, the dead letters tell why.',
    index: [indexPatternOf('health')],
    query: panelQuery('health', [
      { field: 'throughline.health.topic', is: 'source' },
      { field: 'throughline.health.status', is: 'poor' },
    ]),
    severity: 'low',
    severity_mapping: [],
    risk_score: 21,
    risk_score_mapping: [],
    alert_suppression: {
      group_by: ['throughline.health.name'],
      duration: { value: 24, unit: 'h' },
      missing_fields_strategy: 'doNotSuppress',
    },
    tags: ['Throughline', 'Use Case: Log Health'],
    investigation_fields: {
      field_names: ['throughline.health.name', 'throughline.health.status', 'throughline.health.source.behind_hours'],
    },
  },
];
