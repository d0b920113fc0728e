type Plain = Record<string, unknown>;

const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A document with dotted keys, as the tests of panels write it for short, as nested objects. */
export function expandDotted(document: unknown): unknown {
  if (Array.isArray(document)) return document.map(expandDotted);
  if (!isPlain(document)) return document;
  const expanded: Plain = {};
  for (const [key, value] of Object.entries(document)) {
    const parts = key.split('.');
    const last = parts.pop() ?? key;
    let at = expanded;
    for (const part of parts) {
      const next = at[part];
      const child: Plain = isPlain(next) ? next : {};
      at[part] = child;
      at = child;
    }
    const child = expandDotted(value);
    const present = at[last];
    at[last] = isPlain(present) && isPlain(child) ? { ...present, ...child } : child;
  }
  return expanded;
}
