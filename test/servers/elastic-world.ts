import type { Client } from '@elastic/elasticsearch';
import type { ConnectorWorld } from '../contract/connector-world.js';
import { createElasticClient } from '../../connectors/elastic/elastic-client.js';
import { createElasticConnector } from '../../connectors/elastic/elastic-connector.js';
import { ElasticGateway } from '../../connectors/elastic/elastic-gateway.js';
import type { ElasticSettings } from '../../connectors/elastic/elastic-settings.js';
import { installTemplates } from '../../connectors/elastic/install-templates.js';
import type { Pacing } from '../../connectors/pacing.js';
import { zeekMappings } from '../../src/activity/sources/zeek-mappings.js';
import { indexNameOf, STORED_KINDS } from '../../src/documents/index-names.js';
import { EXPECTED, INGESTED_BETWEEN, RECORD_MAPPING, RECORD_WINDOW, RECORDS, type IndexedRecord } from './contract-records.js';
import { FaultProxy, type Exchange, type Fault } from '../../scripts/server/fault-proxy.js';
import { settingsFor, type ServerUnderTest } from './server-under-test.js';

let worlds = 0;

/** Back-off without waiting. */
export const hurried: Pacing = { now: () => Date.now(), sleep: () => Promise.resolve(), random: () => Math.random() };

/** Puts records into indices whose names begin with `prefix`, two shards each. */
export async function indexRecords(client: Client, prefix: string, records: readonly IndexedRecord[]): Promise<void> {
  for (const name of new Set(records.map((record) => record.index))) {
    await client.indices.create({
      index: `${prefix}-${name}`,
      settings: { number_of_shards: 2, number_of_replicas: 0 },
      mappings: RECORD_MAPPING as never,
    });
  }
  for (let from = 0; from < records.length; from += 5000) {
    const operations = records
      .slice(from, from + 5000)
      .flatMap((record) => [{ index: { _index: `${prefix}-${record.index}`, _id: record.id } }, record.body]);
    const answer = await client.bulk({ operations });
    if (answer.errors) throw new Error(JSON.stringify(answer.items.find((item) => item.index?.error !== undefined)));
  }
  await client.indices.refresh({ index: `${prefix}-*` });
}

/** The input of the contract suite on a server; written once, since nothing changes it. */
export async function prepareInput(server: ServerUnderTest): Promise<string> {
  const client = createElasticClient(settingsFor(server));
  const gateway = new ElasticGateway(settingsFor(server));
  const prefix = `input${Date.now()}`;
  await indexRecords(client, prefix, RECORDS);
  await installTemplates(gateway, undefined);
  await client.close();
  await gateway.close();
  return prefix;
}

export function groupsOf(prefix: string): ElasticSettings['groups'] {
  const common = { ingestField: 'event.ingested', read: 'source', datasets: 'known' } as const;
  return [
    { name: 'network', indices: [`${prefix}-logs-*`], ...common },
    { name: 'raw', indices: [`${prefix}-raw-*`], ...common },
    { name: 'absent', indices: [`${prefix}-absent-*`], ...common },
  ];
}

const isPage = (exchange: Exchange) => exchange.path.startsWith('/_search') && exchange.body.includes('search_after');

/** Faults that last, from the second page on: reading must fail. */
function lasting(fault: Fault): (exchange: Exchange) => Fault | undefined {
  return (exchange) => (isPage(exchange) ? fault : undefined);
}

const failedShard = (body: unknown) => ({ ...(body as object), _shards: { total: 2, successful: 1, skipped: 0, failed: 1, failures: [] } });
const timedOut = (body: unknown) => ({ ...(body as object), timed_out: true });
const skippedCluster = (body: unknown) => ({ ...(body as object), _clusters: { total: 2, successful: 1, skipped: 1 } });

const FAULTS: readonly (readonly [name: string, fault: Fault])[] = [
  ['too many requests that do not end', { kind: 'status', status: 429 }],
  ['a service that stays away', { kind: 'status', status: 503 }],
  ['connections that are reset', { kind: 'reset' }],
  ['answers that do not come', { kind: 'silence' }],
  ['answers that are cut', { kind: 'truncate' }],
  ['a shard that fails', { kind: 'change', change: failedShard }],
  ['a search that timed out', { kind: 'change', change: timedOut }],
  ['a remote cluster that is skipped', { kind: 'change', change: skippedCluster }],
];

/** Plain indices of a tenant; data streams cannot be deleted on the servers of Maven Central, which lack the call. */
function indicesOf(tenant: string): string[] {
  return STORED_KINDS.map((kind) => indexNameOf(kind, tenant))
    .filter((index) => index?.keeping === 'index')
    .map((index) => index?.name ?? '');
}

/** One arrangement for the contract suite: the shared input, and places of its own for what is written. */
export async function createElasticWorld(server: ServerUnderTest, prefix: string): Promise<ConnectorWorld> {
  worlds += 1;
  const tenant = `world${process.pid}-${Date.now()}-${worlds}`;
  const proxy = await FaultProxy.start(server.url);
  const settings = settingsFor({ ...server, url: proxy.url }, { tenant, groups: groupsOf(prefix), pageSize: 250, requestTimeout: 5000 });
  const impatient = { ...settings, requestTimeout: 300 };
  let faulty = false;
  const client = createElasticClient(settingsFor(server));
  return {
    open: () =>
      Promise.resolve(createElasticConnector({ settings: faulty ? impatient : settings, mappings: zeekMappings, pacing: hurried })),
    expected: EXPECTED,
    rejected: 1,
    window: RECORD_WINDOW,
    ingestedBetween: INGESTED_BETWEEN,
    faults: FAULTS.map(([name, fault]) => ({
      name,
      arrange: () => {
        faulty = true;
        proxy.rule = lasting(fault);
        return Promise.resolve();
      },
    })),
    stored: async (kind) => {
      const index = indexNameOf(kind, tenant)?.name ?? '';
      await client.indices.refresh({ index });
      const answer = await client.search({ index, size: 1000 });
      return answer.hits.hits.map((hit) => hit._id ?? '');
    },
    close: async () => {
      await client.indices.delete({ index: indicesOf(tenant), ignore_unavailable: true });
      await client.close();
      await proxy.close();
    },
  };
}
