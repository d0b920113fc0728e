import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Configuration } from '../config/configuration.js';
import type { AsideReader } from '../service/sharing/aside-reader.js';
import { ReadingThread } from '../service/sharing/reading-thread.js';
import type { AsideData } from './reading-aside.js';

/** Beside this module when the package is built; the sources are run without. */
const PROGRAM = new URL('./reading-aside.js', import.meta.url);

/**
 * Megabytes of heap, a third of them for what is newest. A page of large documents lives until it is mapped: in less room much of it would be
 * copied on, at a fifth of what reading costs.
 */
const LIMITS = { maxYoungGenerationSizeMb: 192 };

/** Starts threads that read for a worker; `undefined` where there is one processor or the program is not built. */
export function readingThreads(
  { elastic, splunk, tenant, mmdb }: Configuration,
  mapping: readonly string[],
): (() => AsideReader) | undefined {
  if (availableParallelism() < 2 || !existsSync(fileURLToPath(PROGRAM))) return undefined;
  const workerData: AsideData = { configuration: { elastic, splunk, tenant, mmdb }, mapping };
  return () => {
    const worker = new Worker(PROGRAM, { workerData, resourceLimits: LIMITS });
    return new ReadingThread({
      listen: (reply, failed) => {
        worker.on('message', reply);
        worker.on('error', failed);
        // A thread may end without saying why; whoever waits for it must not wait for ever.
        worker.on('exit', (code) => {
          failed(new Error(`the thread that reads has ended (${String(code)})`));
        });
      },
      postMessage: (order) => {
        worker.postMessage(order);
      },
      end: async () => {
        await worker.terminate();
      },
    });
  };
}
