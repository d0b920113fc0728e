import type { RejectedRecord } from '../../connectors/connector.js';
import { ChunkReader } from '../../connectors/embedded/chunk-reader.js';
import type { FileChunk } from '../../connectors/embedded/file-chunks.js';
import type { InputFile } from '../../connectors/embedded/input-files.js';
import { createRegistry } from '../activity/registry.js';
import type { CountsBySource } from '../activity/source-counts.js';
import type { SourceMapping } from '../activity/source-mapping.js';
import { geoEnrichment, type GeoPaths } from './geo-enrichment.js';
import { hourBlocks, type HourBlock } from './hour-blocks.js';

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

/** A chunk of a file that is to be read. */
export interface ReadingOrder {
  readonly fileIndex: number;
  readonly file: InputFile;
  readonly chunk: FileChunk;
}

export interface EncodingOptions {
  readonly sourceOverride: string | undefined;
  /** Databases from which to fill in places. */
  readonly mmdb: GeoPaths;
}

/**
 * Reads, maps and encodes chunk after chunk; see `ChunkReader` on their order.
 *
 * @throws ConfigError if a database of places cannot be used
 */
export function batchEncoder(mappings: readonly SourceMapping[], options: EncodingOptions): (order: ReadingOrder) => EncodedBatch {
  const reader = new ChunkReader(createRegistry(mappings), options.sourceOverride);
  const enrich = geoEnrichment(options.mmdb);
  return ({ fileIndex, file, chunk }) => {
    const { activities, rejected, counts } = reader.read(file, chunk);
    const { endOfFile, bytesRead } = chunk;
    return { fileIndex, endOfFile, blocks: hourBlocks(activities, enrich), rejected, counts, bytesRead };
  };
}
