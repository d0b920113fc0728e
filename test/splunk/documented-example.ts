import type { IndexedEvent, ResultRow } from '../support/spl/spl-engine.js';

export type ExampleRecord = Readonly<Record<string, unknown>>;

/** An example of Splunk's own documentation. */
export interface DocumentedExample {
  /** Where it stands. */
  readonly source: string;
  /**
   * `result`: the documentation gives the result, or the values that it is made of, and we take it from there. `rule`: it gives the search
   * and says what comes of it; the data are ours, and the result is worked out by hand.
   */
  readonly states: 'result' | 'rule';
  /** The search as documented. Where it begins with `...`, it is run over `records`. */
  readonly search: string;
  readonly records?: readonly ExampleRecord[];
  /** Events in the default index. */
  readonly events?: readonly (Partial<IndexedEvent> & { readonly raw: string })[];
  /** A lookup table that the search names. */
  readonly table?: { readonly name: string; readonly records: readonly ExampleRecord[] };
  /** When the search runs, seconds since 1970. */
  readonly now?: number;
  /** The end of the search's time range, seconds since 1970. */
  readonly until?: number;
  /** Fields that are compared; all if absent. */
  readonly shows?: readonly string[];
  readonly gives: readonly ResultRow[];
  /** The documentation says in what order the fields come. */
  readonly ordered?: true;
}

/** The search assistant's description of the language, which Splunk ships as etc/system/default/searchbnf.conf: version 8.2.12. */
export const bnf = (place: string): string => `searchbnf.conf, ${place}`;

/** A page of the Search Reference on help.splunk.com, formerly docs.splunk.com/Documentation/Splunk/latest/SearchReference. */
export const page = (title: string): string => `Search Reference, ${title}`;

/** An expression of eval, and what it gives for one record. */
export const evaluates = (
  source: string,
  states: DocumentedExample['states'],
  expression: string,
  result: string | readonly string[] | undefined,
  record: ExampleRecord = { one: 1 },
): DocumentedExample => ({
  source,
  states,
  search: `... | eval result=${expression}`,
  records: [record],
  shows: ['result'],
  gives: [result === undefined ? {} : { result }],
});
