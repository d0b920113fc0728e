import { Client, UndiciConnection, type ClientOptions } from '@elastic/elasticsearch';
import { tlsOptions } from '../tls-settings.js';
import type { ElasticAuthentication, ElasticSettings } from './elastic-settings.js';
import { OpenSearchConnection } from './opensearch-connection.js';

/** The official client. It does not repeat requests by itself; the gateway does, with back-off and only where that is safe. */
export function createElasticClient(settings: ElasticSettings): Client {
  return new Client({
    nodes: [...settings.nodes],
    ...authentication(settings.authentication),
    tls: { ...tlsOptions(settings.tls) },
    Connection: settings.product === 'opensearch' ? OpenSearchConnection : UndiciConnection,
    maxRetries: 0,
    requestTimeout: settings.requestTimeout,
    enableMetaHeader: false,
    redaction: { type: 'remove' },
  });
}

function authentication(given: ElasticAuthentication): Pick<ClientOptions, 'auth'> {
  if (given.kind === 'api-key') return { auth: { apiKey: given.key } };
  return given.kind === 'basic' ? { auth: { username: given.username, password: given.password } } : {};
}
