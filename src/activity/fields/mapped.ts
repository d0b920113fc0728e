import { createActivity } from '../activity.js';
import type { Activity, ActivityFields } from '../activity.js';
import type { Mapped } from '../source-mapping.js';

/** Fields that several sources share (where from, who), to be merged into an activity; absent and undefined ones say nothing. */
export type ActivityPart = Partial<ActivityFields> | undefined;

/**
 * An activity from its own fields and shared parts; a later part overrides an earlier one, the activity's own fields
 * override all parts. Assigns into one object shape, which is several times faster than spreading the parts.
 */
export function completed(fields: ActivityFields, parts: readonly ActivityPart[]): Activity {
  const activity = createActivity(fields);
  const own = fields as Readonly<Record<string, unknown>>;
  const target = activity as unknown as Record<string, unknown>;
  for (const part of parts) {
    if (part === undefined) continue;
    const values = part as Readonly<Record<string, unknown>>;
    for (const key in values) {
      const value = values[key];
      if (value !== undefined && own[key] === undefined) target[key] = value;
    }
  }
  return activity;
}

/** One activity; see `completed`. */
export function mapped(fields: ActivityFields, ...parts: readonly ActivityPart[]): Mapped {
  return { kind: 'activities', activities: [completed(fields, parts)] };
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
