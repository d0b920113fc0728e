import type { Client } from '@elastic/elasticsearch';
import { RandomGenerator } from '../../src/simulation/random.js';
import { BATCH, sendBulk } from '../load/send-bulk.js';

/** How much an estate repeats itself. */
export type FlowEstate = HabitualEstate | MeasuredEstate;

interface HabitualEstate {
  readonly kind: 'habitual';
  readonly flows: number;
  readonly hosts: number;
  readonly destinations: number;
  /** Share of the flows that go to one of a few destinations that each host likes. */
  readonly habitual: number;
  /** Destinations that a host likes. */
  readonly habits: number;
}

interface MeasuredEstate {
  readonly kind: 'measured';
  readonly flows: number;
  readonly hosts: number;
  readonly destinations: number;
  /** How many flows the pairs of addresses of an hour have, each as frequent as the others. */
  readonly flowsOfPairs: readonly number[];
}

/**
 * Twentieths of the hourly pairs of addresses of the M57 data set (Digital Corpora; 24 hours of a small office, 8,462 connections in 1,385 pairs
 * and hours): the mean number of connections of each, from the least to the most.
 */
const M57_PAIRS = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 6, 11, 14, 64];

/** Offices that repeat themselves as much as a real one did. */
export const officeEstate = (flows: number): FlowEstate => ({
  kind: 'measured',
  flows,
  hosts: 500,
  destinations: 5000,
  flowsOfPairs: M57_PAIRS,
});
/** Offices where most of what a host contacts in an hour it contacts about once, as in the estate of the shared reference. */
export const sparseEstate = (flows: number): FlowEstate => ({
  kind: 'habitual',
  flows,
  hosts: 500,
  destinations: 5000,
  habitual: 0.5,
  habits: 20,
});
/** Servers and polling clients: the same pairs many times an hour. */
export const denseEstate = (flows: number): FlowEstate => ({
  kind: 'habitual',
  flows,
  hosts: 200,
  destinations: 2000,
  habitual: 0.98,
  habits: 4,
});

const HOUR = 3_600_000;
export const FLOW_DAY = { from: Date.UTC(2026, 2, 2), to: Date.UTC(2026, 2, 3) } as const;

interface Flow {
  readonly time: number;
  readonly source: number;
  readonly destination: number;
}

/** Who meets whom on the day, in order of time. */
function* meetings(estate: FlowEstate, random: RandomGenerator): Generator<Flow> {
  const { flows, hosts, destinations } = estate;
  if (estate.kind === 'habitual') {
    const { habitual, habits } = estate;
    for (let row = 0; row < flows; row += 1) {
      const time = FLOW_DAY.from + Math.floor((row / flows) * (FLOW_DAY.to - FLOW_DAY.from));
      const source = random.integer(hosts);
      const destination = random.chance(habitual) ? (source * 7 + random.integer(habits)) % destinations : random.integer(destinations);
      yield { time, source, destination };
    }
    return;
  }
  const { flowsOfPairs } = estate;
  for (let hour = 0; hour < 24; hour += 1) {
    const ofHour = Math.floor(((hour + 1) * flows) / 24) - Math.floor((hour * flows) / 24);
    const found: Flow[] = [];
    while (found.length < ofHour) {
      const [source, destination] = [random.integer(hosts), random.integer(destinations)];
      const size = Math.min(flowsOfPairs[random.integer(flowsOfPairs.length)] ?? 1, ofHour - found.length);
      for (let flow = 0; flow < size; flow += 1)
        found.push({ time: FLOW_DAY.from + hour * HOUR + random.integer(HOUR), source, destination });
    }
    yield* found.sort((left, right) => left.time - right.time);
  }
}

/** A day of connections as Elastic's `zeek` package stores them, in order of time; the same for the same estate. */
function* zeekFlows(estate: FlowEstate): Generator<object> {
  const random = RandomGenerator.keyed(7, 'flows');
  let row = 0;
  for (const { time, source, destination } of meetings(estate, random)) {
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
    row += 1;
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
