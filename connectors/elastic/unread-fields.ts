import { isObject } from '../../src/activity/fields/lookup.js';

/** Fields of shippers and of the platform that no mapping reads and that may be the larger part of a document. */
export const UNREAD: readonly string[] = ['event.original', 'agent', 'elastic_agent', 'input', 'log', 'process.Ext'];

/** Their first parts, and the first letters of those. */
const ROOTS: ReadonlySet<string> = new Set(UNREAD.map((field) => field.split('.')[0] ?? field));
const LETTERS: ReadonlySet<number> = new Set([...ROOTS].map((root) => root.charCodeAt(0)));

const isUnread = (path: string): boolean => UNREAD.some((field) => path === field || path.startsWith(`${field}.`));
const holdsUnread = (path: string): boolean => UNREAD.some((field) => field.startsWith(`${path}.`));

/**
 * A stored document without the fields that no mapping reads, as Elasticsearch gives it if it is asked to leave them out: keys with dots count
 * as paths, and an object or list that has lost all it held goes too.
 */
export function withoutUnread(source: unknown): unknown {
  if (!isObject(source)) return source;
  for (const key in source) {
    if (!LETTERS.has(key.charCodeAt(0))) continue;
    const dot = key.indexOf('.');
    if (ROOTS.has(dot < 0 ? key : key.slice(0, dot))) return reduced(source, '');
  }
  return source;
}

function reduced(value: unknown, path: string): unknown {
  if (Array.isArray(value)) {
    const kept = value.map((element: unknown) => reduced(element, path)).filter((element) => element !== undefined);
    return kept.length === 0 && value.length > 0 ? undefined : kept;
  }
  if (!isObject(value)) return value;
  let dropped = false;
  const rest: (readonly [string, unknown])[] = [];
  for (const [key, inner] of Object.entries(value)) {
    const full = path === '' ? key : `${path}.${key}`;
    const left = isUnread(full) ? undefined : holdsUnread(full) ? reduced(inner, full) : inner;
    dropped ||= left !== inner;
    if (left !== undefined) rest.push([key, left]);
  }
  if (!dropped) return value;
  return rest.length === 0 && path !== '' ? undefined : Object.fromEntries(rest);
}
