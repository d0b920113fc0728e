import { flatName } from '../../documents/flat-record.js';
import type { DocumentField } from '../../documents/document-fields.js';
import { scalarsOf } from '../condition.js';
import type { Panel } from '../panel.js';
import type { Condition } from '../panel-file.js';
import { splText, splValue } from './spl-text.js';

type Fields = Panel['fields'];

const either = (name: string, values: Condition['is']): string => {
  const equal = scalarsOf(values).map((value) => `${name}=${splValue(value)}`);
  return equal.length === 0 ? 'false()' : equal.join(' OR ');
};

/** Parts of an alternative in brackets, where there is more than one. */
const whole = (values: Condition['is'], text: string): string => (scalarsOf(values).length > 1 ? `(${text})` : text);

const range = (name: string, { from, to }: Condition): string =>
  [from === undefined ? '' : `${name}>=${splValue(from)}`, to === undefined ? '' : `${name}<=${splValue(to)}`]
    .filter((part) => part !== '')
    .join(' AND ');

/** One condition as a truth of `where`. A field with several values fits if one of them does, as everywhere. */
const splCondition = (condition: Condition, fields: Fields): string => {
  const name = flatName(condition.field);
  const many = fields.get(condition.field)?.many === true;
  if (condition.exists !== undefined) return condition.exists ? `isnotnull(${name})` : `isnull(${name})`;
  if (condition.is !== undefined) {
    const is = either(name, condition.is);
    return many ? `isnotnull(mvfilter(${is}))` : whole(condition.is, is);
  }
  if (condition.not !== undefined) {
    const is = either(name, condition.not);
    return many ? `isnull(mvfilter(${is}))` : `(isnull(${name}) OR NOT ${whole(condition.not, is)})`;
  }
  const within = range(name, condition);
  return many ? `isnotnull(mvfilter(${within}))` : within;
};

/** Conditions, all of which must hold; empty if there is none. */
export const splConditions = (conditions: readonly Condition[], fields: Fields): string =>
  conditions.map((condition) => splCondition(condition, fields)).join(' AND ');

/** What a control puts into a search: `*` for all, else one value. The `s` filter of Dashboard Studio quotes what is chosen. */
export const tokenCondition = ({ path, many }: DocumentField, token: string): string => {
  const name = flatName(path);
  const is = `${name}=$${token}|s$`;
  return `($${token}|s$=${splText('*')} OR ${many ? `isnotnull(mvfilter(${is}))` : is})`;
};
