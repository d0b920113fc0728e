import { fieldValues } from '../documents/field-values.js';
import type { Condition } from './panel-file.js';

/** The values of `is` or `not`, whether one or several were given. */
export const scalarsOf = (given: Condition['is']): readonly (string | number | boolean)[] =>
  given === undefined ? [] : typeof given === 'object' ? given : [given];

function fitsOne(document: unknown, condition: Condition): boolean {
  const values = fieldValues(document, condition.field);
  if (condition.exists !== undefined) return values.length > 0 === condition.exists;
  if (condition.is !== undefined) return scalarsOf(condition.is).some((wanted) => values.includes(wanted));
  if (condition.not !== undefined) return !scalarsOf(condition.not).some((unwanted) => values.includes(unwanted));
  const { from = -Infinity, to = Infinity } = condition;
  return values.some((value) => typeof value === 'number' && value >= from && value <= to);
}

/** Whether a document fits all conditions. */
export const fits = (document: unknown, conditions: readonly Condition[]): boolean =>
  conditions.every((condition) => fitsOne(document, condition));
