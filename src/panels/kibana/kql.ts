import { kqlString } from '../../report/searches.js';
import { scalarsOf } from '../condition.js';
import type { Condition } from '../panel-file.js';

const literal = (value: string | number | boolean): string => (typeof value === 'string' ? kqlString(value) : String(value));

const anyOf = (field: string, given: Condition['is']): string => {
  const values = scalarsOf(given).map(literal);
  return `${field} : ${values.length === 1 ? (values[0] ?? '') : `(${values.join(' or ')})`}`;
};

const kqlOf = ({ field, is, not, exists, from, to }: Condition): string => {
  if (exists !== undefined) return exists ? `${field} : *` : `not ${field} : *`;
  if (is !== undefined) return anyOf(field, is);
  if (not !== undefined) return `not ${anyOf(field, not)}`;
  return [from === undefined ? '' : `${field} >= ${String(from)}`, to === undefined ? '' : `${field} <= ${String(to)}`]
    .filter((part) => part !== '')
    .join(' and ');
};

/** Conditions in the query language of Kibana; empty if there is none. */
export const kqlOfConditions = (conditions: readonly Condition[]): string => conditions.map(kqlOf).join(' and ');

/** The documents of a panel: its kind, whatever else lies in the same indices, and its filter. */
export const panelQuery = (kind: string, filter: readonly Condition[]): string =>
  kqlOfConditions([{ field: 'throughline.kind', is: kind }, ...filter]);
