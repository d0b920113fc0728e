import { Type, type Static } from '@sinclair/typebox';
import { Count, EcsEnvelope, EntityReference, Exact, Keyword, List, OneOf, Real, Related, Timestamp } from './common.js';
import { DOMAINS } from '../activity/domains.js';

/** Who or what something is today, and how much of what happened concerns it. Mutable: one document per entity. */
export const EntityDocument = Exact({
  ...EcsEnvelope,
  event: Exact({
    kind: OneOf(['state'] as const, 'ECS event kind'),
    action: Keyword('entity'),
    start: Timestamp('First seen'),
    end: Timestamp('Last seen'),
    risk_score: Real('0–100, greatest score of the incidents in which it takes part; 0 if in none'),
  }),
  related: Related,
  throughline: Exact({
    id: Keyword('Deterministic id'),
    kind: Type.Literal('entity'),
    tenant: Keyword('Tenant'),
    entity: EntityReference,
    profile: Exact({
      known_days: Real('Days from first to last sight'),
      aliases: List(Keyword('Name'), 'Other names of it, strongest first, at most 20'),
      alias_count: Count('How many names it has'),
      groups: List(Keyword('Group'), 'Groups, roles and departments that the records give'),
      associates: List(Keyword('Name'), 'Who used it or whom it used when last seen'),
      critical: Type.Boolean({ description: 'The configuration calls it critical' }),
      vip: Type.Boolean({ description: 'The configuration calls it an important person' }),
      anomalies: Count('Anomalies that judge it'),
      part_in_anomalies: Count('Anomalies in which it takes part in any role'),
      surprisal: Real('Greatest surprisal among those, nats'),
      incidents: Count('Incidents in which it takes part'),
      incident_ids: List(Keyword('Incident id'), 'At most 50 of those incidents, the highest score first'),
      needs_person: Type.Boolean({ description: 'One of them needs a person' }),
      domains: List(OneOf(DOMAINS, 'Domain'), 'Domains of its anomalies'),
      models: List(Keyword('Model'), 'Models that fired on it, at most 20'),
    }),
  }),
});
export type EntityDocument = Static<typeof EntityDocument>;
