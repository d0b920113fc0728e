import { Type, type Static } from '@sinclair/typebox';
import {
  Count, ENTITY_ROLES, ENTITY_TYPES, EcsEnvelope, EntityReference, EventReference, Exact, Keyword, List, OneOf,
  Probability, Real, Related, SEVERITIES, Text, Threat, Timestamp,
} from './common.js';
import { DOMAINS } from '../activity/domains.js';

export const FACET_FAMILIES = [
  'novelty', 'volume', 'time', 'travel', 'sequence', 'beaconing', 'dns', 'lateral', 'mail', 'destination',
  'exfiltration', 'persistence', 'alert',
] as const;
export type FacetFamily = (typeof FACET_FAMILIES)[number];

/** One respect in which a window was judged, with what an analyst needs to check the judgement. */
export const FacetDocument = Exact({
  name: Keyword('Facet id, e.g. origin-network'),
  family: OneOf(FACET_FAMILIES, 'Calibration family'),
  label: Text('What is judged, in words'),
  value: Text('What was seen this time, readable'),
  observed: Type.Union([Type.Number(), Type.Null()], { description: 'The number behind value, if it is one' }),
  unit: Keyword('Unit of observed and typical, or empty'),
  typical: Text('What is usual for this entity, readable'),
  typical_low: Type.Union([Type.Number(), Type.Null()], { description: '10th percentile of what is usual' }),
  typical_high: Type.Union([Type.Number(), Type.Null()], { description: '90th percentile of what is usual' }),
  histogram: List(Real('Share'), 'Hour-of-day shares (24) or other small distribution, empty if none'),
  histogram_index: Type.Integer({ description: 'Bin of histogram in which this window falls, -1 if none', minimum: -1 }),
  seen: Count('How often this entity showed the value before'),
  history: Count('How many comparable observations of this entity stand behind the judgement'),
  peers_sharing: Count('Peers that show the value'),
  peers: Count('Size of the peer group'),
  estate_sharing: Count('Entities of the estate that show the value'),
  probability_own: Probability('Probability by own history'),
  probability_peers: Probability('Probability by peer group'),
  probability: Probability('Calibrated probability'),
  surprisal: Real('-ln probability, nats'),
  detail: Text('Further explanation (beacon sub-scores, route of a travel …), or empty'),
});
export type FacetDocument = Static<typeof FacetDocument>;

export const AnomalyDocument = Exact({
  ...EcsEnvelope,
  event: Exact({
    kind: OneOf(['event', 'alert'] as const, 'ECS event kind'),
    category: List(Keyword('ECS category'), 'ECS categories'),
    type: List(Keyword('ECS type'), 'ECS types'),
    action: Keyword('First model name, or Unnamed'),
    start: Timestamp('First event'),
    end: Timestamp('Last event'),
    risk_score: Real('0–100'),
    severity: Count('0–100, rounded'),
  }),
  related: Related,
  threat: Threat,
  throughline: Exact({
    id: Keyword('Deterministic id'),
    kind: Type.Literal('anomaly'),
    tenant: Keyword('Tenant'),
    entity: EntityReference,
    entities: List(EntityReference, 'Every entity that takes part, with its role'),
    events: List(EventReference, 'Evidence, most telling first, at most 64'),
    event_count: Count('How many events the window held'),
    anomaly: Exact({
      unit: Keyword('Kind of unit judged: account, mailbox, device, alert'),
      domains: List(OneOf(DOMAINS, 'Domain'), 'Domains the evidence comes from'),
      sources: List(Keyword('Source'), 'Sources the evidence comes from'),
      window: Exact({ start: Timestamp('Window start'), end: Timestamp('Window end') }),
      probability: Probability('Calibrated probability of a window at least this unusual'),
      probability_own: Probability('By own history alone'),
      probability_peers: Probability('By the peer group'),
      probability_estate: Probability('By the whole estate'),
      surprisal: Real('-ln probability, nats'),
      models: List(Keyword('Model name'), 'Named models that fit, most specific first; Unnamed if none'),
      facets: List(FacetDocument, 'Facets, most surprising first'),
      facts: List(Keyword('Fact'), 'What happened in the window in the engine’s vocabulary: action classes and findings'),
      severity: OneOf(SEVERITIES, 'Severity after self-regulation'),
      severity_before: OneOf(SEVERITIES, 'Severity before self-regulation'),
      severity_reason: Text('Why severity was changed, or empty'),
      peer_group: Text('Peer group in words'),
      peers: Count('Size of the peer group'),
      baseline_days: Real('Age of the baseline, days'),
      baseline_windows: Count('Windows of this entity behind the judgement'),
      mode: OneOf(['prequential', 'retrospective'] as const, 'How the window was judged'),
    }),
  }),
});
export type AnomalyDocument = Static<typeof AnomalyDocument>;
export { ENTITY_ROLES, ENTITY_TYPES };
