import { Type, type Static } from '@sinclair/typebox';
import {
  Count,
  EcsEnvelope,
  ENTITY_ROLES,
  ENTITY_TYPES,
  EntityReference,
  EventReference,
  Exact,
  Keyword,
  List,
  OneOf,
  Probability,
  Real,
  Related,
  SEVERITIES,
  TACTICS,
  Text,
  Threat,
  Timestamp,
} from './common.js';
import { DOMAINS } from '../activity/domains.js';
import { VERDICTS } from './feedback.js';

export const QUEUES = ['critical', 'suspicious', 'informational'] as const;
export type Queue = (typeof QUEUES)[number];

/** One sentence and the events it rests on. */
export const Sentence = Exact({
  text: Text('One sentence, past tense'),
  time: Type.Union([Timestamp('When'), Type.Null()], { description: 'When it happened, if it tells of a moment' }),
  events: List(EventReference, 'Events that prove the sentence; never empty in the narrative'),
});
export type Sentence = Static<typeof Sentence>;

export const IncidentEntity = Exact({
  id: Keyword('Entity id'),
  name: Keyword('Name'),
  type: OneOf(ENTITY_TYPES, 'Type'),
  roles: List(OneOf(ENTITY_ROLES, 'Role'), 'Parts it plays'),
  first_seen: Timestamp('First part in the story'),
  anomalies: Count('Anomalies it takes part in'),
  surprisal: Real('Greatest surprisal among them'),
});

/** A mark on the timeline: an anomaly or a third-party alert. */
export const TimelineEntry = Exact({
  id: Keyword('Anomaly id'),
  time: Timestamp('First event'),
  end: Timestamp('Last event'),
  domain: OneOf(DOMAINS, 'Lane'),
  kind: OneOf(['anomaly', 'alert'] as const, 'Own anomaly or third-party alert'),
  title: Text('Model name or alert rule'),
  entity: Text('Who'),
  surprisal: Real('nats'),
  tactic: OneOf(['', ...TACTICS] as const, 'ATT&CK tactic short name or empty'),
});

/** Why two anomalies are in one incident. */
export const IncidentLink = Exact({
  from: Keyword('Earlier anomaly id'),
  to: Keyword('Later anomaly id'),
  weight: Real('Link score'),
  via: List(Text('Shared entity'), 'Entities that tie them'),
});

/** The incident that a document belongs to: the same field names as in the incident itself, so that one filter fits both. */
export const IncidentReference = Exact({
  id: Keyword('Incident id'),
  title: Keyword('Who, what, consequence'),
});

export const IncidentDocument = Exact({
  ...EcsEnvelope,
  event: Exact({
    kind: OneOf(['event', 'alert'] as const, 'alert when it needs a person'),
    category: List(Keyword('ECS category'), 'ECS categories'),
    type: List(Keyword('ECS type'), 'ECS types'),
    action: Keyword('incident'),
    start: Timestamp('First event'),
    end: Timestamp('Last event'),
    risk_score: Real('0–100'),
    severity: Count('0–100, rounded'),
  }),
  related: Related,
  threat: Threat,
  throughline: Exact({
    id: Keyword('Deterministic id, that of the first anomaly it was opened for'),
    kind: Type.Literal('incident'),
    tenant: Keyword('Tenant'),
    entity: EntityReference,
    events: List(EventReference, 'Evidence, at most 300'),
    event_count: Count('Events behind all anomalies'),
    incident: Exact({
      id: Keyword('The same as throughline.id; what belongs to the incident carries it too'),
      title: Keyword('Who, what, consequence'),
      summary: Exact({
        observed: List(Sentence, 'What happened'),
        interpretation: List(Sentence, 'How it may be read, benign and malign'),
        recommendation: List(Sentence, 'What to do'),
      }),
      score: Type.Number({ minimum: 0, maximum: 100, description: 'Priority' }),
      probability: Probability('Calibrated probability of the combined evidence'),
      score_parts: List(Exact({ name: Text('Ingredient'), value: Real('nats') }), 'Ingredients of the score'),
      queue: OneOf(QUEUES, 'Where it waits'),
      severity: OneOf(SEVERITIES, 'Severity'),
      needs_person: Type.Boolean({ description: 'Within the alert budget or above the hard floor' }),
      needs_person_reason: Text('Why it does or does not need a person'),
      revision: Count('Grows with every change'),
      opened: Timestamp('When the first window closed that opened it: what a live service would have shown'),
      domains: List(OneOf(DOMAINS, 'Domain'), 'Domains crossed'),
      stages: List(
        Exact({
          tactic: OneOf(TACTICS, 'ATT&CK tactic short name'),
          first: Timestamp('First evidence'),
          anomalies: List(Keyword('Anomaly id'), 'Evidence'),
        }),
        'Kill-chain stages seen, in kill-chain order',
      ),
      models: List(Keyword('Model'), 'Named models that fired'),
      anomalies: List(Keyword('Anomaly id'), 'Members in time order'),
      alerts: List(Keyword('Observation id'), 'Third-party alerts that joined'),
      entities: List(IncidentEntity, 'In order of first part in the story'),
      timeline: List(TimelineEntry, 'In time order'),
      links: List(IncidentLink, 'Why they belong together'),
      narrative: List(Sentence, 'The story, every sentence citing events'),
      actions: List(Keyword('Action id'), 'Proposed actions'),
      previous: List(Keyword('Incident id'), 'Incidents merged into this one'),
      verdict: Type.Optional(
        Exact(
          {
            verdict: OneOf(VERDICTS, 'What a person found it to be'),
            until: Type.Union([Timestamp('Until when it is expected'), Type.Null()], { description: 'Until when it is expected' }),
            note: Text('Why'),
            by: Keyword('Who says so'),
            at: Timestamp('When it was said'),
            holds: Type.Boolean({ description: 'There is no evidence from after it' }),
          },
          'What was last said of it by a person',
        ),
      ),
    }),
  }),
});
export type IncidentDocument = Static<typeof IncidentDocument>;
export type IncidentEntity = Static<typeof IncidentEntity>;
export type TimelineEntry = Static<typeof TimelineEntry>;
