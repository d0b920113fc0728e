import { parentPort, workerData } from 'node:worker_threads';
import type { InputFile } from '../../connectors/embedded/input-files.js';
import type { RejectedRecord } from '../../connectors/connector.js';
import { readInputs } from '../../connectors/embedded/read-inputs.js';
import { defaultMappings } from '../activity/default-mappings.js';
import { createRegistry } from '../activity/registry.js';
import type { CountsBySource } from '../activity/source-counts.js';
import { geoEnrichment, type GeoPaths } from './geo-enrichment.js';
import { hourBlocks, type HourBlock } from './hour-buckets.js';

/** What the reading side is told: a file to read, or that it may go on. */
export type ReadingOrder = { readonly kind: 'read'; readonly fileIndex: number; readonly file: InputFile } | { readonly kind: 'taken' };

/** Some records of one file, mapped and encoded. */
export interface EncodedBatch {
  readonly fileIndex: number;
  readonly endOfFile: boolean;
  readonly blocks: readonly HourBlock[];
  readonly rejected: readonly RejectedRecord[];
  readonly counts: CountsBySource;
  /** Bytes of this file taken from disk so far. */
  readonly bytesRead: number;
}

/** Batches on their way that nobody has taken yet. */
const MOST_WAITING = 4;

/** Serves reading orders of the thread that started this one. */
function serve(port: NonNullable<typeof parentPort>): void {
  const registry = createRegistry(defaultMappings);
  const { sourceOverride, mmdb } = workerData as { readonly sourceOverride: string | undefined; readonly mmdb: GeoPaths };
  const enrich = geoEnrichment(mmdb);
  let waiting = 0;
  let goOn: (() => void) | undefined;
  const read = async (fileIndex: number, file: InputFile): Promise<void> => {
    for await (const batch of readInputs([file], registry, { sourceOverride, onFault: 'reject' })) {
      const blocks = hourBlocks(batch.activities, enrich);
      const { endOfFile, rejected, counts, bytesRead } = batch;
      const message: EncodedBatch = { fileIndex, endOfFile, blocks, rejected, counts, bytesRead };
      port.postMessage(
        message,
        blocks.map(({ bytes }) => bytes.buffer),
      );
      waiting += 1;
      if (waiting >= MOST_WAITING)
        await new Promise<void>((resolve) => {
          goOn = resolve;
        });
    }
  };
  port.on('message', (order: ReadingOrder) => {
    if (order.kind === 'read') {
      read(order.fileIndex, order.file).catch((error: unknown) => {
        setImmediate(() => {
          throw error;
        });
      });
      return;
    }
    waiting -= 1;
    goOn?.();
    goOn = undefined;
  });
}

if (parentPort !== null) serve(parentPort);
