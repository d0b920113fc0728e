import { Type, type Static } from '@sinclair/typebox';
import { EcsEnvelope, Exact, Keyword, OneOf, Text, Timestamp } from './common.js';

export const VERDICTS = ['benign', 'malign', 'expected'] as const;
export type Verdict = (typeof VERDICTS)[number];

export const JUDGED_KINDS = ['incident', 'anomaly'] as const;

/** What a person says of an incident or anomaly. A later one on the same takes the place of an earlier one; none is ever changed. */
export const FeedbackDocument = Exact({
  ...EcsEnvelope,
  event: Exact({ kind: Type.Literal('event'), action: Type.Literal('feedback') }),
  throughline: Exact({
    id: Keyword('Deterministic id'),
    kind: Type.Literal('feedback'),
    tenant: Keyword('Tenant'),
    feedback: Exact({
      about: Keyword('Id of the incident or anomaly'),
      about_kind: OneOf(JUDGED_KINDS, 'Which of the two it is'),
      verdict: OneOf(VERDICTS, 'benign: no harm in it; malign: an attack; expected: known and allowed until a time'),
      until: Type.Union([Timestamp('Until when it is expected'), Type.Null()], { description: 'Until when it is expected' }),
      note: Text('Why, for whoever reads it next'),
      by: Keyword('Who says so'),
    }),
  }),
});
export type FeedbackDocument = Static<typeof FeedbackDocument>;
