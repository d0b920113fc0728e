import type { Client } from '@elastic/elasticsearch';
import type { Connector } from '../../connectors/connector.js';
import { groupNamed } from '../../connectors/elastic/default-groups.js';
import { createElasticConnector } from '../../connectors/elastic/elastic-connector.js';
import { ELASTIC_DEFAULTS, NO_TLS, type ElasticSettings } from '../../connectors/elastic/elastic-settings.js';
import type { SourceMapping } from '../../src/activity/source-mapping.js';

/** A server of its own for a figure. */
export interface Bench {
  readonly url: string;
  readonly client: Client;
  readonly print: (line: string) => void;
}

/** What a figure was asked for and came to, for a program to read. */
export type Figure = Readonly<Record<string, unknown>>;

export function settingsOf(bench: Pick<Bench, 'url'>, indices: string): ElasticSettings {
  return {
    nodes: [bench.url],
    authentication: { kind: 'none' },
    tls: NO_TLS,
    product: 'elasticsearch',
    tenant: 'bench',
    groups: [groupNamed('bench', { indices: [indices] })],
    ...ELASTIC_DEFAULTS,
  };
}

export function connectorOn(
  bench: Pick<Bench, 'url'>,
  indices: string,
  mappings: readonly SourceMapping[],
  changes: Partial<ElasticSettings> = {},
): Connector {
  return createElasticConnector({ settings: { ...settingsOf(bench, indices), ...changes }, mappings });
}
