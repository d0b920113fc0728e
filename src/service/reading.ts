import type { ActivityBatch, ActivityRequest, Connector, RejectedRecord } from '../../connectors/connector.js';
import type { GeoEnrichment } from '../pipeline/geo-enrichment.js';
import { hourBlocks, type HourBlock } from '../pipeline/hour-blocks.js';
import { sourceReadings, type SourceReading } from './source-reading.js';

/** Some records, read, mapped and encoded. */
export interface Reading {
  readonly blocks: readonly HourBlock[];
  readonly sources: readonly SourceReading[];
  readonly rejected: readonly RejectedRecord[];
}

/** How a worker reads. */
export interface ReadingOptions {
  readonly connector: Pick<Connector, 'activities'>;
  readonly enrich: GeoEnrichment | undefined;
  readonly signal: AbortSignal;
  /** Awaited at every batch: holds on to the right to read, or throws. */
  readonly renew: () => Promise<void>;
}

/** Batches as the platform gives them, places filled in. */
export async function* readBatches(
  request: ActivityRequest,
  { connector, enrich, signal, renew }: ReadingOptions,
): AsyncGenerator<Pick<ActivityBatch, 'activities' | 'rejected'>, void, void> {
  for await (const { activities, rejected } of connector.activities(request, { signal })) {
    await renew();
    yield { activities: enrich === undefined ? activities : activities.map(enrich), rejected };
  }
}

/** The same, encoded. */
export async function* readEncoded(request: ActivityRequest, options: ReadingOptions): AsyncGenerator<Reading, void, void> {
  for await (const { activities, rejected } of readBatches(request, options)) {
    yield { blocks: hourBlocks(activities), sources: sourceReadings(activities), rejected };
  }
}
