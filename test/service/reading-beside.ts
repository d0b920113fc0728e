import type { MessageChannel } from 'node:worker_threads';
import type { Connector } from '../../connectors/connector.js';
import { ReadingThread } from '../../src/service/sharing/reading-thread.js';
import { serveReading } from '../../src/service/sharing/serve-reading.js';

/** A reader as a thread would be, on a channel within this one. */
export function readingBeside(connector: Pick<Connector, 'activities'>, { port1, port2 }: MessageChannel): ReadingThread {
  serveReading(port2, { connector, enrich: undefined });
  return new ReadingThread({
    listen: (reply) => {
      port1.on('message', reply);
    },
    postMessage: (order) => {
      port1.postMessage(order);
    },
    end: () => {
      port1.close();
      return Promise.resolve();
    },
  });
}
