import type { Activity } from '../activity/activity.js';
import type { DeadLetterDocument } from '../documents/dead-letter.js';
import { deadLetterDocument } from '../pipeline/dead-letters.js';

/** Stable reasons of dead letters about what came too late, and about what came in time but was found too late. */
const LATE = 'came after its hour was closed; raise latenessMinutes if this is common';
export const FOUND_LATE = 'a search found it only after its hour was closed; raise safetyLagSeconds if this is common';

/** The dead letter of an activity whose hour had been judged when it came. */
export function lateLetter(activity: Activity, tenant: string, reason = LATE): DeadLetterDocument {
  const record = JSON.stringify(activity);
  const { source, id, action } = activity;
  return deadLetterDocument(
    { input: `${source} ${id} ${action}`, position: 1, source, reason, record, recordBytes: Buffer.byteLength(record) },
    tenant,
  );
}
