import { documentFields, type DocumentField } from '../../src/documents/document-fields.js';
import { flatRecord } from '../../src/documents/flat-record.js';
import { splunkPlaceOf, type SplunkPlace } from '../../src/documents/splunk-places.js';
import { DOCUMENT_SCHEMAS } from '../../src/documents/validate.js';
import type { WriteDocument } from '../connector.js';
import type { CollectorEvent } from './event-collector.js';
import { isObject } from './export-line.js';
import type { KvRecord } from './kv-collection.js';
import type { SplunkPlatformSettings } from './platform-settings.js';

type Body = Readonly<Record<string, unknown>>;

/** A document as it is written. */
export interface WrittenForm {
  readonly place: SplunkPlace;
  /** Name of its record. */
  readonly key: string;
  /** The whole document as JSON text, by which versions are compared. */
  readonly text: string;
  readonly record: KvRecord;
  readonly event: CollectorEvent;
}

const fields = new Map<string, readonly DocumentField[]>();

function fieldsOf(kind: string): readonly DocumentField[] {
  const schema = (DOCUMENT_SCHEMAS as Readonly<Record<string, Parameters<typeof documentFields>[0]>>)[kind];
  const known = fields.get(kind) ?? (schema === undefined ? [] : documentFields(schema));
  fields.set(kind, known);
  return known;
}

/** The name of a document's record. Tenants may share an app. */
export const keyOf = (tenant: string, kind: string, id: string): string => `${tenant}:${kind}:${id}`;

/** Fields for searches, and beside them the whole document, or why it cannot be stored. */
export function writtenForm(
  { id, kind, body }: WriteDocument,
  { tenant, outputIndex }: SplunkPlatformSettings,
  now: number,
): WrittenForm | { readonly reason: string } {
  const place = splunkPlaceOf(kind);
  if (id === '') return { reason: 'a document needs an id' };
  if (place === undefined) return { reason: `"${kind}" is no kind of document that is stored` };
  let given: unknown;
  try {
    given = JSON.parse(JSON.stringify(body));
  } catch (error) {
    return { reason: `it cannot be written as JSON: ${error instanceof Error ? error.message : 'unknown error'}` };
  }
  if (!isObject(given)) return { reason: 'it is no JSON object' };
  // What only grows needs a time by which it is found.
  const whole: Body = place.kept === 'events' ? { ...given, '@timestamp': given['@timestamp'] ?? new Date(now).toISOString() } : given;
  const text = JSON.stringify(whole);
  const flat = { ...flatRecord(whole, fieldsOf(kind)), id, kind, tenant };
  const told = typeof whole['@timestamp'] === 'string' ? Date.parse(whole['@timestamp']) : Number.NaN;
  const time = Number.isFinite(told) ? told : now;
  const updated = Math.floor(now / 1000);
  return {
    place,
    key: keyOf(tenant, kind, id),
    text,
    record: { ...flat, _key: keyOf(tenant, kind, id), timestamp: time / 1000, updated, document: text },
    event: { time, index: outputIndex, sourcetype: place.sourcetype, event: { ...flat, document: whole } },
  };
}
