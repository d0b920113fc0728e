import type { Client } from '@elastic/elasticsearch';
import { RandomGenerator } from '../../src/simulation/random.js';
import { BATCH, sendBulk } from '../load/send-bulk.js';

/** How much an estate repeats itself. */
export interface FlowEstate {
  readonly flows: number;
  readonly hosts: number;
  readonly destinations: number;
  /** Share of the flows that go to one of a few destinations that each host likes. */
  readonly habitual: number;
  /** Destinations that a host likes. */
  readonly habits: number;
}

/** Offices where most of what a host contacts in an hour it contacts about once, as in the estate of the shared reference. */
export const sparseEstate = (flows: number): FlowEstate => ({ flows, hosts: 500, destinations: 5000, habitual: 0.5, habits: 20 });
/** Servers and polling clients: the same pairs many times an hour. */
export const denseEstate = (flows: number): FlowEstate => ({ flows, hosts: 200, destinations: 2000, habitual: 0.98, habits: 4 });

export const FLOW_DAY = { from: Date.UTC(2026, 2, 2), to: Date.UTC(2026, 2, 3) } as const;

/** A day of connections as Elastic's `zeek` package stores them, in order of time; the same for the same estate. */
function* zeekFlows(estate: FlowEstate): Generator<object> {
  const random = RandomGenerator.keyed(7, 'flows');
  const { flows, hosts, destinations, habitual, habits } = estate;
  for (let row = 0; row < flows; row += 1) {
    const time = FLOW_DAY.from + Math.floor((row / flows) * (FLOW_DAY.to - FLOW_DAY.from));
    const source = random.integer(hosts);
    const destination = random.chance(habitual) ? (source * 7 + random.integer(habits)) % destinations : random.integer(destinations);
    yield {
      '@timestamp': new Date(time).toISOString(),
      event: {
        dataset: 'zeek.connection',
        ingested: new Date(time + 2000).toISOString(),
        duration: random.integer(1e9),
        kind: 'event',
        category: ['network'],
      },
      agent: { name: 'sensor-1', type: 'filebeat', version: '8.19.2', id: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee' },
      source: { ip: `10.${source >> 8}.${source & 255}.7`, port: 1024 + (row % 60_000), bytes: random.integer(5000), packets: 9 },
      destination: {
        ip: `198.18.${destination >> 8}.${destination & 255}`,
        port: 443,
        bytes: random.integer(90_000),
        packets: 12,
      },
      network: { transport: 'tcp', protocol: 'ssl', direction: 'outbound', community_id: `1:${row}` },
      zeek: { session_id: `C${row}`, connection: { state: 'SF', history: 'ShADadFf', local_orig: true } },
    };
  }
}

/** Fills an index of one shard with the flows, mapped as the package maps them. */
export async function loadFlows(client: Client, index: string, estate: FlowEstate): Promise<void> {
  const keyword = { type: 'keyword' } as const;
  const end = { properties: { ip: { type: 'ip' }, port: { type: 'long' }, bytes: { type: 'long' }, packets: { type: 'long' } } } as const;
  await client.indices.create({
    index,
    settings: { number_of_shards: 1, number_of_replicas: 0, refresh_interval: '-1' },
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
  let operations: object[] = [];
  const send = async (): Promise<void> => {
    await sendBulk(client, operations);
    operations = [];
  };
  for (const flow of zeekFlows(estate)) {
    operations.push({ create: { _index: index } }, flow);
    if (operations.length >= 2 * BATCH) await send();
  }
  if (operations.length > 0) await send();
  await client.indices.refresh({ index });
  await client.indices.forcemerge({ index, max_num_segments: 4 });
}
