type Value = string | number | boolean;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function collect(value: unknown, parts: readonly string[], depth: number, into: Value[]): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, parts, depth, into);
  } else if (depth < parts.length) {
    if (isObject(value)) collect(value[parts[depth] ?? ''], parts, depth + 1, into);
  } else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    into.push(value);
  }
}

const split = new Map<string, readonly string[]>();

/** Every value of a field, lists at any depth flattened, as a search engine sees it; empty if there is none. */
export function fieldValues(document: unknown, path: string): readonly Value[] {
  let parts = split.get(path);
  if (parts === undefined) {
    parts = path.split('.');
    split.set(path, parts);
  }
  const values: Value[] = [];
  collect(document, parts, 0, values);
  return values;
}

/** Paths of all leaves of a document that hold something. */
export function leafPaths(document: unknown): readonly string[] {
  const paths = new Set<string>();
  const visit = (value: unknown, path: string): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, path);
    else if (isObject(value)) for (const [key, child] of Object.entries(value)) visit(child, path === '' ? key : `${path}.${key}`);
    else if (value !== null) paths.add(path);
  };
  visit(document, '');
  return [...paths];
}
