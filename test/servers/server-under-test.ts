import { readFileSync } from 'node:fs';
import type { ElasticAuthentication } from '../../connectors/elastic/elastic-settings.js';
import type { TlsSettings } from '../../connectors/tls-settings.js';
import { ELASTIC_DEFAULTS, NO_TLS, type ElasticSettings } from '../../connectors/elastic/elastic-settings.js';

/** A server that suites run against, with the right to do everything on it. */
export interface ServerUnderTest {
  readonly product: 'elasticsearch' | 'opensearch';
  readonly url: string;
  readonly authentication: ElasticAuthentication;
  readonly tls: TlsSettings;
  /** Only of a server that the suite started itself. */
  readonly kill?: () => Promise<void>;
  readonly restart?: () => Promise<void>;
}

const VARIABLE = 'THROUGHLINE_TEST_ELASTICSEARCH';

/**
 * The server that `THROUGHLINE_TEST_ELASTICSEARCH_URL` names, with `…_API_KEY`, or `…_USERNAME` and `…_PASSWORD`, `…_CA_FILE` and
 * `…_PRODUCT` (`elasticsearch` or `opensearch`).
 */
export function serverOfEnvironment(environment: Readonly<Record<string, string | undefined>>): ServerUnderTest | undefined {
  const told = (name: string) => environment[`${VARIABLE}_${name}`];
  const url = told('URL');
  if (url === undefined || url === '') return undefined;
  const file = told('CA_FILE');
  return {
    product: told('PRODUCT') === 'opensearch' ? 'opensearch' : 'elasticsearch',
    url,
    authentication: authenticationOf(told('API_KEY'), told('USERNAME'), told('PASSWORD')),
    tls: { ...NO_TLS, authorities: file === undefined ? undefined : readFileSync(file, 'utf8') },
  };
}

function authenticationOf(key: string | undefined, username: string | undefined, password: string | undefined): ElasticAuthentication {
  if (key !== undefined) return { kind: 'api-key', key };
  return username === undefined ? { kind: 'none' } : { kind: 'basic', username, password: password ?? '' };
}

/** Settings to reach the server with everything else at its default. */
export function settingsFor(server: ServerUnderTest, changes: Partial<ElasticSettings> = {}): ElasticSettings {
  return {
    nodes: [server.url],
    authentication: server.authentication,
    tls: server.tls,
    product: server.product,
    tenant: 'test',
    groups: [],
    ...ELASTIC_DEFAULTS,
    ...changes,
  };
}

export const OPEN = { authentication: { kind: 'none' }, tls: NO_TLS } as const;
