import type { FlatFields } from './flat-fields.js';
import type { TimeRange } from './search-terms.js';

/** A data model's dataset over events: what belongs to it, and what its fields are. */
export interface DataSet {
  /** What `search` would be given. */
  readonly constraint: string;
  /** Name of a field without that of the dataset, and the expression of eval that gives it. */
  readonly fields: Readonly<Record<string, string>>;
  /** Summaries are there, so that `summariesonly=true` finds something. */
  readonly accelerated: boolean;
}

/** What the sourcetypes of an app say of their fields. */
export interface SourcetypeProps {
  /** Fields of JSON are found by themselves. */
  readonly automatic: boolean;
  /** Calculated fields and their expressions. */
  readonly calculated: Readonly<Record<string, string>>;
}

/** A kind of event by what it would be searched for, and its tags. */
export interface TaggedEvents {
  readonly search: string;
  readonly tags: readonly string[];
}

/** What a search can see beside its own text. */
export interface SearchContext {
  /** Seconds since 1970. */
  readonly now: number;
  readonly sid: string;
  readonly range: TimeRange;
  /** Bounds by the time of indexing. */
  readonly indexed: TimeRange;
  /** Patterns of indexes that may be searched, and of those that are where none is named. */
  readonly allowedIndexes: readonly string[];
  readonly defaultIndexes: readonly string[];
  readonly props: ReadonlyMap<string, SourcetypeProps>;
  /** Event types that have tags. */
  readonly tagged: readonly TaggedEvents[];
  /** Records of a lookup with the fields that it gives; undefined if there is none of the name. */
  readonly lookup: (name: string) => { readonly fields: readonly string[]; readonly records: readonly FlatFields[] } | undefined;
  /** By model and dataset, e.g. `Network_Traffic.All_Traffic`. */
  readonly dataSet: (name: string) => DataSet | undefined;
  readonly query: (sql: string) => Promise<readonly (readonly unknown[])[]>;
}
