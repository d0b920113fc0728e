import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createElasticClient } from '../../connectors/elastic/elastic-client.js';
import { createElasticConnector } from '../../connectors/elastic/elastic-connector.js';
import { ElasticGateway } from '../../connectors/elastic/elastic-gateway.js';
import { NO_TLS, type ElasticSettings } from '../../connectors/elastic/elastic-settings.js';
import { installTemplates } from '../../connectors/elastic/install-templates.js';
import { makeCertificates } from '../../scripts/server/certificates.js';
import { productByName } from '../../scripts/server/products.js';
import { documentedSecurity } from '../../scripts/server/secured-server.js';
import { startServer, whyNotRunnable, type RunningServer } from '../../scripts/server/start-server.js';
import { zeekMappings } from '../../src/activity/sources/zeek-mappings.js';
import { AccessDeniedError, SourceUnavailableError } from '../../src/errors.js';
import { missingPrivileges, describeDoctorUnderSecurity } from './describe-privileges.js';
import { EXPECTED, RECORDS } from './contract-records.js';
import { hurried, indexRecords } from './elastic-world.js';
import { settingsFor, type ServerUnderTest } from './server-under-test.js';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const product = productByName('elasticsearch 8');
if (product === undefined) throw new Error('there is no elasticsearch 8');
const obstacle = await whyNotRunnable(product);
if (obstacle !== undefined) process.stderr.write(`The suite on a secured server is skipped: ${obstacle}.\n`);

const STRANGER = { name: 'stranger', password: 'stranger-password', roles: ['nothing'] };
const [SERVICE] = documentedSecurity.users;

describe.skipIf(obstacle !== undefined)('on a secured elasticsearch with TLS', () => {
  let running: RunningServer | undefined;
  let server: ServerUnderTest;
  let authorities = '';

  const open = (changes: Partial<ElasticSettings>) =>
    createElasticConnector({ settings: settingsFor(server, { tenant: 'secured', ...changes }), mappings: zeekMappings, pacing: hurried });
  const groups = [{ name: 'logs', indices: ['logs-*'], ingestField: 'event.ingested', read: 'source', datasets: 'known' }] as const;
  const asUser = (username: string, password: string) => ({ authentication: { kind: 'basic', username, password }, groups }) as const;
  const service = () => asUser(SERVICE?.name ?? '', SERVICE?.password ?? '');

  beforeAll(async () => {
    const security = {
      ...documentedSecurity,
      roles: `${documentedSecurity.roles}nothing:\n  cluster: []\n${missingPrivileges.roles}`,
      users: [...documentedSecurity.users, STRANGER, ...missingPrivileges.users],
    };
    running = await startServer(product, { tls: true, security });
    authorities = readFileSync(running.certificates?.authority ?? '', 'utf8');
    server = {
      product: 'elasticsearch',
      url: running.url,
      authentication: { kind: 'basic', username: 'elastic', password: documentedSecurity.password },
      tls: { ...NO_TLS, authorities },
    };
    const client = createElasticClient(settingsFor(server));
    const gateway = new ElasticGateway(settingsFor(server));
    await installTemplates(gateway, undefined);
    await indexRecords(client, 'logs', RECORDS);
    await client.close();
    await gateway.close();
  }, 600_000);

  afterAll(async () => {
    await running?.stop();
  }, 60_000);

  it('does all its work with the documented privileges', async () => {
    const connector = open(service());
    const ids: string[] = [];
    for await (const batch of connector.activities({})) ids.push(...batch.activities.map(({ source, id }) => `${source}|${id}`));
    expect(ids.sort()).toEqual([...EXPECTED].sort());
    expect((await connector.sources(undefined)).length).toBeGreaterThan(0);
    const documents = ['anomaly', 'incident'].map((kind) => ({ id: 'a', kind, body: { message: 'm', throughline: { id: 'a', kind } } }));
    expect((await connector.write(documents)).map((outcome) => outcome.result)).toEqual(['created', 'created']);
    expect((await connector.write(documents)).map((outcome) => outcome.result)).toEqual(['exists', 'exists']);
    await connector.withdraw('incident', ['a']);
    const version = await connector.state.compareAndSet('lease', 1, undefined);
    expect(await connector.state.compareAndSet('lease', 2, version)).toBeDefined();
    await connector.state.remove(['lease']);
    expect(await connector.state.get('lease')).toBeUndefined();
    await connector.close();
  });

  it('cannot do more with them: nothing that is read can be changed', async () => {
    const client = createElasticClient({ ...settingsFor(server), ...service() });
    await expect(client.index({ index: 'logs-zeek.connection-default', document: { x: 1 } })).rejects.toThrow(/unauthorized/);
    await expect(client.indices.delete({ index: 'logs-logs-zeek.dns' })).rejects.toThrow(/unauthorized/);
    await client.close();
  });

  const failure = async (changes: Partial<ElasticSettings>): Promise<unknown> => {
    const connector = open({ groups, ...changes });
    return connector
      .sources(undefined)
      .catch((error: unknown) => error)
      .finally(() => connector.close());
  };

  it('names what is missing where a privilege or a credential is', async () => {
    const denied = await failure(asUser(STRANGER.name, STRANGER.password));
    expect(denied).toBeInstanceOf(AccessDeniedError);
    expect((denied as Error).message).toMatch(/privilege is missing .*stranger/);
    const unknown = await failure(asUser('nobody', 'wrong'));
    expect(unknown).toBeInstanceOf(AccessDeniedError);
    expect((unknown as Error).message).toMatch(/does not accept the credentials/);
  });

  it('sends nothing to a server whose certificate it cannot verify', async () => {
    const unknownAuthority = await failure({ ...service(), tls: NO_TLS });
    expect(unknownAuthority).toBeInstanceOf(SourceUnavailableError);
    expect((unknownAuthority as Error).message).toMatch(/certificate was not accepted/);
    const wrongName = await failure({ ...service(), nodes: [(running?.url ?? '').replace('127.0.0.1', '127.0.0.2')] });
    expect(wrongName).toBeInstanceOf(SourceUnavailableError);
  });

  it('trusts an authority of its own and shows a client certificate', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'throughline-other-'));
    const other = await makeCertificates(folder);
    const wrong = await failure({ ...service(), tls: { ...NO_TLS, authorities: readFileSync(other.authority, 'utf8') } });
    expect((wrong as Error).message).toMatch(/certificate was not accepted/);
    await rm(folder, { recursive: true });
    const files = running?.certificates;
    const tls = {
      ...NO_TLS,
      authorities,
      clientCertificate: readFileSync(files?.clientCertificate ?? '', 'utf8'),
      clientKey: readFileSync(files?.clientKey ?? '', 'utf8'),
    };
    expect(await failure({ ...service(), tls })).toBeInstanceOf(Array);
  });

  describeDoctorUnderSecurity(() => ({ server, authority: running?.certificates?.authority ?? '' }));
});
