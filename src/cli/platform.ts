import { join } from 'node:path';
import type { Connector } from '../../connectors/connector.js';
import { createEmbeddedConnector } from '../../connectors/embedded/embedded-connector.js';
import type { SourceMapping } from '../activity/source-mapping.js';
import { UsageError } from '../errors.js';

export interface PlatformOptions {
  readonly input?: readonly string[] | undefined;
  readonly out?: string | undefined;
  readonly mappings: readonly SourceMapping[];
}

/**
 * The platform that the options name.
 *
 * @throws UsageError if they name none
 */
export function connectPlatform({ input, out, mappings }: PlatformOptions): Connector {
  if (input === undefined || out === undefined) {
    throw new UsageError('Name where to read and write: --input with files or folders and --out with a folder.');
  }
  return createEmbeddedConnector({ inputs: input, outDir: out, stateDir: join(out, '.throughline', 'state'), mappings });
}
