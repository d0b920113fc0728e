import { Client, UndiciConnection, type ClientOptions } from '@elastic/elasticsearch';
import type { ElasticAuthentication, ElasticSettings, ElasticTls } from './elastic-settings.js';
import { OpenSearchConnection } from './opensearch-connection.js';

/** The official client. It does not repeat requests by itself; the gateway does, with back-off and only where that is safe. */
export function createElasticClient(settings: ElasticSettings): Client {
  return new Client({
    nodes: [...settings.nodes],
    ...authentication(settings.authentication),
    tls: tls(settings.tls),
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

function tls(given: ElasticTls): NonNullable<ClientOptions['tls']> {
  return {
    rejectUnauthorized: true,
    ...(given.authorities === undefined ? {} : { ca: given.authorities }),
    ...(given.clientCertificate === undefined ? {} : { cert: given.clientCertificate }),
    ...(given.clientKey === undefined ? {} : { key: given.clientKey }),
    ...(given.clientKeyPassphrase === undefined ? {} : { passphrase: given.clientKeyPassphrase }),
  };
}
