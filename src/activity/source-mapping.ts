import type { Activity } from './activity.js';

/** A parsed record as a reader hands it over: a JSON object, a CSV row or a Zeek row with `#fields` as keys. */
export type RawRecord = Readonly<Record<string, unknown>>;

/** What the reader knows about where the record came from. */
export interface RecordHint {
  /** Base name of the file without `.gz`, lower case, or the index / sourcetype. */
  readonly name: string;
  /** Zeek `#path`, `@stream`, ECS `event.dataset`, Splunk sourcetype, or ''. */
  readonly dataset: string;
}

/**
 * The fate of one record. `activities` holds one or more activities; `skipped` is a record that carries nothing about
 * behaviour (a heartbeat, a header row); `dead` could not be mapped and goes to the dead letter with its reason.
 */
export type Mapped =
  | { readonly kind: 'activities'; readonly activities: readonly Activity[] }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'dead'; readonly reason: string };

/** What a mapping looks at of a document that Elastic's integrations store. */
export interface DocumentNeeds {
  /** Dotted names; of an object everything below it. What tells form, data set and time of any document is not among them. */
  readonly fields: readonly string[];
  /** Fields by which the document is identified; where one is missing, its id rests on all of it. */
  readonly given: readonly string[];
}

/** How one product's records, in ECS and in the vendor's raw form, become activities. */
export interface SourceMapping {
  /** `product.stream`, the value of `Activity.source`. */
  readonly name: string;
  /** One line for documentation and `doctor`. */
  readonly title: string;
  /** ECS `event.dataset` / data stream datasets and Splunk sourcetypes that are this source. */
  readonly datasets: readonly string[];
  /** What `map` looks at of an ECS document of one of the data sets that has what is `given`; absent: all of it. */
  readonly reads?: DocumentNeeds;
  /** True if a record without a known dataset has this source's shape. Must be cheap, and specific: no two mappings may claim one record. */
  detects(record: RawRecord, hint: RecordHint): boolean;
  /** Never throws on any JSON value. */
  map(record: RawRecord, hint: RecordHint): Mapped;
}
