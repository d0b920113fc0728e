/** A JSON object as parsed: no promise about its keys or values. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The empty object, returned where a record has no such object. */
export const NO_OBJECT: JsonObject = Object.freeze({});
const NO_VALUES: readonly unknown[] = Object.freeze([]);

interface Step {
  readonly key: string;
  /** How many parts of the path the key covers. */
  readonly parts: number;
}

/** For every part of a path the keys that may stand there: the single part first, then the longest dotted key. */
export type CompiledPath = readonly (readonly Step[])[];

const compiledPaths = new Map<string, CompiledPath>();

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A property the record itself holds; names that every object inherits (`__proto__`, `constructor`, …) never match. */
export function ownValue(value: unknown, key: string): unknown {
  return isObject(value) && !(key in Object.prototype) ? value[key] : undefined;
}

/**
 * The value at a dotted path, whether the record nests (`a: { b: … }`), keeps dotted keys (`'a.b': …`) or mixes both.
 * Arrays on the way are searched in order. Null counts as absent. Never throws.
 */
export function lookup(record: unknown, path: string): unknown {
  if (typeof record === 'object' && record !== null && !Array.isArray(record) && !path.includes('.')) {
    return path in Object.prototype ? undefined : ((record as JsonObject)[path] ?? undefined);
  }
  return find(record, compilePath(path), 0);
}

/** `lookup` of a path that `compilePath` gave, for those who look up the same path in every record. */
export const lookupCompiled = (record: unknown, path: CompiledPath): unknown => find(record, path, 0);

/** Every scalar at a dotted path: arrays, on the way and at the end, are flattened; null is left out. */
export function lookupAll(record: unknown, path: string): readonly unknown[] {
  const found: unknown[] = [];
  collect(record, compilePath(path), 0, found);
  return found;
}

/** The object at a dotted path; an object kept as JSON text is parsed; the empty object if there is none. */
export function objectAt(record: unknown, path: string): JsonObject {
  return asObject(lookup(record, path));
}

/** The array at a dotted path, a JSON text parsed, a single value as an array of one, `{0: …, 1: …}` as its values. */
export function listAt(record: unknown, path: string): readonly unknown[] {
  return asList(lookup(record, path));
}

/** The value if it is an object, the object of a JSON text, the first object of an array, else the empty object. */
export function asObject(value: unknown): JsonObject {
  const parsed = typeof value === 'string' ? parseJson(value) : value;
  if (isObject(parsed)) return parsed;
  if (Array.isArray(parsed)) {
    for (const element of parsed as readonly unknown[]) if (isObject(element)) return element;
  }
  return NO_OBJECT;
}

/** The value as a list; see `listAt`. */
export function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  if (value === undefined || value === null || value === '') return NO_VALUES;
  if (typeof value === 'string') {
    const parsed = parseJson(value);
    return Array.isArray(parsed) ? (parsed as readonly unknown[]) : [parsed ?? value];
  }
  if (isObject(value) && Object.hasOwn(value, '0')) return Object.values(value);
  return [value];
}

/** Longest text that is tried as JSON, in UTF-16 units. */
const MAX_JSON_TEXT = 1_048_576;

/** What a JSON object or array kept as text holds; undefined for anything else. Never throws. */
export function parseJson(text: string): unknown {
  let start = 0;
  while (start < 8 && text.charCodeAt(start) <= 32) start += 1;
  const first = text.charCodeAt(start);
  if ((first !== 123 && first !== 91) || text.length > MAX_JSON_TEXT) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What `lookup` needs to know of a path, made once. */
export function compilePath(path: string): CompiledPath {
  const known = compiledPaths.get(path);
  if (known !== undefined) return known;
  const parts = path.split('.');
  const compiled = parts.map((part, at): readonly Step[] => {
    const steps: Step[] = part in Object.prototype ? [] : [{ key: part, parts: 1 }];
    for (let end = parts.length; end > at + 1; end -= 1) steps.push({ key: parts.slice(at, end).join('.'), parts: end - at });
    return steps;
  });
  compiledPaths.set(path, compiled);
  return compiled;
}

function find(value: unknown, path: CompiledPath, at: number): unknown {
  if (value === undefined || value === null) return undefined;
  const steps = path[at];
  if (steps === undefined) return value;
  if (typeof value !== 'object') return undefined;
  if (Array.isArray(value)) {
    for (const element of value as readonly unknown[]) {
      if (!isObject(element)) continue;
      const found = find(element, path, at);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  for (const step of steps) {
    const child = (value as JsonObject)[step.key];
    if (child === undefined || child === null) continue;
    const found = find(child, path, at + step.parts);
    if (found !== undefined) return found;
  }
  return undefined;
}

function collect(value: unknown, path: CompiledPath, at: number, found: unknown[]): void {
  if (value === undefined || value === null) return;
  const steps = path[at];
  if (Array.isArray(value)) {
    for (const element of value as readonly unknown[]) {
      if (steps === undefined ? !Array.isArray(element) : isObject(element)) collect(element, path, at, found);
    }
    return;
  }
  if (steps === undefined) {
    if (typeof value !== 'object') found.push(value);
    return;
  }
  if (typeof value !== 'object') return;
  for (const step of steps) collect((value as JsonObject)[step.key], path, at + step.parts, found);
}

/**
 * The record with dotted keys unfolded into objects (`'source.ip': x` → `source: { ip: x }`); the record itself if it has
 * none. Where a dotted key meets a nested value, the nested value stays.
 */
export function nestedRecord(record: JsonObject): JsonObject {
  let dotted = false;
  for (const key in record) {
    if (key.includes('.')) {
      dotted = true;
      break;
    }
  }
  if (!dotted) return record;
  const nested: Record<string, unknown> = {};
  for (const key of Object.keys(record)) if (!key.includes('.') && !(key in Object.prototype)) nested[key] = cloneObjects(record[key], 0);
  for (const key of Object.keys(record)) if (key.includes('.')) unfold(nested, key.split('.'), record[key]);
  return nested;
}

/** Deepest dotted key that is unfolded. */
const MAX_PARTS = 16;

function cloneObjects(value: unknown, depth: number): unknown {
  if (!isObject(value) || depth >= MAX_PARTS) return value;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) if (!(key in Object.prototype)) copy[key] = cloneObjects(value[key], depth + 1);
  return copy;
}

function unfold(target: Record<string, unknown>, parts: readonly string[], value: unknown): void {
  if (parts.length > MAX_PARTS || parts.some((part) => part in Object.prototype)) return;
  let holder = target;
  for (const part of parts.slice(0, -1)) {
    const child = holder[part] ?? {};
    if (!isObject(child)) return;
    holder[part] = child;
    holder = child;
  }
  const last = parts[parts.length - 1] ?? '';
  holder[last] ??= value;
}
