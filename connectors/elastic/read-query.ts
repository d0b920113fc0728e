import type { estypes } from '@elastic/elasticsearch';
import type { SourceMapping } from '../../src/activity/source-mapping.js';
import type { Window } from '../connector.js';
import type { ElasticSourceGroup } from './elastic-settings.js';
import type { FieldTypes } from './field-types.js';

type Query = estypes.QueryDslQueryContainer;

export const EVENT_TIME = '@timestamp';
export const DATASET_FIELDS: readonly string[] = ['event.dataset', 'data_stream.dataset'];
/** Fields by which a document is known as an alert of Elastic Security; it carries the data set of what it is about. */
export const ALERT_FIELD = 'kibana.alert.rule.name';
export const ALERT_DATASET = 'elastic.alert';

/** Documents whose field lies in the window; a window without a past also holds those that lack the field. */
export function within(field: string, window: Window | undefined): readonly Query[] {
  if (window === undefined) return [];
  const { from, to } = window;
  if (from === -Infinity && to === Infinity) return [];
  const bounds = { ...(from === -Infinity ? {} : { gte: from }), ...(to === Infinity ? {} : { lt: to }) };
  const range: Query = { range: { [field]: { ...bounds, format: 'epoch_millis' } } };
  return from === -Infinity ? [anyOf([range, lacking([field])])] : [range];
}

export function shifted(window: Window, milliseconds: number): Window {
  return { from: window.from - milliseconds, to: window.to - milliseconds };
}

export function anyOf(queries: readonly Query[]): Query {
  return { bool: { should: [...queries], minimum_should_match: 1 } };
}

export function lacking(fields: readonly string[]): Query {
  return { bool: { must_not: fields.map((field) => ({ exists: { field } })) } };
}

/**
 * Documents that one of the mappings may read: by the data set they name, or because they name none, which leaves it to their shape.
 * Without `sources` of all mappings.
 */
export function readable(
  mappings: readonly SourceMapping[],
  sources: readonly string[] | undefined,
  group: ElasticSourceGroup,
  types: FieldTypes,
): readonly Query[] {
  if (group.datasets === 'all') return [];
  const wanted = sources === undefined ? mappings : mappings.filter((mapping) => sources.includes(mapping.name));
  const names = new Set(wanted.flatMap((mapping) => [mapping.name, ...mapping.datasets]).map((name) => name.toLowerCase()));
  const fields = DATASET_FIELDS.flatMap((field) => types.exactNames(field));
  const queries: Query[] = fields.map((field) => ({ terms: { [field]: [...names].sort() } }));
  queries.push(lacking(fields));
  if (names.has(ALERT_DATASET)) queries.push({ exists: { field: ALERT_FIELD } });
  return [anyOf(queries)];
}
