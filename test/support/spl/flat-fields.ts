/** Fields of JSON as automatic extraction names them: `a.b`, and `a{}.b` for what stands in lists. */
export type FlatFields = Readonly<Record<string, readonly string[]>>;

/** Reads the fields of JSON text; none of what is no object. `lists`: what is put behind the name of a list. */
export function flatFields(value: unknown, lists = '{}'): FlatFields {
  const found = new Map<string, string[]>();
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) gather(value, '', lists, found);
  return Object.fromEntries(found);
}

function gather(value: unknown, path: string, lists: string, found: Map<string, string[]>): void {
  if (Array.isArray(value)) {
    for (const each of value) gather(each, `${path}${lists}`, lists, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) gather(inner, path === '' ? name : `${path}.${name}`, lists, found);
  } else {
    const text = typeof value === 'string' ? value : String(value);
    const known = found.get(path);
    if (known === undefined) found.set(path, [text]);
    else known.push(text);
  }
}

/** The same of an event's text. */
export function fieldsOfText(raw: string): FlatFields {
  if (!raw.startsWith('{')) return {};
  try {
    return flatFields(JSON.parse(raw));
  } catch {
    return {};
  }
}
