import { isScalar, parse, visit, type Document } from 'yaml';
import { ConfigError } from '../errors.js';

/** Answers what stands behind `${NAME}` (an environment variable) or `${file:PATH}` (a secret in a file); `undefined` if nothing does. */
export type Lookup = (name: string) => string | undefined;

const REFERENCE = /\$\$|\$\{([^}]*)\}/g;
const WHOLE_REFERENCE = /^\$\{[^}]*\}$/;

function resolve(text: string, lookup: Lookup, where: string): string {
  return text.replace(REFERENCE, (match: string, inner: string | undefined) => {
    if (inner === undefined) return '$';
    const fallbackAt = inner.indexOf(':-');
    const name = fallbackAt < 0 ? inner : inner.slice(0, fallbackAt);
    const found = lookup(name);
    if (found !== undefined) return found;
    if (fallbackAt >= 0) return inner.slice(fallbackAt + 2);
    const fix = name.startsWith('file:')
      ? `the file ${name.slice(5)} cannot be read; create it or correct the path`
      : `the environment variable ${name} is not set; set it or give a default as \${${name}:-value}`;
    throw new ConfigError(`${where}: ${match} has no value: ${fix}`);
  });
}

/**
 * Replaces `${NAME}`, `${NAME:-default}` and `${file:PATH}` in every text value of the document; `$$` stands for one dollar.
 * An unquoted value that is nothing but one reference may become a number or a boolean; a quoted one stays text. Keys are
 * left alone, and what was substituted is not looked at again. Throws ConfigError for a reference without value.
 */
export function substituteReferences(document: Document, lookup: Lookup, locate: (offset: number) => string): void {
  visit(document, {
    Scalar(key, node) {
      if (key === 'key' || typeof node.value !== 'string' || !node.value.includes('$')) return;
      const text = resolve(node.value, lookup, locate(node.range?.[0] ?? 0));
      const typed: unknown = node.type === 'PLAIN' && WHOLE_REFERENCE.test(node.value) && isPlainNumberOrBoolean(text) ? parse(text) : text;
      if (isScalar(node)) node.value = typed;
    },
  });
}

/**
 * Throws ConfigError if one of the values stands in the file itself instead of behind a reference, since files are copied, shown and kept in
 * repositories.
 */
export function requireReferences(document: Document, paths: readonly (readonly string[])[], locate: (offset: number) => string): void {
  for (const path of paths) {
    const node: unknown = document.getIn(path, true);
    if (!isScalar(node) || typeof node.value !== 'string' || WHOLE_REFERENCE.test(node.value)) continue;
    const name = path.join('.');
    throw new ConfigError(`${locate(node.range?.[0] ?? 0)}: ${name} is a secret; write it as \${NAME} or \${file:PATH}`);
  }
}

function isPlainNumberOrBoolean(text: string): boolean {
  return text === 'true' || text === 'false' || /^-?\d+(\.\d+)?$/.test(text);
}
