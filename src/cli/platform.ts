import { join } from 'node:path';
import type { Connector } from '../../connectors/connector.js';
import { createEmbeddedConnector } from '../../connectors/embedded/embedded-connector.js';
import type { SourceMapping } from '../activity/source-mapping.js';
import type { Configuration } from '../config/configuration.js';
import { UsageError } from '../errors.js';
import { elasticSettingsFrom } from './elastic-settings-from.js';
import { splunkPlatformFrom } from './splunk-platform-from.js';

export interface PlatformOptions {
  readonly input?: readonly string[] | undefined;
  readonly out?: string | undefined;
  readonly mappings: readonly SourceMapping[];
}

/** What says where a platform is. */
export type PlatformConfiguration = Pick<Configuration, 'elastic' | 'splunk' | 'tenant'>;

/**
 * The platform that the options or else the configuration name.
 *
 * @throws UsageError if neither names one
 */
export async function connectPlatform({ input, out, mappings }: PlatformOptions, configuration: PlatformConfiguration): Promise<Connector> {
  if (input !== undefined && out !== undefined) {
    return createEmbeddedConnector({ inputs: input, outDir: out, stateDir: join(out, '.throughline', 'state'), mappings });
  }
  if (input !== undefined || out !== undefined) throw new UsageError('--input and --out go together: where to read, and where to write.');
  const { elastic, splunk, tenant } = configuration;
  // The clients are large, and most commands need none.
  if (splunk !== undefined) {
    const { createSplunkConnector } = await import('../../connectors/splunk/splunk-connector.js');
    return createSplunkConnector({ settings: splunkPlatformFrom(splunk, tenant, mappings), mappings });
  }
  if (elastic === undefined) {
    throw new UsageError(
      'No platform is named: give --config with a file that has the key elastic or splunk, or --input with log files and --out with a folder.',
    );
  }
  const { createElasticConnector } = await import('../../connectors/elastic/elastic-connector.js');
  return createElasticConnector({ settings: elasticSettingsFrom(elastic, tenant), mappings });
}
