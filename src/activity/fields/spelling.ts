import type { JsonObject } from './lookup.js';

const COLUMN_SUFFIXES = ['', ' [UTC]', '_dynamic', '_string', '_d', '_s', '_t', '_g', '_b', '_'];

/**
 * The keys under which one vendor field may stand, best first: the vendor's own spelling, its Pascal, snake and lower case
 * forms (API, event hub, search add-on, ECS), and the column names that a table export of Log Analytics gives it.
 * `aliases` are names of the same field in other exports, in the same treatment.
 */
export function spelling(name: string, ...aliases: readonly string[]): readonly string[] {
  const keys = new Set<string>();
  for (const base of [name, ...aliases]) {
    const pascal = base.charAt(0).toUpperCase() + base.slice(1);
    const snake = base
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
      .toLowerCase();
    for (const key of [base, pascal, snake, base.toLowerCase()]) keys.add(key);
    for (const suffix of COLUMN_SUFFIXES) keys.add(pascal + suffix).add(base + suffix);
  }
  return [...keys];
}

/** Values of a record's fields by slot; a slot is undefined if no spelling of its field says anything. */
export type FieldValues = readonly unknown[];

/** No field at all. */
export const NO_FIELDS: FieldValues = Object.freeze([]);

interface Place {
  readonly slot: number;
  /** Position of the key among the spellings of its field: the lowest that says something wins. */
  readonly rank: number;
}

const NO_PLACES: readonly Place[] = [];
/** Positions of keys that are remembered. */
const MOST_POSITIONS = 256;

/** The fields of one source: slot numbers by field name, and the reader that fills them in one pass over a record's keys. */
export interface FieldTable<Name extends string> {
  readonly slots: Readonly<Record<Name, number>>;
  read(record: JsonObject): FieldValues;
}

/** A table of fields from their spellings. One pass over the keys of a record costs far less than a search per spelling. */
export function fieldTable<Name extends string>(fields: Readonly<Record<Name, readonly string[]>>): FieldTable<Name> {
  const names = Object.keys(fields) as Name[];
  const places = new Map<string, Place[]>();
  const slots = Object.fromEntries(names.map((name, slot) => [name, slot])) as Record<Name, number>;
  names.forEach((name, slot) => {
    fields[name].forEach((key, rank) => {
      const known = places.get(key) ?? [];
      known.push({ slot, rank });
      places.set(key, known);
    });
  });
  /** Keys of the record read last by their positions, and their places: records of one product have the same keys in the same order. */
  const lastKeys: string[] = [];
  const lastPlaces: (readonly Place[])[] = [];
  return {
    slots,
    read(record) {
      const values = new Array<unknown>(names.length).fill(undefined);
      const ranks = new Uint8Array(names.length).fill(255);
      let position = -1;
      for (const key in record) {
        position += 1;
        const value = record[key];
        if (value === undefined || value === null || value === '') continue;
        let found = lastPlaces[position];
        if (found === undefined || lastKeys[position] !== key) {
          found = places.get(key) ?? NO_PLACES;
          if (position < MOST_POSITIONS) {
            lastKeys[position] = key;
            lastPlaces[position] = found;
          }
        }
        for (const place of found) {
          if (place.rank >= (ranks[place.slot] ?? 0)) continue;
          ranks[place.slot] = place.rank;
          values[place.slot] = value;
        }
      }
      return values;
    },
  };
}
