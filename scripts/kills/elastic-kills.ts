import { createElasticClient } from '../../connectors/elastic/elastic-client.js';
import { createElasticConnector } from '../../connectors/elastic/elastic-connector.js';
import { ElasticGateway } from '../../connectors/elastic/elastic-gateway.js';
import { ELASTIC_DEFAULTS, type ElasticSettings } from '../../connectors/elastic/elastic-settings.js';
import { installTemplates } from '../../connectors/elastic/install-templates.js';
import { FaultProxy } from '../server/fault-proxy.js';
import { SourceIndices } from '../load/source-indices.js';
import { finalDocuments } from './final-documents.js';
import type { KillsPlatform } from './kills-platform.js';
import { onElastic } from './worker-process.js';

/** A server that asks for no credentials, or for none beside those given here. */
export function elasticKills(server: Pick<ElasticSettings, 'nodes' | 'authentication' | 'tls' | 'product'>): KillsPlatform {
  const name = `kills${process.pid}-${Date.now()}`;
  const settings = { ...ELASTIC_DEFAULTS, ...server, groups: [] };
  const client = createElasticClient({ ...settings, tenant: name });
  const indices = new SourceIndices(client, name, true);
  const url = settings.nodes[0] ?? '';
  return {
    name,
    url,
    changes: ({ method, path }) => ['PUT', 'DELETE'].includes(method) || /\/_(bulk|create|update|doc)\b/.test(path),
    way: () => FaultProxy.start(url),
    environment: {},
    keys: (safetyLag) => onElastic(`${name}-*`, safetyLag),
    connect: (tenant) => createElasticConnector({ settings: { ...settings, tenant }, mappings: [] }),
    put: (records) => indices.put(records),
    prepare: async () => {
      const gateway = new ElasticGateway({ ...settings, tenant: name });
      await installTemplates(gateway, undefined);
      await gateway.close();
    },
    documents: (tenant) => finalDocuments(client, tenant),
    clear: async () => {
      const made = Object.keys(await client.indices.get({ index: [`${name}-*`, `throughline-*-${name}-*`] }));
      if (made.length > 0) await client.indices.delete({ index: made });
      await client.close();
    },
  };
}
