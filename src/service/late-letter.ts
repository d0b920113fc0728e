import type { Activity } from '../activity/activity.js';
import type { DeadLetterDocument } from '../documents/dead-letter.js';
import { deadLetterDocument } from '../pipeline/dead-letters.js';

/** Stable reason of dead letters about what came too late. */
const LATE = 'came after its hour was closed; raise latenessMinutes if this is common';

/** The dead letter of an activity whose hour had been judged when it came. */
export function lateLetter(activity: Activity, tenant: string): DeadLetterDocument {
  const record = JSON.stringify(activity);
  const { source, id, action } = activity;
  return deadLetterDocument(
    { input: `${source} ${id} ${action}`, position: 1, source, reason: LATE, record, recordBytes: Buffer.byteLength(record) },
    tenant,
  );
}
