import type { JsonObject } from './lookup.js';

/**
 * The keys under which one vendor field may stand. `plain`: the vendor's own spelling and its lower, Pascal and snake case
 * forms (API, event hub, search add-on, ECS). `columns`: the column names that a table export of Log Analytics gives it.
 */
export interface Spelling {
  readonly plain: readonly string[];
  readonly columns: readonly string[];
}

const COLUMN_SUFFIXES = ['', ' [UTC]', '_dynamic', '_string', '_d', '_s', '_t', '_g', '_b', '_'];

/** Spellings of a camelCase name; `aliases` are names of the same field in other exports, in the same treatment. */
export function spelling(name: string, ...aliases: readonly string[]): Spelling {
  const plain = new Set<string>();
  const columns = new Set<string>();
  for (const base of [name, ...aliases]) {
    const pascal = base.charAt(0).toUpperCase() + base.slice(1);
    const snake = base
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
      .toLowerCase();
    for (const key of [base, pascal, snake, base.toLowerCase()]) plain.add(key);
    for (const suffix of COLUMN_SUFFIXES) columns.add(pascal + suffix);
    for (const suffix of COLUMN_SUFFIXES) columns.add(base + suffix);
  }
  return { plain: [...plain], columns: [...columns] };
}

/** The value of the first spelling that says something (not null, not blank); undefined if none does. */
export function pick(record: JsonObject, field: Spelling, columns = false): unknown {
  for (const key of columns ? field.columns : field.plain) {
    const value = record[key];
    if (value !== undefined && value !== null && value !== '') return value;
  }
  return undefined;
}
