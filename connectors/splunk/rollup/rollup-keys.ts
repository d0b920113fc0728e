import type { RollupRow, RollupSpec } from '../../connector.js';
import { rawSource, type RawField, type RawSource } from './raw-fields.js';

/** What of a rollup Splunk can do. */
export interface SplunkRollup {
  readonly raw: RawSource;
  /** What is grouped by: the keys of the rows, then what is only asked for. */
  readonly keys: readonly (readonly [path: string, field: RawField])[];
}

/** `undefined` where a key, a filter or the ids are known to the mapping alone. */
export function inSplunk({ source, groupBy, where = {} }: RollupSpec, samples: number): SplunkRollup | undefined {
  const raw = rawSource(source);
  if (raw === undefined || (samples > 0 && raw.id === undefined)) return undefined;
  const keys: (readonly [string, RawField])[] = [];
  for (const path of new Set([...groupBy, ...Object.keys(where)])) {
    const field = Object.hasOwn(raw.keys, path) ? raw.keys[path] : undefined;
    if (field === undefined) return undefined;
    keys.push([path, field]);
  }
  return { raw, keys };
}

/** The row with the keys that were asked for, or nothing if a filter does not hold. An absent number is no value that a filter could name. */
export function wantedRow(row: RollupRow, { keys }: SplunkRollup, { groupBy, where = {} }: RollupSpec): RollupRow | undefined {
  for (const [path, accepted] of Object.entries(where)) {
    const value = row.keys[path] ?? '';
    const isNumber = keys.some(([name, { type }]) => name === path && type === 'number');
    if (!accepted.includes(value) || (isNumber && value === '')) return undefined;
  }
  return { ...row, keys: Object.fromEntries(groupBy.map((path) => [path, row.keys[path] ?? ''])) };
}
