import type { Activity } from '../src/activity/activity.js';

/** Half-open interval of time, epoch milliseconds. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** How a reader that goes from window to window by time of ingest misses nothing. Milliseconds. */
export interface IngestPromise {
  /** A record taken in longer ago than this can be found by a search, so no window should end later than now less this. */
  readonly safetyLag: number;
  /** A window should begin this much before the end of the one before; records met twice are known by source, id and action. */
  readonly overlap: number;
}

/** One data set that exists in the SIEM or in the input files. */
export interface SourceStatus {
  /** Name of the source mapping; of a data set that no mapping reads, its own name. */
  readonly source: string;
  /** False for a data set that no mapping reads. Absent means true. */
  readonly mapped?: boolean;
  readonly records: number;
  readonly first: number | undefined;
  readonly last: number | undefined;
  /** Percentiles of the seconds between event and ingest, where the platform knows. */
  readonly lagSeconds?: { readonly p50: number; readonly p95: number; readonly p99: number };
}

/** What the doctor needs to know of this installation. */
export interface DiagnosisRequest {
  /** Epoch milliseconds of this host. */
  readonly now: () => number;
  /** How late a record may come to count. */
  readonly latenessMilliseconds: number;
}

/** `ok`: as it should be; `note`: worth knowing, nothing to do at once; `warning`: costs something; `error`: must be put right. */
export type DiagnosisLevel = 'ok' | 'note' | 'warning' | 'error';

