import { compilePath } from './lookup.js';
import type { JsonObject } from './lookup.js';
import { ShapeCache } from './shape-cache.js';

/** Dotted paths in order of preference. */
export type Paths = readonly string[];

/** Paths of several fields of one source: slot numbers by field name, and which of them may lead anywhere in a record. */
export interface PathTable<Name extends string> {
  readonly slots: Readonly<Record<Name, number>>;
  /** By slot the paths of its field whose first key the record holds, in their order. For any other, `lookup` finds nothing. */
  open(record: JsonObject): readonly Paths[];
}

/** One path of a field. */
interface Place {
  readonly slot: number;
  readonly alone: Paths;
  /** Keys of a record under which it may begin. */
  readonly keys: readonly string[];
}

const NO_PATHS: Paths = Object.freeze([]);

/** A table of paths. A record holds a dozen of the hundred keys that products use: one pass over these spares a search per path. */
export function pathTable<Name extends string>(fields: Readonly<Record<Name, Paths>>): PathTable<Name> {
  const names = Object.keys(fields) as Name[];
  const bySlot = names.map((name, slot) =>
    fields[name].map((path): Place => ({ slot, alone: [path], keys: (compilePath(path)[0] ?? []).map(({ key }) => key) })),
  );
  const byKey = new Map<string, Place[]>();
  for (const place of bySlot.flat()) {
    for (const key of place.keys) {
      const known = byKey.get(key);
      if (known === undefined) byKey.set(key, [place]);
      else known.push(place);
    }
  }
  const leading = (record: JsonObject): readonly Paths[] => {
    const found = new Array<Paths>(names.length).fill(NO_PATHS);
    let crowded: Set<number> | undefined;
    for (const key in record) {
      const value = record[key];
      const places = value === undefined || value === null ? undefined : byKey.get(key);
      if (places === undefined) continue;
      for (const { slot, alone } of places) {
        const known = found[slot];
        if (known === NO_PATHS) found[slot] = alone;
        else if (known !== alone) crowded = (crowded ?? new Set()).add(slot);
      }
    }
    for (const slot of crowded ?? NO_SLOTS) {
      const several = bySlot[slot]?.filter(({ keys }) => keys.some((key) => record[key] !== undefined && record[key] !== null));
      found[slot] = (several ?? []).flatMap(({ alone }) => alone);
    }
    return found;
  };
  const known = new ShapeCache(MOST_SHAPES, leading);
  return {
    slots: Object.fromEntries(names.map((name, slot) => [name, slot])) as Record<Name, number>,
    open: (record) => known.of(record),
  };
}

const NO_SLOTS: readonly number[] = [];
/** Sequences of keys for which the paths that lead anywhere are remembered: some 2 MB. */
const MOST_SHAPES = 4096;
