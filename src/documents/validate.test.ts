import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { DocumentInvalidError } from '../errors.js';
import type { DeadLetterDocument } from './dead-letter.js';
import { documentId } from './ids.js';
import { DOCUMENT_SCHEMAS, validDocument } from './validate.js';

const letter: DeadLetterDocument = {
  '@timestamp': null,
  message: 'The record is not JSON.',
  throughline: {
    id: documentId('dead-letter', 'a.ndjson', 3),
    kind: 'dead-letter',
    tenant: 'acme',
    dead_letter: { reason: 'not-json', input: 'a.ndjson', position: 3, source: '', record: '{', record_bytes: 1 },
  },
};

describe('DOCUMENT_SCHEMAS', () => {
  it.each(Object.entries(DOCUMENT_SCHEMAS))('%s is a valid JSON Schema', (_, schema) => {
    const ajv = new Ajv();
    expect(ajv.validateSchema(schema), ajv.errorsText()).toBe(true);
  });
});

describe('validDocument', () => {
  it('hands back what is valid', () => {
    expect(validDocument('dead-letter', letter)).toBe(letter);
  });

  it('names kind, id and path of what is not', () => {
    const wrong = { ...letter, throughline: { ...letter.throughline, dead_letter: { ...letter.throughline.dead_letter, position: -1 } } };
    expect(() => validDocument('dead-letter', wrong)).toThrow(DocumentInvalidError);
    expect(() => validDocument('dead-letter', wrong)).toThrow(
      `dead-letter document ${letter.throughline.id} is not valid: /throughline/dead_letter/position must be >= 0`,
    );
  });

  it('refuses a field that the schema does not know and a time that is none', () => {
    expect(() => validDocument('dead-letter', { ...letter, extra: 1 } as DeadLetterDocument)).toThrow('(extra)');
    expect(() => validDocument('dead-letter', { ...letter, '@timestamp': 'yesterday' })).toThrow('/@timestamp');
  });
});

describe('documentId', () => {
  it('is stable, short, and tells kinds and parts apart', () => {
    expect(documentId('incident', 'a')).toBe(documentId('incident', 'a'));
    expect(documentId('incident', 'a')).toMatch(/^[0-9a-f]{20}$/);
    expect(documentId('incident', 'a')).not.toBe(documentId('action', 'a'));
    expect(documentId('incident', 'a', 'b')).not.toBe(documentId('incident', 'ab'));
  });
});
