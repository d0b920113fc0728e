import { performance } from 'node:perf_hooks';
import type { Client } from '@elastic/elasticsearch';
import type { Connector, RollupSpec } from '../connectors/connector.js';
import { Rollup } from '../connectors/activity-query.js';
import { createElasticClient } from '../connectors/elastic/elastic-client.js';
import { createElasticConnector } from '../connectors/elastic/elastic-connector.js';
import { groupNamed } from '../connectors/elastic/default-groups.js';
import { ELASTIC_DEFAULTS, NO_TLS, type ElasticSettings } from '../connectors/elastic/elastic-settings.js';
import { zeekMappings } from '../src/activity/sources/zeek-mappings.js';
import { RandomGenerator } from '../src/simulation/random.js';
import { productByName } from './server/products.js';
import { startServer } from './server/start-server.js';

/**
 * Reading through the connector against a bare loop over the same documents, and rollups against reading the documents: on a real
 * Elasticsearch 8, the rounds interleaved. `tsx scripts/measure-elastic.ts [flows] [rounds]`
 */
const FLOWS = Number(process.argv[2] ?? 300_000);
const ROUNDS = Number(process.argv[3] ?? 3);
const START = Date.UTC(2026, 2, 2);
const DAY = 86_400_000;
const INDEX = 'logs-zeek.connection-default';
const FIELDS = ['@timestamp', 'event.dataset', 'event.ingested', 'event.duration', 'source', 'destination', 'network', 'zeek'];
const WINDOW = { from: START, to: START + DAY };

const print = (line: string) => process.stdout.write(`${line}\n`);

