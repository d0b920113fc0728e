import { type Activity, createActivity } from '../activity/activity.js';

/**
 * Order of events whatever the order of the input: time, source, id, action, and for different records under one id the longer first, which
 * tells more, then by text.
 */
export function inOrder(a: Activity, b: Activity): number {
  if (a.time !== b.time) return a.time - b.time;
  if (a.source !== b.source) return a.source < b.source ? -1 : 1;
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  if (a.action !== b.action) return a.action < b.action ? -1 : 1;
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  if (left.length !== right.length) return right.length - left.length;
  return left === right ? 0 : left < right ? -1 : 1;
}

/** Records of one event under one id complete each other: the first keeps what it tells, the second fills in what is blank. */
export function completed(first: Activity, second: Activity): Activity {
  const told: Partial<Record<string, unknown>> = { ...second };
  const missing: Record<string, unknown> = {};
  let more = false;
  for (const [key, own] of Object.entries(first)) {
    const other = told[key];
    if (!isBlank(own) || isBlank(other)) continue;
    missing[key] = other;
    more = true;
  }
  const known = new Set(first.actor.map(({ scheme, value }) => `${scheme}:${value}`));
  const names = second.actor.filter(({ scheme, value }) => !known.has(`${scheme}:${value}`));
  if (!more && names.length === 0) return first;
  return createActivity({ ...first, ...missing, actor: [...first.actor, ...names] });
}

const isBlank = (value: unknown): boolean =>
  value === undefined || value === '' || value === 'unknown' || (Array.isArray(value) && value.length === 0);
