import type { Connector, Window } from '../../connectors/connector.js';

/** One arrangement of input and store under test, made anew for every test. */
export interface ConnectorWorld {
  /** Opens a connector on the same input and the same store; may be called several times. */
  open(): Promise<Connector>;
  /** Ids of the activities in the input, `source|id`, in any order. At least 2,000, from at least two sources. */
  readonly expected: readonly string[];
  /** How many records of the input cannot become activities. At least one. */
  readonly rejected: number;
  /** A window that holds some of the activities but not all. */
  readonly window: Window;
  /** A time before which the platform took some of the records in and after which the others, if it knows such times; epoch milliseconds. */
  readonly ingestedBetween?: number;
  /** Ways in which reading can fail; each makes the world faulty, after which `activities` must throw. */
  readonly faults: readonly { readonly name: string; readonly arrange: () => Promise<void> }[];
  /**
   * Ways in which writing can go wrong; each makes the world faulty. Those that pass by themselves end with every document stored; of the
   * others `write` must throw, and store everything once they are mended. Absent where the platform's have suites of their own.
   */
  readonly writeFaults?: readonly {
    readonly name: string;
    readonly passing: boolean;
    readonly arrange: () => Promise<void>;
    readonly mend: () => Promise<void>;
  }[];
  /** Makes the input differ from what cursors were given out for, where the platform can tell; otherwise absent. */
  readonly changeInput?: () => Promise<void>;
  /** Ids of stored documents of a kind, once each per stored document. */
  readonly stored: (kind: string) => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}
