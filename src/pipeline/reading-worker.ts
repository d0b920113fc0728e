import { parentPort, workerData } from 'node:worker_threads';
import { defaultMappings } from '../activity/default-mappings.js';
import { batchEncoder, type EncodingOptions, type ReadingOrder } from './encoded-batch.js';

/** Answers each reading order of the thread that started this one with its batch, in order. */
function serve(port: NonNullable<typeof parentPort>): void {
  const encode = batchEncoder(defaultMappings, workerData as EncodingOptions);
  port.on('message', (order: ReadingOrder) => {
    const batch = encode(order);
    port.postMessage(
      batch,
      batch.blocks.map(({ bytes }) => bytes.buffer),
    );
  });
}

if (parentPort !== null) serve(parentPort);
