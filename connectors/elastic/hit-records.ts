import type { RawRecord } from '../../src/activity/source-mapping.js';
import type { Hit } from './hit-pages.js';
import { UNREAD } from './unread-fields.js';

export interface RecordFields {
  readonly _source: { readonly excludes: string[] } | { readonly includes: string[] } | boolean;
  readonly fields?: string[];
}

/** All that is stored. */
export const WHOLE: RecordFields = { _source: true };

/** What to ask for so that `recordOf` gives the record. */
export function recordFields(read: 'source' | 'fields'): RecordFields {
  return read === 'source' ? { _source: { excludes: [...UNREAD] } } : { _source: false, fields: ['*'] };
}

/** The record of a hit: the stored document, or its fields with lists of one taken out of their list. `undefined` if it has neither. */
export function recordOf(hit: Hit): RawRecord | undefined {
  if (hit.source !== undefined) return hit.source as RawRecord;
  if (hit.fields === undefined) return undefined;
  const record: Record<string, unknown> = {};
  for (const [name, values] of Object.entries(hit.fields)) {
    record[name] = Array.isArray(values) && values.length === 1 ? (values as readonly unknown[])[0] : values;
  }
  return record;
}
