import { Type, type Static } from '@sinclair/typebox';
import { Count, EcsEnvelope, EntityReference, Exact, Keyword, List, OneOf, Real, Related, Timestamp } from './common.js';

/** Media in which a domain or address turned up; sign-in stands for any use of a service. */
export const INDICATOR_REACHES = [
  'mail',
  'network',
  'sign-in',
  'mail and network',
  'mail and sign-in',
  'network and sign-in',
  'mail, network and sign-in',
  'alert',
] as const;

const Channel = Exact({
  first: Type.Union([Timestamp('First seen there'), Type.Null()], { description: 'First seen there, if ever' }),
  events: Count('Events there'),
});

/** The life of an outside domain or address in mail, network and sign-ins, whether or not anything alerted. Mutable. */
export const IndicatorDocument = Exact({
  ...EcsEnvelope,
  event: Exact({
    kind: OneOf(['state'] as const, 'ECS event kind'),
    action: Keyword('indicator'),
    start: Timestamp('First seen'),
    end: Timestamp('Last seen'),
    risk_score: Real('0–100, greatest score of the incidents in which it takes part; 0 if in none'),
  }),
  related: Related,
  throughline: Exact({
    id: Keyword('Deterministic id'),
    kind: Type.Literal('indicator'),
    tenant: Keyword('Tenant'),
    entity: EntityReference,
    indicator: Exact({
      type: OneOf(['domain', 'address'] as const, 'What it is'),
      reach: OneOf(INDICATOR_REACHES, 'In which media it turned up'),
      known_days: Real('Days from first sight to the end of the data'),
      events: Count('Events in all'),
      prevalence: Count('Accounts and devices that had to do with it; exact up to 16'),
      first_by: List(Keyword('Name'), 'The first to have to do with it, at most 4'),
      mail: Channel,
      clicks: Channel,
      network: Channel,
      identity: Channel,
      alerts: Channel,
      mail_to_network_hours: Type.Union([Type.Number(), Type.Null()], {
        description: 'Hours from the first mail to the first click or contact; negative if the contact came first',
      }),
      anomalies: Count('Anomalies in which it takes part'),
      surprisal: Real('Greatest surprisal among those, nats'),
      incidents: Count('Incidents in which it takes part'),
      incident_ids: List(Keyword('Incident id'), 'At most 50 of those incidents, the highest score first'),
    }),
  }),
});
export type IndicatorDocument = Static<typeof IndicatorDocument>;
