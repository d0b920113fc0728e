import { Type, type Static } from '@sinclair/typebox';
import { Count, Exact, Keyword, Text } from './common.js';

/** A record that could not be used, with the reason; the record itself is kept up to a limit. */
export const DeadLetterDocument = Exact({
  '@timestamp': Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  message: Text('Reason in words'),
  throughline: Exact({
    id: Keyword('Deterministic id'),
    kind: Type.Literal('dead-letter'),
    tenant: Keyword('Tenant'),
    dead_letter: Exact({
      reason: Keyword('Stable reason'),
      input: Keyword('File or index'),
      position: Count('Line or record number, from 1'),
      source: Keyword('Source mapping, or empty'),
      record: Text('The record, cut to 4096 characters'),
      record_bytes: Count('Its full size'),
    }),
  }),
});
export type DeadLetterDocument = Static<typeof DeadLetterDocument>;
