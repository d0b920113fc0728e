import type { StateStore } from '../../connectors/connector.js';
import { LeaseLostError } from '../errors.js';
import type { PartRequest } from './sharing/stretch.js';
import type { StoredPlace } from './stored-place.js';

const HOUR = 3_600_000;

/** Name of the state entry. */
export const PROGRESS_KEY = 'progress/detect';

/** How far detection is: what a worker that takes over begins from. */
export interface Progress {
  /** Records taken in before this time are history, read by event time; later ones are read as they come in. Epoch milliseconds. */
  readonly historyUntil: number;
  /** Whether all of the history has been read. */
  readonly historyRead: boolean;
  /** Event time from which history is read, or null for all of it; epoch milliseconds. */
  readonly learnFrom: number | null;
  /** Event time before which hours are only learned from, or null if everything is told. */
  readonly tellFrom: number | null;
  /** History before this event time has been read and counted, or null before the first stretch; epoch milliseconds. */
  readonly historyTo: number | null;
  /** Everything taken in before this time has been read; epoch milliseconds. */
  readonly position: number;
  /** The last hour that is closed, in hours since the epoch, or null before the first. */
  readonly closed: number | null;
  /** What was known at the end of that hour. */
  readonly snapshot: StoredPlace | null;
  /** Records that became activities, that came after their hour was closed, and that could not be used, since the beginning; the last by source. */
  readonly counts: { readonly read: number; readonly late: number; readonly dead: Readonly<Record<string, number>> };
}

/** What was read, and counted, before the snapshot for hours that were still open then, the last closed one included: it is to be read again. */
export function readForOpenHours({ historyRead, historyUntil, historyTo, position, closed }: Progress): PartRequest | undefined {
  if (closed === null) return undefined;
  const [to, until] = historyRead ? [Infinity, position] : [historyTo ?? -Infinity, historyUntil];
  const window = { from: closed * HOUR, to };
  return window.from < window.to ? { window, ingested: { from: -Infinity, to: until } } : undefined;
}

/** The progress entry of the store, as one worker knows it. */
export class StoredProgress {
  readonly #store: StateStore;
  #version: string | undefined;
  #value: Progress;

  private constructor(store: StateStore, version: string | undefined, value: Progress) {
    this.#store = store;
    this.#version = version;
    this.#value = value;
  }

  /** What the store holds; if nothing, a beginning whose history ends at `now`. */
  static async load(store: StateStore, now: number): Promise<StoredProgress> {
    const entry = await store.get(PROGRESS_KEY);
    if (entry !== undefined) return new StoredProgress(store, entry.version, entry.value as Progress);
    const counts = { read: 0, late: 0, dead: {} };
    const first: Progress = {
      historyUntil: now,
      historyRead: false,
      learnFrom: null,
      tellFrom: null,
      historyTo: null,
      position: now,
      closed: null,
      snapshot: null,
      counts,
    };
    const version = await store.compareAndSet(PROGRESS_KEY, first, undefined);
    return version === undefined ? StoredProgress.load(store, now) : new StoredProgress(store, version, first);
  }

  get value(): Progress {
    return this.#value;
  }

  /** Whether the store still holds what this worker last knew. */
  async current(): Promise<boolean> {
    return (await this.#store.get(PROGRESS_KEY))?.version === this.#version;
  }

  /** @throws LeaseLostError if another worker has gone on meanwhile */
  async save(value: Progress): Promise<void> {
    const version = await this.#store.compareAndSet(PROGRESS_KEY, value, this.#version);
    if (version === undefined) throw new LeaseLostError('Another worker has gone on with detection; this one stands by.');
    this.#version = version;
    this.#value = value;
  }
}
