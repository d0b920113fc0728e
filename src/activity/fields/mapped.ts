import { createActivity } from '../activity.js';
import type { Activity, ActivityFields } from '../activity.js';
import type { Mapped } from '../source-mapping.js';

/** One activity. */
export function mapped(fields: ActivityFields): Mapped {
  return { kind: 'activities', activities: [createActivity(fields)] };
}

/** Several activities of one record. */
export function mappedAll(activities: readonly Activity[]): Mapped {
  return { kind: 'activities', activities };
}

/** A record that could not be mapped. */
export function dead(reason: string): Mapped {
  return { kind: 'dead', reason };
}

/** A record that says nothing about behaviour. */
export function skipped(reason: string): Mapped {
  return { kind: 'skipped', reason };
}

/** Reason of records without a usable event time. */
export const NO_TIME = 'no time';

/** `name=value` for `ChangeDetail.attributes`, the value on one line and at most 256 units; '' if there is no value. */
export function attribute(name: string, value: string): string {
  if (value === '') return '';
  const line = /\s{2,}|[\r\n\t]/.test(value) ? value.replace(/\s+/g, ' ').trim() : value;
  return `${name}=${line.length > 256 ? line.slice(0, 256) : line}`;
}

/** Most attributes that a change keeps. */
const MAX_ATTRIBUTES = 24;

/** Attributes without the empty and the repeated ones. */
export function attributes(values: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (const value of values) if (value !== '' && kept.length < MAX_ATTRIBUTES && !kept.includes(value)) kept.push(value);
  return kept;
}
