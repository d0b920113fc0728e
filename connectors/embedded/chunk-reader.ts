import { Buffer } from 'node:buffer';
import { NdjsonReader } from '../../src/activity/readers/ndjson-reader.js';
import type { RecordReader } from '../../src/activity/readers/record-reader.js';
import { SniffingReader } from '../../src/activity/readers/sniffing-reader.js';
import type { ZeekHeader } from '../../src/activity/readers/zeek-header.js';
import { ZeekReader } from '../../src/activity/readers/zeek-reader.js';
import type { RecordMapper, Registry } from '../../src/activity/registry.js';
import type { FileChunk } from './file-chunks.js';
import type { InputFile } from './input-files.js';
import { RecordCollector, UNREADABLE, type CollectedRecords } from './record-collector.js';

interface OpenFile {
  readonly collector: RecordCollector;
  readonly reader: RecordReader;
}

/**
 * Reads chunks of files and maps their records. Chunks that stand alone may come in any order; the others of a file must all come
 * to the same reader, in the file's order.
 */
export class ChunkReader {
  readonly #registry: Registry;
  readonly #sourceOverride: string | undefined;
  readonly #open = new Map<string, OpenFile>();
  /** The mapper of the last Zeek chunk, which the next one under the same header goes on using. */
  #rows: { readonly key: string; readonly header: ZeekHeader; readonly mapper: RecordMapper } | undefined;

  constructor(registry: Registry, sourceOverride: string | undefined) {
    this.#registry = registry;
    this.#sourceOverride = sourceOverride;
  }

  read(file: InputFile, chunk: FileChunk): CollectedRecords {
    const { collector, reader } = this.#open.get(file.path) ?? this.#start(file, chunk);
    const { buffer, byteOffset, byteLength } = chunk.bytes;
    reader.push(Buffer.from(buffer, byteOffset, byteLength));
    if (chunk.fault !== '') collector.rejected(UNREADABLE, reader.position + 1, chunk.fault, 0);
    else if (chunk.alone || chunk.endOfFile) reader.end();
    if (chunk.endOfFile) this.#open.delete(file.path);
    return collector.take();
  }

  #start(file: InputFile, chunk: FileChunk): OpenFile {
    if (chunk.format === 'zeek') {
      const { header, mapper } = this.#rowMapper(file, chunk.header);
      const collector = new RecordCollector(file.path, mapper);
      return this.#keep(file, chunk, { collector, reader: new ZeekReader(collector, chunk, header) });
    }
    const collector = new RecordCollector(file.path, this.#mapper(file));
    const reader = chunk.format === 'ndjson' ? new NdjsonReader(collector, chunk) : new SniffingReader(collector, file.name);
    return this.#keep(file, chunk, { collector, reader });
  }

  #keep(file: InputFile, chunk: FileChunk, open: OpenFile): OpenFile {
    if (!chunk.alone) this.#open.set(file.path, open);
    return open;
  }

  #rowMapper(file: InputFile, header: ZeekHeader): { readonly header: ZeekHeader; readonly mapper: RecordMapper } {
    const key = JSON.stringify([file.path, header]);
    if (this.#rows?.key !== key) this.#rows = { key, header, mapper: this.#mapper(file) };
    return this.#rows;
  }

  #mapper(file: InputFile): RecordMapper {
    return this.#registry.mapperFor({ name: file.name, dataset: '' }, this.#sourceOverride);
  }
}
