import { createHash } from 'node:crypto';

/** Deepest nesting that is told apart; below it only the kind of the value counts. */
const MAX_DEPTH = 32;

/** First 32 hex digits of the SHA-256 of a record's canonical JSON: key order, at any depth, does not matter. */
export function recordHash(record: unknown): string {
  return createHash('sha256').update(canonicalJson(record, 0)).digest('hex').slice(0, 32);
}

function canonicalJson(value: unknown, depth: number): string {
  if (value === undefined || typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') return 'null';
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (depth >= MAX_DEPTH) return Array.isArray(value) ? '[…]' : '{…}';
  let text = '';
  if (Array.isArray(value)) {
    for (const element of value as readonly unknown[]) text += `${canonicalJson(element, depth + 1)},`;
    return `[${text}]`;
  }
  const object = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(object).sort()) {
    const member = object[key];
    if (member !== undefined) text += `${JSON.stringify(key)}:${canonicalJson(member, depth + 1)},`;
  }
  return `{${text}}`;
}
