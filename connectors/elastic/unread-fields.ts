import { isObject } from '../../src/activity/fields/lookup.js';

/** Fields of shippers and of the platform that no mapping reads and that may be the larger part of a document. */
export const UNREAD: readonly string[] = ['event.original', 'agent', 'elastic_agent', 'input', 'log', 'process.Ext'];

/** What they begin with, and what stands behind that where they have two parts. */
const PARTS: ReadonlyMap<string, string | undefined> = new Map(
  UNREAD.map((field) => {
    const [root = field, inner] = field.split('.');
    return [root, inner];
  }),
);
const LETTERS: ReadonlySet<number> = new Set([...PARTS.keys()].map((root) => root.charCodeAt(0)));

const isUnread = (path: string): boolean => UNREAD.some((field) => path === field || path.startsWith(`${field}.`));
const holdsUnread = (path: string): boolean => UNREAD.some((field) => field.startsWith(`${path}.`));

/**
 * A stored document without the fields that no mapping reads, as Elasticsearch gives it if it is asked to leave them out: keys with dots count
 * as paths, and an object or list that has lost all it held goes too.
 */
export function withoutUnread(source: unknown): unknown {
  if (!isObject(source)) return source;
  for (const key in source) if (LETTERS.has(key.charCodeAt(0)) && touches(key, source[key])) return reduced(source, '');
  return source;
}

/** Whether something of a document's key may have to go. */
function touches(key: string, value: unknown): boolean {
  const dot = key.indexOf('.');
  const root = dot < 0 ? key : key.slice(0, dot);
  if (!PARTS.has(root)) return false;
  const inner = PARTS.get(root);
  if (inner === undefined || dot >= 0 || Array.isArray(value)) return true;
  if (isObject(value)) for (const child in value) if (child.startsWith(inner)) return true;
  return false;
}

function reduced(value: unknown, path: string): unknown {
  if (Array.isArray(value)) {
    const kept = value.map((element: unknown) => reduced(element, path)).filter((element) => element !== undefined);
    return kept.length === 0 && value.length > 0 ? undefined : kept;
  }
  if (!isObject(value)) return value;
  let [dropped, empty] = [false, true];
  const rest: Record<string, unknown> = {};
  for (const key in value) {
    const inner = value[key];
    let left = inner;
    if (path !== '' || LETTERS.has(key.charCodeAt(0))) {
      const full = path === '' ? key : `${path}.${key}`;
      left = isUnread(full) ? undefined : holdsUnread(full) ? reduced(inner, full) : inner;
      dropped ||= left !== inner;
      if (left === undefined) continue;
    }
    empty = false;
    // To set it would change what the object inherits.
    if (key === '__proto__') Object.defineProperty(rest, key, { value: left, enumerable: true, configurable: true, writable: true });
    else rest[key] = left;
  }
  if (!dropped) return value;
  return empty && path !== '' ? undefined : rest;
}
