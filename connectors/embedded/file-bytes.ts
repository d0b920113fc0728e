import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { isGzip, isUtf16 } from '../../src/activity/readers/format.js';
import { SourceUnavailableError } from '../../src/errors.js';
import { messageOf, type InputFile } from './input-files.js';

const CHUNK_BYTES = 1024 * 1024;

/** Counts the bytes taken from disk, for a progress bar. */
export interface ByteCounter {
  bytes: number;
}

/**
 * Content of a file in chunks, gunzipped if its first bytes say so, UTF-16 turned into UTF-8. What is in a chunk does not
 * change afterwards.
 *
 * @throws SourceUnavailableError if the file cannot be opened, read to its end or unpacked, or if it is shorter than it was
 */
export async function* fileBytes(file: InputFile, counter: ByteCounter): AsyncGenerator<Buffer, void, void> {
  const raw = rawBytes(file, counter);
  try {
    const first = await raw.next();
    if (first.done === true) return;
    const chunks = prepend(first.value, raw);
    if (isGzip(first.value)) {
      const gunzip = createGunzip({ chunkSize: CHUNK_BYTES / 4 });
      const input = Readable.from(chunks, { objectMode: true, highWaterMark: 1 });
      input.on('error', (error) => gunzip.destroy(error));
      const unpacked: AsyncIterable<Buffer> = input.pipe(gunzip);
      try {
        yield* unpacked;
      } finally {
        input.destroy();
      }
    } else if (isUtf16(first.value)) yield* utf8Of(chunks);
    else yield* chunks;
  } catch (cause) {
    if (cause instanceof SourceUnavailableError) throw cause;
    throw new SourceUnavailableError(`cannot read ${file.path} to its end: ${messageOf(cause)}`, { cause });
  } finally {
    await raw.return();
  }
}

async function* rawBytes(file: InputFile, counter: ByteCounter): AsyncGenerator<Buffer, void, void> {
  const handle = await open(file.path, 'r');
  try {
    let total = 0;
    for (;;) {
      const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
      const { bytesRead } = await handle.read(buffer, 0, CHUNK_BYTES, null);
      if (bytesRead === 0) break;
      total += bytesRead;
      counter.bytes += bytesRead;
      yield bytesRead === CHUNK_BYTES ? buffer : buffer.subarray(0, bytesRead);
    }
    if (total < file.bytes) throw new Error(`it was cut from ${file.bytes} to ${total} bytes meanwhile`);
  } finally {
    await handle.close();
  }
}

async function* prepend(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
  yield first;
  yield* rest;
}

async function* utf8Of(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
  const decoder = new TextDecoder('utf-16le');
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  const rest = decoder.decode();
  if (rest !== '') yield Buffer.from(rest);
}
