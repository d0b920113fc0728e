import { Type, type Static } from '@sinclair/typebox';
import { Count, Exact, List, OneOf, Real, Text } from './common.js';
import { DOMAINS } from '../activity/domains.js';

const Calibration = Exact({
  units: Count('Units scored'),
  at_1e2: Count('Units with p ≤ 1e-2'),
  at_1e3: Count('Units with p ≤ 1e-3'),
  at_1e4: Count('Units with p ≤ 1e-4'),
});

/** summary.json of a replay. Everything but seconds, events_per_second and peak_rss_bytes is deterministic. */
export const SummaryDocument = Exact({
  events_read: Count('Records read'),
  events_scored: Count('Activities that took part in scoring'),
  duplicates: Count('Records already seen under the same vendor id'),
  dead_letters: Count('Records in dead-letter.ndjson'),
  skipped: Count('Records that carry nothing about behaviour'),
  anomalies: Count('Anomalies written'),
  incidents: Count('Incidents written'),
  incidents_needing_person: Count('Incidents within the budget or above the floor'),
  actions: Count('Actions proposed'),
  first_event: Type.Union([Type.String(), Type.Null()]),
  last_event: Type.Union([Type.String(), Type.Null()]),
  seconds: Real('Wall seconds'),
  events_per_second: Real('events_read / seconds'),
  peak_rss_bytes: Count('Peak resident memory'),
  units_scored: Count('Windows scored'),
  mode: Text('prequential or retrospective'),
  alert_budget_per_day: Real('Incidents a day the operator can take'),
  entities: Type.Record(Type.String(), Count('How many'), { description: 'Entities by type' }),
  sources: Type.Record(
    Type.String(),
    Exact({
      read: Count('Records claimed by the source'),
      mapped: Count('Records that became activities'),
      activities: Count('Activities'),
      duplicates: Count('Duplicates'),
      skipped: Type.Record(Type.String(), Count('n')),
      dead: Type.Record(Type.String(), Count('n')),
      first: Type.Union([Type.String(), Type.Null()]),
      last: Type.Union([Type.String(), Type.Null()]),
      domains: List(OneOf(DOMAINS, 'Domain'), 'Domains of its activities that were scored'),
    }),
    { description: 'Accounting by source; key "" is what no source claimed' },
  ),
  inputs: Type.Array(Exact({ path: Text('File'), bytes: Count('Size'), records: Count('Records'), sources: Type.Array(Type.String()) })),
  calibration: Type.Record(Type.String(), Calibration, { description: 'By facet family, and "combined"' }),
  /** Daily counts for the budget picture. */
  days: Type.Array(
    Exact({
      day: Text('UTC date'),
      events: Count('n'),
      units: Count('n'),
      anomalies: Count('n'),
      incidents: Count('opened'),
      needing_person: Count('n'),
    }),
  ),
  warnings: Type.Array(Text('Sentence')),
});
export type SummaryDocument = Static<typeof SummaryDocument>;
