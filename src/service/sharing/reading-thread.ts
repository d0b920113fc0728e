import type { ActivityRequest } from '../../../connectors/connector.js';
import type { Reading } from '../reading.js';
import type { AsideReader } from './aside-reader.js';
import { failureOf, type ReadingOrder, type ReadingReply } from './reading-orders.js';

/** The other side: a thread, or a port that stands for one. */
export interface ReadingPort {
  /** @param failed told once nothing comes any more */
  listen(reply: (reply: ReadingReply) => void, failed: (error: Error) => void): void;
  postMessage(order: ReadingOrder): void;
  /** Ends the other side. */
  end(): Promise<void>;
}

interface Coming {
  readonly waiting: Reading[];
  /** How it ended. */
  end: { readonly failure: Error | undefined } | undefined;
  wake: () => void;
}

/** Reads in another thread, on which `serveReading` is at work. */
export class ReadingThread implements AsideReader {
  readonly #port: ReadingPort;
  readonly #coming = new Map<number, Coming>();
  #ordered = 0;
  /** Why nothing comes any more. */
  #failure: Error | undefined;

  constructor(port: ReadingPort) {
    this.#port = port;
    port.listen(
      (reply) => {
        this.#receive(reply);
      },
      (failure) => {
        this.#failAll(failure);
      },
    );
  }

  begin(request: ActivityRequest): AsyncIterable<Reading> {
    const id = this.#ordered;
    this.#ordered += 1;
    const end = this.#failure === undefined ? undefined : { failure: this.#failure };
    const coming: Coming = { waiting: [], end, wake: () => undefined };
    this.#coming.set(id, coming);
    if (end === undefined) this.#port.postMessage({ kind: 'read', id, request });
    return this.#take(id, coming);
  }

  async close(): Promise<void> {
    this.#failAll(new Error('the thread that reads was ended'));
    await this.#port.end();
  }

  async *#take(id: number, coming: Coming): AsyncGenerator<Reading, void, void> {
    try {
      for (;;) {
        const reading = coming.waiting.shift();
        if (reading !== undefined) {
          this.#port.postMessage({ kind: 'more', id });
          yield reading;
        } else if (coming.end === undefined) {
          await new Promise<void>((resolve) => (coming.wake = resolve));
        } else if (coming.end.failure === undefined) return;
        else throw coming.end.failure;
      }
    } finally {
      this.#coming.delete(id);
      if (coming.end === undefined) this.#port.postMessage({ kind: 'stop', id });
    }
  }

  #receive(reply: ReadingReply): void {
    const coming = this.#coming.get(reply.id);
    if (coming === undefined) return;
    if (reply.kind === 'reading') coming.waiting.push(reply.reading);
    else coming.end = { failure: reply.kind === 'failed' ? failureOf(reply.failure) : undefined };
    coming.wake();
  }

  #failAll(failure: Error): void {
    this.#failure ??= failure;
    for (const coming of this.#coming.values()) {
      coming.end ??= { failure };
      coming.wake();
    }
  }
}