function flow(row: number, random: RandomGenerator): object {
  const time = START + Math.floor((row / FLOWS) * DAY);
  const source = Math.floor(random.next() * 500);
  // Half of all flows go to few destinations, as they do in an office; the rest are spread.
  const destination = random.next() < 0.5 ? source % 20 : Math.floor(random.next() * 5000);
  return {
    '@timestamp': new Date(time).toISOString(),
    event: {
      dataset: 'zeek.connection',
      ingested: new Date(time + 2000).toISOString(),
      duration: Math.floor(random.next() * 1e9),
      kind: 'event',
    },
    agent: { name: 'sensor-1', type: 'filebeat', version: '8.19.2', id: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee' },
    source: { ip: `10.${source >> 8}.${source & 255}.7`, port: 1024 + (row % 60_000), bytes: Math.floor(random.next() * 5000), packets: 9 },
    destination: {
      ip: `198.18.${destination >> 8}.${destination & 255}`,
      port: 443,
      bytes: Math.floor(random.next() * 90_000),
      packets: 12,
    },
    network: { transport: 'tcp', protocol: 'ssl', direction: 'outbound', community_id: `1:${row}` },
    zeek: { session_id: `C${row}`, connection: { state: 'SF', history: 'ShADadFf', local_orig: true } },
  };
}

async function load(client: Client): Promise<void> {
  const keyword = { type: 'keyword' } as const;
  const end = { properties: { ip: { type: 'ip' }, port: { type: 'long' }, bytes: { type: 'long' }, packets: { type: 'long' } } } as const;
  await client.indices.create({
    index: INDEX,
    settings: { number_of_shards: 1, number_of_replicas: 0 },
    mappings: {
      dynamic: false,
      properties: {
        '@timestamp': { type: 'date' },
        event: { properties: { dataset: keyword, ingested: { type: 'date' } } },
        source: end,
        destination: end,
        network: { properties: { transport: keyword, protocol: keyword } },
        zeek: { properties: { session_id: keyword, connection: { properties: { state: keyword } } } },
      },
    },
  });
  const random = RandomGenerator.keyed(7, 'flows');
  for (let from = 0; from < FLOWS; from += 5000) {
    const rows = Array.from({ length: Math.min(5000, FLOWS - from) }, (_value, at) => flow(from + at, random));
    await client.bulk({ operations: rows.flatMap((row) => [{ create: { _index: INDEX } }, row]) });
  }
  await client.indices.refresh({ index: INDEX });
  await client.indices.forcemerge({ index: INDEX, max_num_segments: 4 });
}

/** What anybody would write first: pages of a point in time, nothing done with them. */
async function bareLoop(client: Client, size: number, slices: number): Promise<number> {
  const { id } = await client.openPointInTime({ index: INDEX, keep_alive: '5m' });
  const readSlice = async (slice: number): Promise<number> => {
    let read = 0;
    let after: unknown[] | undefined;
    for (;;) {
      const answer = await client.search({
        size,
        pit: { id, keep_alive: '5m' },
        sort: [{ '@timestamp': { order: 'asc', format: 'strict_date_optional_time_nanos' } }, { _shard_doc: 'asc' }] as never,
        track_total_hits: false,
        _source: { includes: FIELDS },
        ...(slices === 1 ? {} : { slice: { id: String(slice), max: slices } }),
        ...(after === undefined ? {} : { search_after: after as never }),
      });
      const { hits } = answer.hits;
      read += hits.length;
      if (hits.length < size) return read;
      after = hits[hits.length - 1]?.sort;
    }
  };
  const counts = await Promise.all(Array.from({ length: slices }, (_value, slice) => readSlice(slice)));
  await client.closePointInTime({ id });
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Processor seconds of the server since it started. */
async function serverSeconds(client: Client): Promise<number> {
  const path = '/_nodes/_local/stats/process';
  const answer = await client.transport.request<{ readonly nodes: Readonly<Record<string, ProcessStats>> }>({ method: 'GET', path });
  return Object.values(answer.nodes).reduce((sum, node) => sum + node.process.cpu.total_in_millis, 0) / 1000;
}

interface ProcessStats {
  readonly process: { readonly cpu: { readonly total_in_millis: number } };
}

async function connectorLoop(connector: Connector): Promise<number> {
  let read = 0;
  for await (const batch of connector.activities({ window: WINDOW })) read += batch.activities.length;
  return read;
}

async function rows(connector: Connector, spec: RollupSpec): Promise<number> {
  let count = 0;
  for await (const row of connector.rollup?.(spec, WINDOW) ?? []) count += row.count > 0 ? 1 : 0;
  return count;
}

async function rowsByReading(connector: Connector, spec: RollupSpec): Promise<number> {
  const rollup = new Rollup(spec);
  for await (const batch of connector.activities({ source: spec.source, window: WINDOW }))
    for (const activity of batch.activities) rollup.add(activity);
  return [...rollup.rows()].length;
}

const product = productByName('elasticsearch 8');
if (product === undefined) throw new Error('there is no elasticsearch 8');
const server = await startServer(product);
const base: ElasticSettings = {
  nodes: [server.url],
  authentication: { kind: 'none' },
  tls: NO_TLS,
  product: 'elasticsearch',
  tenant: 'bench',
  groups: [groupNamed('logs', { indices: ['logs-*'] })],
  ...ELASTIC_DEFAULTS,
};
const connectorWith = (changes: Partial<ElasticSettings>) =>
  createElasticConnector({ settings: { ...base, ...changes }, mappings: zeekMappings });
try {
  const client = createElasticClient(base);
  await load(client);
  print(`${FLOWS} flows of one day`);
  const one = connectorWith({ slices: 1, pageSize: 10_000 });
  const two = connectorWith({ slices: 2, pageSize: 10_000 });
  const pairs: RollupSpec = { source: 'zeek.conn', groupBy: ['sourceIp', 'destinationIp'], interval: 3_600_000, samples: 0 };
  const watched = { sourceIp: ['10.0.7.7', '10.1.9.7'] };
  const cases: readonly (readonly [name: string, run: () => Promise<number>])[] = [
    ['bare loop, 1 slice', () => bareLoop(client, 10_000, 1)],
    ['connector, 1 slice', () => connectorLoop(one)],
    ['bare loop, 2 slices', () => bareLoop(client, 10_000, 2)],
    ['connector, 2 slices', () => connectorLoop(two)],
    ['hourly pairs, rollup', () => rows(two, pairs)],
    ['hourly pairs, by reading documents', () => rowsByReading(two, pairs)],
    ['hourly pairs, rollup with 5 samples', () => rows(two, { ...pairs, samples: 5 })],
    ['pairs by 10 s, rollup', () => rows(two, { ...pairs, interval: 10_000 })],
    ['pairs by 10 s of two watched sources', () => rows(two, { ...pairs, interval: 10_000, where: watched })],
  ];
  const seconds = new Map<string, number[]>();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, run] of cases) {
      const began = performance.now();
      const cpu = process.cpuUsage();
      const serverBefore = await serverSeconds(client);
      const count = await run();
      const wall = (performance.now() - began) / 1000;
      const own = process.cpuUsage(cpu);
      seconds.set(name, [...(seconds.get(name) ?? []), wall]);
      const times = `own processor time ${((own.user + own.system) / 1e6).toFixed(2)} s, the server's ${((await serverSeconds(client)) - serverBefore).toFixed(2)} s`;
      print(`${name}: ${count} in ${wall.toFixed(2)} s, ${times}`);
    }
  }
  for (const [name, times] of seconds) {
    const median = [...times].sort((left, right) => left - right)[Math.floor(times.length / 2)] ?? 0;
    print(`median ${name}: ${median.toFixed(2)} s, ${Math.round(FLOWS / median)} flows/s`);
  }
  await one.close();
  await two.close();
  await client.close();
} finally {
  await server.stop();
}
