import { Buffer } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';

const BLOCK_BYTES = 1 << 18;
const LINE_FEED = 10;

/** The lines of a text file that are not empty, without the file ever being in memory as a whole. */
export function* fileLines(path: string): Generator<string, void, void> {
  const descriptor = openSync(path, 'r');
  try {
    const block = Buffer.allocUnsafe(BLOCK_BYTES);
    let rest = Buffer.alloc(0);
    for (let length = readSync(descriptor, block); length > 0; length = readSync(descriptor, block)) {
      const data = Buffer.concat([rest, block.subarray(0, length)]);
      let from = 0;
      for (let end = data.indexOf(LINE_FEED); end >= 0; end = data.indexOf(LINE_FEED, from)) {
        if (end > from) yield data.toString('utf8', from, end);
        from = end + 1;
      }
      rest = data.subarray(from);
    }
    if (rest.length > 0) yield rest.toString('utf8');
  } finally {
    closeSync(descriptor);
  }
}
