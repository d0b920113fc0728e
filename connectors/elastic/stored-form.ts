import { indexNameOf, type IndexName } from '../../src/documents/index-names.js';
import type { WriteDocument } from '../connector.js';

type Body = Readonly<Record<string, unknown>>;

/** A document as it is stored. */
export interface StoredForm {
  readonly index: IndexName;
  readonly body: Body;
}

const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The document with what says where it lies and when it came, or why it cannot be stored. */
export function storedForm(document: WriteDocument, tenant: string, now: number): StoredForm | { readonly reason: string } {
  const index = indexNameOf(document.kind, tenant);
  if (document.id === '') return { reason: 'a document needs an id' };
  if (index === undefined) return { reason: `"${document.kind}" is no kind of document that is stored` };
  let body: unknown;
  try {
    body = JSON.parse(JSON.stringify(document.body));
  } catch (error) {
    return { reason: `it cannot be written as JSON: ${error instanceof Error ? error.message : 'unknown error'}` };
  }
  if (!isBody(body)) return { reason: 'it is no JSON object' };
  const ingested = new Date(now).toISOString();
  const event = { ...(isBody(body.event) ? body.event : {}), dataset: index.dataset, ingested };
  if (index.keeping === 'index') return { index, body: { ...body, event } };
  const dataStream = { type: 'logs', dataset: index.dataset, namespace: tenant };
  return { index, body: { ...body, '@timestamp': body['@timestamp'] ?? ingested, event, data_stream: dataStream } };
}

/** True if two stored forms hold the same document, whenever it was written. */
export function sameDocument(stored: unknown, body: Body): boolean {
  return isBody(stored) && withoutIngest(stored) === withoutIngest(body);
}

function withoutIngest(body: Body): string {
  if (!isBody(body.event)) return JSON.stringify(body);
  return JSON.stringify({ ...body, event: { ...body.event, ingested: undefined } });
}
