import type { MessagePort } from 'node:worker_threads';
import { readEncoded, type ReadingOptions } from '../reading.js';
import { sentFailure, type ReadingOrder, type ReadingReply } from './reading-orders.js';

/** Batches that are sent before the first was taken: about a stretch of history. */
const MOST_WAITING = 12;

interface Running {
  readonly abort: AbortController;
  allowed: number;
  wake: () => void;
}

/** Reads what the other side of the port orders, one order after another. */
export function serveReading(port: Pick<MessagePort, 'on' | 'postMessage'>, how: Pick<ReadingOptions, 'connector' | 'enrich'>): void {
  const running = new Map<number, Running>();
  let before = Promise.resolve();
  const reply = (message: ReadingReply, transfer: readonly ArrayBuffer[] = []): void => {
    port.postMessage(message, [...transfer]);
  };
  const read = async ({ id, request }: Extract<ReadingOrder, { kind: 'read' }>, state: Running): Promise<void> => {
    const { signal } = state.abort;
    try {
      for await (const reading of readEncoded(request, { ...how, signal, renew: () => Promise.resolve() })) {
        while (state.allowed === 0 && !signal.aborted) await new Promise<void>((resolve) => (state.wake = resolve));
        signal.throwIfAborted();
        state.allowed -= 1;
        reply(
          { kind: 'reading', id, reading },
          reading.blocks.map(({ bytes }) => bytes.buffer),
        );
      }
      reply({ kind: 'end', id });
    } catch (error) {
      reply({ kind: 'failed', id, failure: sentFailure(error) });
    } finally {
      running.delete(id);
    }
  };
  port.on('message', (order: ReadingOrder) => {
    if (order.kind === 'read') {
      const state: Running = { abort: new AbortController(), allowed: MOST_WAITING, wake: () => undefined };
      running.set(order.id, state);
      before = before.then(() => read(order, state));
      return;
    }
    const state = running.get(order.id);
    if (state === undefined) return;
    if (order.kind === 'more') state.allowed += 1;
    else state.abort.abort();
    state.wake();
  });
}
