import type { Activity } from '../../src/activity/activity.js';
import { createRegistry, type Registry } from '../../src/activity/registry.js';
import { SourceTally } from '../../src/activity/source-counts.js';
import type { SourceMapping } from '../../src/activity/source-mapping.js';
import { SourceUnavailableError, UsageError } from '../../src/errors.js';
import type {
  ActivityBatch,
  ActivityRequest,
  Answer,
  CallOptions,
  Capabilities,
  Connector,
  DocumentRequest,
  IngestPromise,
  Question,
  RollupRow,
  RollupSpec,
  SourceStatus,
  StateStore,
  StoredDocument,
  Window,
  WriteDocument,
  WriteOutcome,
} from '../connector.js';
import { matches, Rollup } from '../activity-query.js';
import { FileStateStore, MemoryStateStore } from './file-state-store.js';
import { inputsFingerprint, listInputs, type InputFile } from './input-files.js';
import { NdjsonStore } from './ndjson-store.js';
import { readInputs } from './read-inputs.js';

export interface EmbeddedConnectorOptions {
  /** Files and folders to read. */
  readonly inputs: readonly string[];
  /** Where documents go; without it every document is rejected. */
  readonly outDir?: string | undefined;
  /** Where state is kept; without it, it lasts as long as the connector. */
  readonly stateDir?: string | undefined;
  readonly mappings: readonly SourceMapping[];
  /** Name of the mapping to use for every record instead of detection. */
  readonly sourceOverride?: string | undefined;
}

/** The connector that needs no SIEM: log files in, NDJSON files out. Files are listed anew by every call. */
export function createEmbeddedConnector(options: EmbeddedConnectorOptions): Connector {
  return new EmbeddedConnector(options);
}

class EmbeddedConnector implements Connector {
  readonly name = 'embedded';
  readonly capabilities: Capabilities = { rollup: true, ask: true, act: false };
  readonly groups: readonly string[] = ['files'];
  readonly ingest: IngestPromise = { safetyLag: 0, overlap: 0 };
  readonly state: StateStore;
  readonly #options: EmbeddedConnectorOptions;
  readonly #registry: Registry;
  readonly #store: NdjsonStore | undefined;

  constructor(options: EmbeddedConnectorOptions) {
    this.#options = options;
    this.#registry = createRegistry(options.mappings);
    if (options.sourceOverride !== undefined && this.#registry.byName(options.sourceOverride) === undefined) {
      const names = options.mappings.map((mapping) => mapping.name).join(', ');
      throw new UsageError(`there is no source "${options.sourceOverride}"; known sources: ${names}`);
    }
    this.#store = options.outDir === undefined ? undefined : new NdjsonStore(options.outDir);
    this.state = options.stateDir === undefined ? new MemoryStateStore() : new FileStateStore(options.stateDir);
  }

  async sources(window: Window | undefined, options: CallOptions = {}): Promise<readonly SourceStatus[]> {
    const tally = new SourceTally();
    for await (const activities of this.#matching(() => true, undefined, window, options)) {
      for (const activity of activities) tally.count(activity.source, { kind: 'activities', activities: [activity] });
    }
    return Object.entries(tally.counts()).map(([source, { activities, first, last }]) => ({ source, records: activities, first, last }));
  }

  async *activities(request: ActivityRequest, options: CallOptions = {}): AsyncGenerator<ActivityBatch, void, void> {
    if (request.group !== undefined && !this.groups.includes(request.group)) {
      throw new UsageError(`there is no group "${request.group}"; known groups: ${this.groups.join(', ')}`);
    }
    if (request.ingested !== undefined && request.ingested.from > -Infinity) return;
    const files = await this.#files();
    const after = request.cursor === undefined ? undefined : parseCursor(request.cursor, files);
    const wanted = filterOf(request.source, request.window);
    for await (const batch of this.#read(files, after, options)) {
      const activities = wanted === undefined ? batch.activities : batch.activities.filter(wanted);
      const next = batch.endOfFile ? { fileIndex: batch.fileIndex + 1, position: 0 } : batch;
      yield { activities, rejected: batch.rejected, cursor: formatCursor(next.fileIndex, next.position, files) };
    }
  }

