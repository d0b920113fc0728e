import type { Connector } from '../../connectors/connector.js';
import { zeekMappings } from '../../src/activity/sources/zeek-mappings.js';
import { bareLoop } from './bare-loop.js';
import { costLines, interleaved, speedup, type Case } from './costs.js';
import { connectorOn, type Bench, type Figure } from './elastic-bench.js';
import { FLOW_DAY, loadFlows, sparseEstate } from './zeek-flows.js';

export interface ReadingOptions {
  readonly flows: number;
  readonly rounds: number;
}

const INDEX = 'logs-zeek.connection-default';
const SIZE = 10_000;

/** Reading a day of connections into activities through the connector, against a bare loop over the same documents and fields. */
export async function measureReading(bench: Bench, { flows, rounds }: ReadingOptions): Promise<Figure> {
  await loadFlows(bench.client, INDEX, sparseEstate(flows));
  const connectors = [1, 2].map((slices) => connectorOn(bench, INDEX, zeekMappings, { slices, pageSize: SIZE }));
  const cases = connectors.flatMap((connector, index): Case[] => {
    const slices = index + 1;
    return [
      { name: `bare loop, ${slices} slice(s)`, run: () => bareLoop(bench.client, { index: INDEX, size: SIZE, slices }) },
      { name: `connector, ${slices} slice(s)`, run: () => countActivities(connector) },
    ];
  });
  const costs = await interleaved(bench.client, cases, rounds);
  for (const connector of connectors) await connector.close();
  for (const line of costLines(costs)) bench.print(line);
  const ratios = [1, 2].map((slices) => {
    const bare = costs.get(`bare loop, ${slices} slice(s)`) ?? [];
    const ours = costs.get(`connector, ${slices} slice(s)`) ?? [];
    return { slices, ...speedup(ours, bare) };
  });
  for (const { slices, wall, processor } of ratios) {
    bench.print(
      `reading with ${slices} slice(s): ${wall.toFixed(2)} of the bare loop on the wall, ${processor.toFixed(2)} in processor time; goal 0.9`,
    );
  }
  return { flows, rounds, ratios, costs: Object.fromEntries(costs) };
}

async function countActivities(connector: Connector): Promise<number> {
  let read = 0;
  for await (const batch of connector.activities({ window: FLOW_DAY })) read += batch.activities.length;
  return read;
}
