import type { RawRecord } from '../source-mapping.js';

/** Keys under which vendors' interfaces and exports hold the list of records. */
const LIST_KEYS: ReadonlySet<string> = new Set([
  'Records',
  'records',
  'activities',
  'value',
  'items',
  'entries',
  'events',
  'Events',
  'results',
]);

/** Keys that may stand beside such a list without being part of a record. */
const ENVELOPE_KEYS: ReadonlySet<string> = new Set([
  'kind',
  'etag',
  'nextPageToken',
  'NextToken',
  'nextLink',
  'next',
  'next_page',
  'count',
  'total',
  'totalSize',
  'done',
  'response_metadata',
  'stat',
]);

/** True if an object holding only such keys is the wrapping of a list, not a record. */
export function isEnvelopeKey(key: string): boolean {
  return ENVELOPE_KEYS.has(key) || key.startsWith('@odata.');
}

export function isListKey(key: string): boolean {
  return LIST_KEYS.has(key);
}

/** The list inside `{"Records":[…]}`, `{"value":[…]}` and their kind; `undefined` if the object is a record itself. */
export function envelopeList(object: RawRecord): readonly unknown[] | undefined {
  let list: readonly unknown[] | undefined;
  for (const key of Object.keys(object)) {
    if (isListKey(key)) {
      const value = object[key];
      if (list !== undefined || !Array.isArray(value)) return undefined;
      list = value as readonly unknown[];
      const first = list[0];
      if (first !== undefined && (typeof first !== 'object' || first === null || Array.isArray(first))) return undefined;
    } else if (!isEnvelopeKey(key)) return undefined;
  }
  return list;
}

export function isRecord(value: unknown): value is RawRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
