import { KEPT_BYTES } from '../src/activity/readers/record-reader.js';
import type { DeadLetterDocument } from '../src/documents/dead-letter.js';
import { documentId } from '../src/documents/ids.js';
import { indexNameOf } from '../src/documents/index-names.js';
import type { WriteDocument } from './connector.js';

const REFUSED = 'document refused';

/** The dead letter of a document that the platform refused. */
export function refusedLetter(document: WriteDocument, reason: string, tenant: string): WriteDocument {
  const text = textOf(document.body);
  const id = documentId('dead-letter', REFUSED, document.kind, document.id);
  const body: DeadLetterDocument = {
    '@timestamp': null,
    message: `The ${document.kind} ${document.id} was not stored: ${reason}`,
    throughline: {
      id,
      kind: 'dead-letter',
      tenant,
      dead_letter: {
        reason: REFUSED,
        input: indexNameOf(document.kind, tenant)?.name ?? document.kind,
        position: 0,
        source: '',
        record: text.slice(0, KEPT_BYTES),
        record_bytes: Buffer.byteLength(text),
      },
    },
  };
  return { id, kind: 'dead-letter', body };
}

function textOf(body: unknown): string {
  try {
    return JSON.stringify(body);
  } catch {
    return '';
  }
}
