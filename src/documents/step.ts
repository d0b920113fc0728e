import { Type, type Static } from '@sinclair/typebox';
import {
  Count,
  EcsEnvelope,
  EntityReference,
  EventReference,
  Exact,
  Keyword,
  List,
  OneOf,
  Real,
  Related,
  TACTICS,
  Timestamp,
} from './common.js';
import { IncidentReference } from './incident.js';
import { DOMAINS } from '../activity/domains.js';

export const STEP_SORTS = ['mark', 'narrative', 'observed', 'interpretation', 'recommendation', 'entity', 'evidence', 'reason'] as const;
export type StepSort = (typeof STEP_SORTS)[number];

/**
 * One line of an incident's story as a document of its own, since dashboards cannot keep the entries of a list together: a
 * mark on the timeline, a sentence, an entity, an event of the evidence, or an ingredient of the score. Mutable.
 */
export const StepDocument = Exact({
  ...EcsEnvelope,
  event: Exact({
    kind: OneOf(['event'] as const, 'ECS event kind'),
    action: OneOf(STEP_SORTS, 'What the line is'),
    start: Timestamp('When it happened; the start of the incident where it tells of no moment'),
    end: Timestamp('When it ended'),
  }),
  related: Related,
  throughline: Exact({
    id: Keyword('Deterministic id'),
    kind: Type.Literal('step'),
    tenant: Keyword('Tenant'),
    entity: EntityReference,
    events: List(EventReference, 'Evidence of the line'),
    incident: IncidentReference,
    step: Exact({
      sort: OneOf(STEP_SORTS, 'What the line is'),
      order: Count('Place among the lines of its sort, from 1'),
      revision: Count('Revision of the incident that it was taken from'),
      text: Keyword('The line in words'),
      domain: OneOf(['', ...DOMAINS] as const, 'Lane of a mark, or empty'),
      tactic: OneOf(['', ...TACTICS] as const, 'ATT&CK tactic of a mark, or empty'),
      roles: List(Keyword('Role'), 'Parts an entity plays'),
      anomalies: Count('Anomalies in which an entity takes part'),
      surprisal: Real('nats: of a mark, an entity or an ingredient of the score'),
    }),
  }),
});
export type StepDocument = Static<typeof StepDocument>;