  async *rollup(spec: RollupSpec, window: Window, options: CallOptions = {}): AsyncGenerator<RollupRow, void, void> {
    const rollup = new Rollup(spec);
    for await (const activities of this.#matching(() => true, spec.source, window, options)) {
      for (const activity of activities) rollup.add(activity);
    }
    yield* rollup.rows();
  }

  async ask(question: Question, options: CallOptions = {}): Promise<Answer> {
    const found: Activity[] = [];
    for await (const activities of this.#matching((activity) => matches(activity, question), undefined, question.window, options)) {
      for (const activity of activities) {
        if (found.length === question.limit) return { activities: found, truncated: true };
        found.push(activity);
      }
    }
    return { activities: found, truncated: false };
  }

  async write(documents: readonly WriteDocument[], options: CallOptions = {}): Promise<readonly WriteOutcome[]> {
    options.signal?.throwIfAborted();
    if (this.#store !== undefined) return this.#store.write(documents);
    return documents.map(({ id }) => ({ id, result: 'rejected', reason: 'no output folder is configured' }));
  }

  async withdraw(kind: string, ids: readonly string[], options: CallOptions = {}): Promise<void> {
    options.signal?.throwIfAborted();
    await this.#store?.withdraw(kind, ids);
  }

  async *stored({ kind, ids }: DocumentRequest, options: CallOptions = {}): AsyncGenerator<readonly StoredDocument[], void, void> {
    options.signal?.throwIfAborted();
    const documents = (await this.#store?.read(kind, ids)) ?? [];
    if (documents.length > 0) yield documents;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #files(): Promise<readonly InputFile[]> {
    return (await listInputs(this.#options.inputs)).files;
  }

  #read(files: readonly InputFile[], after: { readonly fileIndex: number; readonly position: number } | undefined, options: CallOptions) {
    return readInputs(files, this.#registry, { after, sourceOverride: this.#options.sourceOverride, signal: options.signal });
  }

  async *#matching(
    wanted: (activity: Activity) => boolean,
    source: string | undefined,
    window: Window | undefined,
    options: CallOptions,
  ): AsyncGenerator<readonly Activity[], void, void> {
    const inScope = filterOf(source, window);
    for await (const { activities } of this.#read(await this.#files(), undefined, options)) {
      yield activities.filter((activity) => (inScope === undefined || inScope(activity)) && wanted(activity));
    }
  }
}

function filterOf(source: string | undefined, window: Window | undefined): ((activity: Activity) => boolean) | undefined {
  if (source === undefined && window === undefined) return undefined;
  return (activity) =>
    (source === undefined || activity.source === source) &&
    (window === undefined || (activity.time >= window.from && activity.time < window.to));
}

/** `fileIndex.position.fingerprint`: where to go on, and what the files up to there looked like. */
function formatCursor(fileIndex: number, position: number, files: readonly InputFile[]): string {
  return `${fileIndex}.${position}.${inputsFingerprint(files, fileIndex + 1)}`;
}

function parseCursor(cursor: string, files: readonly InputFile[]): { readonly fileIndex: number; readonly position: number } {
  const [file = '', position = '', fingerprint] = cursor.split('.');
  if (!/^\d+$/.test(file) || !/^\d+$/.test(position)) throw new UsageError(`"${cursor}" is no cursor of the embedded connector`);
  const fileIndex = Number(file);
  if (fileIndex > files.length || inputsFingerprint(files, fileIndex + 1) !== fingerprint) {
    throw new SourceUnavailableError(
      'the input files have changed since the cursor was given out, so reading cannot go on behind it: start again without the cursor',
    );
  }
  return { fileIndex, position: Number(position) };
}