/** One thing that was looked at, what was found, and what puts it right. */
export interface Diagnosis {
  /** What kind of thing, e.g. `privileges`. */
  readonly check: string;
  readonly level: DiagnosisLevel;
  /** Whole sentences. */
  readonly message: string;
  readonly fix?: string;
  /** The same for programs. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** A record that could not become an activity. */
export interface RejectedRecord {
  readonly input: string;
  readonly position: number;
  readonly source: string;
  readonly reason: string;
  readonly record: string;
  readonly recordBytes: number;
}

/** What to read; bounds that are absent are open. */
export interface ActivityRequest {
  readonly source?: string | undefined;
  /** One of `Connector.groups`; absent: all of them, one after another. */
  readonly group?: string | undefined;
  /** Event time, as the platform keeps it (`@timestamp`, `_time`). */
  readonly window?: Window | undefined;
  /**
   * When the platform took the record in (`event.ingested`, `_indextime`). A platform that does not know, such as log files, counts all it
   * holds as taken in before the window begins: it gives everything for a window without a past (`from` −Infinity), else nothing.
   */
  readonly ingested?: Window | undefined;
  readonly cursor?: string | undefined;
}

/** A batch of activities and the cursor from which reading may resume after the batch is safely used. */
export interface ActivityBatch {
  readonly activities: readonly Activity[];
  readonly rejected: readonly RejectedRecord[];
  readonly cursor: string;
}

/** Activity field path → accepted values. Every entry must hold. */
export type Where = Readonly<Record<string, readonly (string | number)[]>>;

/** Which high-volume source to group by what. */
export interface RollupSpec {
  readonly source: string;
  /** Activity field paths, e.g. `sourceIp`, `destinationIp`, `destinationPort`. */
  readonly groupBy: readonly string[];
  /** Width of a row in time, milliseconds; rows are aligned to multiples of it. */
  readonly interval: number;
  /** Only activities of which every filter holds: activity field path → accepted values. */
  readonly where?: Where;
  /** How many ids of events a row carries, 0 to 5. Default 5; they may cost more than the rest of the row. */
  readonly samples?: number;
}

export interface RollupRow {
  readonly start: number;
  readonly keys: Readonly<Record<string, string | number>>;
  readonly count: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly first: number;
  readonly last: number;
  /** Ids of the events behind the row, smallest first: as many as were asked for, or all. */
  readonly samples: readonly string[];
}

/** A bounded question with bound values: every filter must hold. */
export interface Question {
  readonly sources: readonly string[];
  readonly window: Window;
  readonly where: Where;
  /** At most this many activities come back. */
  readonly limit: number;
}

export interface Answer {
  readonly activities: readonly Activity[];
  /** More matched than `limit`. */
  readonly truncated: boolean;
}

/** A document to store. Writing the same id twice is harmless. */
export interface WriteDocument {
  readonly id: string;
  readonly kind: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Which documents to read back. */
export interface DocumentRequest {
  readonly kind: string;
  /** At most 1,000; absent: all of the kind. */
  readonly ids?: readonly string[];
}

/** A document as the platform holds it: what was written, and what the platform adds. */
export type StoredDocument = Readonly<Record<string, unknown>>;

export type WriteOutcome =
  | { readonly id: string; readonly result: 'created' | 'exists' | 'updated' }
  | { readonly id: string; readonly result: 'rejected'; readonly reason: string };

export interface StateEntry {
  readonly value: unknown;
  /** Opaque; pass it back to `compareAndSet`. */
  readonly version: string;
}

/** Small documents with compare-and-set: checkpoints, leases, feedback, approvals. */
export interface StateStore {
  get(key: string, options?: CallOptions): Promise<StateEntry | undefined>;
  /** Stores `value` if the entry's version is still `expected` (`undefined`: it must not exist). Returns the new version, or `undefined` if somebody was faster. */
  compareAndSet(key: string, value: unknown, expected: string | undefined, options?: CallOptions): Promise<string | undefined>;
  /** Forgets entries; one that does not exist is forgotten already. For entries that nobody compares any more. */
  remove(keys: readonly string[], options?: CallOptions): Promise<void>;
}

export interface Capabilities {
  readonly rollup: boolean;
  readonly ask: boolean;
  readonly act: boolean;
  /** Whether reading a window costs what the window holds, so that several workers may each read a part. Absent means no. */
  readonly divisible?: boolean;
}

/**
 * What every SIEM must be able to do. Promises, checked by one contract suite on every implementation:
 * - `activities` yields in an order that is the same every time, resumes from any cursor it gave out, and either
 *   completes or throws: never silently partial. A `WindowIncompleteError` says that reading again may succeed.
 * - `rollup` gives the rows that grouping the activities of the same window gives, in order of their start.
 * - `write` is idempotent by id and answers for every document. An anomaly or dead letter that exists stays as it is; a document of any
 *   other kind is replaced.
 * - `withdraw` takes out documents of a kind that may change; one that does not exist is withdrawn already.
 * - `state` loses no update.
 */
export interface Connector {
  readonly name: string;
  readonly capabilities: Capabilities;
  /** Names of the groups of sources, each of which can be read on its own. */
  readonly groups: readonly string[];
  readonly ingest: IngestPromise;
  sources(window: Window | undefined, options?: CallOptions): Promise<readonly SourceStatus[]>;
  /** @throws UsageError for an unknown group or a cursor that is none */
  activities(request: ActivityRequest, options?: CallOptions): AsyncIterable<ActivityBatch>;
  rollup?(spec: RollupSpec, window: Window, options?: CallOptions): AsyncIterable<RollupRow>;
  ask?(question: Question, options?: CallOptions): Promise<Answer>;
  write(documents: readonly WriteDocument[], options?: CallOptions): Promise<readonly WriteOutcome[]>;
  withdraw(kind: string, ids: readonly string[], options?: CallOptions): Promise<void>;
  /** Reads back documents of this tenant in order of `@timestamp` and id; none of a kind that was never written. */
  stored(request: DocumentRequest, options?: CallOptions): AsyncIterable<readonly StoredDocument[]>;
  readonly state: StateStore;
  /**
   * Looks at everything that reading, writing and keeping state rest on, and changes nothing. What is wrong is found, not thrown; where
   * the platform cannot be reached or refuses the credentials, nothing else is looked at.
   */
  diagnose?(request: DiagnosisRequest, options?: CallOptions): AsyncIterable<Diagnosis>;
  close(): Promise<void>;
}
