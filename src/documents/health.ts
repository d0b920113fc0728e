import { Type, type Static } from '@sinclair/typebox';
import { Count, EcsEnvelope, Exact, Keyword, OneOf, Real, Timestamp } from './common.js';

export const HEALTH_STATUSES = ['good', 'partial', 'poor', 'unknown'] as const;
export type HealthStatus = (typeof HEALTH_STATUSES)[number];

/** Reading of one source. */
const SourceHealth = Exact({
  read: Count('Records claimed by the source'),
  mapped: Count('Records that became activities'),
  activities: Count('Activities'),
  duplicates: Count('Records already seen'),
  skipped: Count('Records that carry nothing about behaviour'),
  dead: Count('Records that could not be used'),
  first: Type.Union([Timestamp('First event'), Type.Null()], { description: 'First event' }),
  last: Type.Union([Timestamp('Last event'), Type.Null()], { description: 'Last event' }),
  behind_hours: Real('How long before the end of all data the source ends, hours'),
});

/** One day of work. */
const DayHealth = Exact({
  events: Count('Events scored'),
  units: Count('Windows judged'),
  anomalies: Count('Anomalies'),
  incidents: Count('Incidents opened'),
  needing_person: Count('Those of them that need a person'),
  budget: Real('Incidents a day that the operator can take'),
});

/** How often probabilities at or below a threshold came about, for one facet family or `combined`. */
const CalibrationHealth = Exact({
  family: Keyword('Facet family, or combined'),
  threshold: Keyword('1 in 100, 1 in 1,000 or 1 in 10,000'),
  nominal: Real('The threshold as a probability'),
  units: Count('Windows scored'),
  expected: Real('Windows to be expected at or below the threshold'),
  observed: Count('Windows that were'),
  ratio: Type.Union([Type.Number(), Type.Null()], { description: 'observed / expected, null where fewer than 5 were to be expected' }),
});

/** Whether the picture can be trusted: one document per source, day, or family and threshold. Mutable. */
export const HealthDocument = Exact({
  ...EcsEnvelope,
  event: Exact({ kind: OneOf(['metric'] as const, 'ECS event kind'), action: Keyword('health') }),
  throughline: Exact({
    id: Keyword('Deterministic id'),
    kind: Type.Literal('health'),
    tenant: Keyword('Tenant'),
    health: Exact({
      topic: OneOf(['source', 'day', 'calibration'] as const, 'What is told about'),
      name: Keyword('Source, day, or family and threshold'),
      status: OneOf(HEALTH_STATUSES, 'Verdict'),
      source: Type.Optional(SourceHealth),
      day: Type.Optional(DayHealth),
      calibration: Type.Optional(CalibrationHealth),
    }),
  }),
});
export type HealthDocument = Static<typeof HealthDocument>;
