import type { DocumentField } from './document-fields.js';
import { fieldValues } from './field-values.js';

type Scalar = string | number | boolean;
type FlatValue = string | number;

/** A document without nesting, as Splunk keeps it. */
export type FlatRecord = Readonly<Record<string, FlatValue | readonly FlatValue[]>>;

/**
 * The name of a field in a flat record: `throughline.incident.score` is `incident_score`, `event.risk_score` is
 * `event_risk_score`, `@timestamp` is `timestamp`. Letters, digits and underscores only, so that no search has to quote it.
 */
export const flatName = (path: string): string =>
  path
    .replace(/^throughline\./, '')
    .replace(/^@/, '')
    .replaceAll('.', '_');

const flatValue = (value: Scalar, { type }: DocumentField): FlatValue => {
  if (typeof value === 'boolean') return String(value);
  return type === 'date' ? Date.parse(String(value)) / 1000 : value;
};

/**
 * A document as one level of names: numbers stay numbers, times become seconds since 1970, truths `true` and `false`. A field that may
 * hold several values is a list even if it holds one; what is absent, null or an empty string is left out.
 *
 * @param fields the fields of its kind, in the order in which they are to be written
 */
export function flatRecord(document: unknown, fields: Iterable<DocumentField>): FlatRecord {
  const record: Record<string, FlatValue | readonly FlatValue[]> = {};
  for (const field of fields) {
    const values = fieldValues(document, field.path)
      .filter((value) => value !== '')
      .map((value) => flatValue(value, field));
    const [first] = values;
    if (first !== undefined) record[flatName(field.path)] = field.many ? values : first;
  }
  return record;
}
