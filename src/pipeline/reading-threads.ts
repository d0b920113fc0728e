import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { EncodedBatch, EncodingOptions, ReadingOrder } from './encoded-batch.js';

/**
 * Megabytes of heap of a thread. It needs some 30 for its work; without a limit it lets garbage pile up to several times that, the more the
 * longer it reads. With a quarter of the young generation it would spend a fifth more processor time.
 */
const LIMITS = { maxYoungGenerationSizeMb: 32, maxOldGenerationSizeMb: 160 };

const WORKER = new URL('./reading-worker.js', import.meta.url);

/** Chunks that wait at a thread, so that it has work while this one is busy. */
const MOST_WAITING = 6;

type Taker = (batch: EncodedBatch) => void;

/** Threads that read, map and encode chunks of files. */
export class ReadingThreads {
  readonly #threads: readonly { readonly worker: Worker; readonly takers: Taker[] }[];
  #failure: { readonly cause: unknown } | undefined;
  #wake: (() => void) | undefined;

  /** True if the program is compiled, so that a thread can be started on it. */
  static get available(): boolean {
    return existsSync(fileURLToPath(WORKER));
  }

  constructor(count: number, options: EncodingOptions) {
    this.#threads = Array.from({ length: count }, () => {
      const worker = new Worker(WORKER, { workerData: options, resourceLimits: LIMITS });
      const takers: Taker[] = [];
      worker.on('message', (batch: EncodedBatch) => {
        takers.shift()?.(batch);
        this.stir();
      });
      worker.on('error', (cause) => {
        this.#failure = { cause };
        this.stir();
      });
      return { worker, takers };
    });
  }

  /** The thread with the least to do, if it has room for another chunk. */
  get idlest(): number | undefined {
    let best = 0;
    this.#threads.forEach(({ takers }, number) => {
      if (takers.length < (this.#threads[best]?.takers.length ?? 0)) best = number;
    });
    return this.hasRoom(best) ? best : undefined;
  }

  hasRoom(thread: number): boolean {
    return (this.#threads[thread]?.takers.length ?? MOST_WAITING) < MOST_WAITING;
  }

  /** Gives a chunk to a thread; `taker` gets its batch. */
  submit(thread: number, order: ReadingOrder, taker: Taker): void {
    const chosen = this.#threads[thread];
    if (chosen === undefined) throw new RangeError(`no thread ${String(thread)}`);
    chosen.takers.push(taker);
    chosen.worker.postMessage(order, [order.chunk.bytes.buffer]);
  }

  /** Resolves at the next batch, failure or `stir`. Rejects if a thread has failed. */
  async news(): Promise<void> {
    this.#check();
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#check();
  }

  stir(): void {
    this.#wake?.();
    this.#wake = undefined;
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure.cause;
  }
}
