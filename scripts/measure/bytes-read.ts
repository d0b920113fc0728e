import type { SourceMapping } from '../../src/activity/source-mapping.js';
import { zeekMappings } from '../../src/activity/sources/zeek-mappings.js';
import { FaultProxy } from '../server/fault-proxy.js';
import { connectorOn, type Bench, type Figure } from './elastic-bench.js';
import { countActivities } from './reading.js';
import { loadFlows, sparseEstate } from './zeek-flows.js';

const INDEX = 'logs-zeek.connection-default';
const SIZE = 10_000;

/** Bytes that the server sends for a day of connections, with everything but what no mapping reads, and with what these mappings read. */
export async function measureBytes(bench: Bench, { flows }: { readonly flows: number }): Promise<Figure> {
  await loadFlows(bench.client, INDEX, sparseEstate(flows));
  const whole = zeekMappings.map((mapping) => Object.create(mapping, { reads: { value: undefined } }) as SourceMapping);
  const before = await bytesRead(bench, whole);
  const after = await bytesRead(bench, zeekMappings);
  const share = after.bytes / before.bytes;
  const line = (what: string, { bytes, read }: Reading) =>
    `${what}: ${(bytes / 1e6).toFixed(1)} MB for ${String(read)} connections, ${String(Math.round(bytes / read))} bytes each`;
  bench.print(line('whole documents without the fields of shippers', before));
  bench.print(line('what the mappings look at', after));
  bench.print(`${(100 * share).toFixed(0)} % of the bytes`);
  return { flows, before, after, share };
}

interface Reading {
  readonly bytes: number;
  readonly read: number;
}

async function bytesRead(bench: Bench, mappings: readonly SourceMapping[]): Promise<Reading> {
  const proxy = await FaultProxy.start(bench.url);
  const connector = connectorOn({ url: proxy.url }, INDEX, mappings, { pageSize: SIZE });
  const read = await countActivities(connector);
  await connector.close();
  await proxy.close();
  return { bytes: proxy.answeredBytes, read };
}
