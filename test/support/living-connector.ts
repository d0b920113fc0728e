import type {
  ActivityBatch,
  ActivityRequest,
  Connector,
  RejectedRecord,
  SourceStatus,
  StateStore,
  StoredDocument,
  WriteDocument,
  WriteOutcome,
} from '../../connectors/connector.js';
import { MemoryStateStore } from '../../connectors/embedded/file-state-store.js';
import type { Activity } from '../../src/activity/activity.js';

const APPEND_ONLY = new Set(['anomaly', 'dead-letter']);

/** An activity and when the platform took it in, epoch milliseconds. */
export interface TakenIn {
  readonly activity: Activity;
  readonly ingested: number;
  /** The record cannot become an activity. */
  readonly unusable?: boolean;
}

const rejection = ({ activity: { source, id } }: TakenIn): RejectedRecord => ({
  input: 'living',
  position: 0,
  source,
  reason: 'it has no time',
  record: id,
  recordBytes: id.length,
});

/** A platform in memory whose records come in while time goes on; several workers may use it, each by a connector of its own. */
export class LivingPlatform {
  /** Epoch milliseconds: what was taken in later does not exist yet. */
  now = 0;
  readonly documents = new Map<string, WriteDocument>();
  readonly state = new MemoryStateStore();
  /** Names of the state entries that there are. */
  readonly stateKeys = new Set<string>();
  readonly #records: readonly TakenIn[];
  readonly #safetyLag: number;

  /** @param safetyLag until a record is sure to be found, milliseconds */
  constructor(records: readonly TakenIn[], safetyLag = 120_000) {
    this.#safetyLag = safetyLag;
    this.#records = [...records].sort((a, b) => a.ingested - b.ingested);
  }

  /** Stored bodies of a kind, by id. */
  stored(kind: string): ReadonlyMap<string, string> {
    const found = [...this.documents.values()].filter((document) => document.kind === kind);
    return new Map(found.map(({ id, body }) => [id, JSON.stringify(body)] as const).sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** @param dieAfter calls that change something after which every call fails, as if the worker were killed */
  connect(dieAfter = Infinity): Connector {
    let left = dieAfter;
    const change = (): void => {
      left -= 1;
      if (left < 0) throw new Error('killed');
    };
    const { state } = this;
    const mortal: StateStore = {
      get: (key) => state.get(key),
      compareAndSet: async (key, value, expected) => {
        change();
        const version = await state.compareAndSet(key, value, expected);
        if (version !== undefined) this.stateKeys.add(key);
        return version;
      },
      remove: async (keys) => {
        change();
        for (const key of keys) this.stateKeys.delete(key);
        return state.remove(keys);
      },
    };
    return {
      name: 'living',
      capabilities: { rollup: false, ask: false, act: false, divisible: true },
      groups: ['all'],
      ingest: { safetyLag: this.#safetyLag, overlap: 240_000 },
      state: mortal,
      sources: () => Promise.resolve(this.#sources()),
      activities: (request) => this.#activities(request),
      write: async (documents) => {
        await Promise.resolve();
        change();
        return documents.map((document) => this.#write(document));
      },
      withdraw: async (kind, ids) => {
        await Promise.resolve();
        change();
        for (const id of ids) this.documents.delete(`${kind}/${id}`);
      },
      stored: ({ kind, ids }) => this.#stored(kind, ids),
      close: () => Promise.resolve(),
    };
  }

  #sources(): readonly SourceStatus[] {
    const bySource = new Map<string, { records: number; first: number; last: number }>();
    for (const { activity, ingested } of this.#records) {
      if (ingested >= this.now) continue;
      const { source, time } = activity;
      const known = bySource.get(source) ?? { records: 0, first: time, last: time };
      bySource.set(source, { records: known.records + 1, first: Math.min(known.first, time), last: Math.max(known.last, time) });
    }
    return [...bySource].map(([source, counts]) => ({ source, ...counts }));
  }

  async *#activities({ window, ingested }: ActivityRequest): AsyncGenerator<ActivityBatch, void, void> {
    const { from, to } = ingested ?? { from: -Infinity, to: Infinity };
    const takenIn = this.#records.slice(this.#firstFrom(from), this.#firstFrom(Math.min(to, this.now)));
    const found = takenIn.filter(({ activity: { time } }) => window === undefined || (time >= window.from && time < window.to));
    for (let at = 0; at < found.length; at += 1_000) {
      await Promise.resolve();
      const batch = found.slice(at, at + 1_000);
      const activities = batch.filter(({ unusable }) => unusable !== true).map(({ activity }) => activity);
      yield { activities, rejected: batch.filter(({ unusable }) => unusable === true).map(rejection), cursor: String(at) };
    }
  }

  async *#stored(kind: string, ids: readonly string[] | undefined): AsyncGenerator<readonly StoredDocument[], void, void> {
    await Promise.resolve();
    const found = [...this.documents.values()].filter((document) => document.kind === kind && ids?.includes(document.id) !== false);
    yield found.map(({ body }) => body);
  }

  /** Index of the first record taken in at `time` or later. */
  #firstFrom(time: number): number {
    let [low, high] = [0, this.#records.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((this.#records[middle]?.ingested ?? Infinity) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #write(document: WriteDocument): WriteOutcome {
    const key = `${document.kind}/${document.id}`;
    const known = this.documents.get(key);
    if (known !== undefined && (APPEND_ONLY.has(document.kind) || JSON.stringify(known.body) === JSON.stringify(document.body)))
      return { id: document.id, result: 'exists' };
    this.documents.set(key, document);
    return { id: document.id, result: known === undefined ? 'created' : 'updated' };
  }
}
