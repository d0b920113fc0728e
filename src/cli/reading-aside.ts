import { parentPort, workerData } from 'node:worker_threads';
import type { Configuration } from '../config/configuration.js';
import { geoEnrichment } from '../pipeline/geo-enrichment.js';
import { serveReading } from '../service/sharing/serve-reading.js';
import { mappingsWith } from './engine-settings.js';
import { connectPlatform, type PlatformConfiguration } from './platform.js';

/** What a thread that reads needs to know. */
export interface AsideData {
  readonly configuration: PlatformConfiguration & Pick<Configuration, 'mmdb'>;
  /** Mapping files. */
  readonly mapping: readonly string[];
}

if (parentPort !== null) {
  const { configuration, mapping } = workerData as AsideData;
  const connector = await connectPlatform({ mappings: mappingsWith(mapping) }, configuration);
  serveReading(parentPort, { connector, enrich: geoEnrichment(configuration.mmdb) });
}
