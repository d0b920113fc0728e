import type { RejectedRecord } from '../../connectors/connector.js';
import type { DeadLetterDocument } from '../documents/dead-letter.js';
import { documentId } from '../documents/ids.js';

/** Characters of a record that a dead letter keeps. */
const KEPT = 4096;

/** The document of a record that could not be used. */
export function deadLetterDocument(rejected: RejectedRecord, tenant: string): DeadLetterDocument {
  const where = `${rejected.input}, record ${rejected.position}`;
  return {
    '@timestamp': null,
    message: `${rejected.reason} (${where})`,
    throughline: {
      id: documentId('dead-letter', rejected.input, rejected.position, rejected.reason),
      kind: 'dead-letter',
      tenant,
      dead_letter: {
        reason: rejected.reason,
        input: rejected.input,
        position: rejected.position,
        source: rejected.source,
        record: rejected.record.slice(0, KEPT),
        record_bytes: rejected.recordBytes,
      },
    },
  };
}
