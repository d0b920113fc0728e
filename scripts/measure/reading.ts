import type { Connector } from '../../connectors/connector.js';
import { ElasticGateway } from '../../connectors/elastic/elastic-gateway.js';
import { inGroup } from '../../connectors/elastic/in-group.js';
import { leanFields, leanReading } from '../../connectors/elastic/lean-reading.js';
import { readLegs } from '../../connectors/elastic/read-plan.js';
import { walkLeg } from '../../connectors/elastic/walk-leg.js';
import { createRegistry } from '../../src/activity/registry.js';
import { zeekMappings } from '../../src/activity/sources/zeek-mappings.js';
import { bareLoop } from './bare-loop.js';
import { costLines, interleaved, speedup, type Case } from './costs.js';
import { connectorOn, settingsOf, type Bench, type Figure } from './elastic-bench.js';
import { FLOW_DAY, loadFlows, sparseEstate } from './zeek-flows.js';

export interface ReadingOptions {
  readonly flows: number;
  readonly rounds: number;
}

const INDEX = 'logs-zeek.connection-default';
const SIZE = 10_000;

/**
 * Reading a day of connections through the connector, to the documents and to the activities that are mapped from them, against a bare loop
 * over the same documents and fields.
 */
export async function measureReading(bench: Bench, { flows, rounds }: ReadingOptions): Promise<Figure> {
  await loadFlows(bench.client, INDEX, sparseEstate(flows));
  const connectors = [1, 2].map((slices) => connectorOn(bench, INDEX, zeekMappings, { slices, pageSize: SIZE }));
  const cases = connectors.flatMap((connector, index): Case[] => {
    const slices = index + 1;
    return [
      { name: `bare loop, ${slices} slice(s)`, run: () => bareLoop(bench.client, { index: INDEX, size: SIZE, slices }) },
      { name: `documents, ${slices} slice(s)`, run: () => countDocuments(bench, slices) },
      { name: `activities, ${slices} slice(s)`, run: () => countActivities(connector) },
    ];
  });
  const costs = await interleaved(bench.client, cases, rounds);
  for (const connector of connectors) await connector.close();
  for (const line of costLines(costs)) bench.print(line);
  const ratios = [1, 2].flatMap((slices) =>
    ['documents', 'activities'].map((what) => {
      const bare = costs.get(`bare loop, ${slices} slice(s)`) ?? [];
      return { what, slices, ...speedup(costs.get(`${what}, ${slices} slice(s)`) ?? [], bare) };
    }),
  );
  for (const { what, slices, wall, processor } of ratios) {
    bench.print(
      `${what} with ${slices} slice(s): ${wall.toFixed(2)} of the bare loop's speed on the wall, ${processor.toFixed(2)} in processor time; goal 0.9`,
    );
  }
  return { flows, rounds, ratios, costs: Object.fromEntries(costs) };
}

/** What comes to the mappings: documents in the order in which they are read, nothing done with them. */
async function countDocuments(bench: Bench, slices: number): Promise<number> {
  const gateway = new ElasticGateway({ ...settingsOf(bench, INDEX), slices, pageSize: SIZE });
  const { settings } = gateway;
  const { mappings } = createRegistry(zeekMappings);
  let read = 0;
  for (const group of settings.groups) {
    const reading = inGroup(gateway, group, leanFields(mappings), {}, async function* ({ point, types, signal }) {
      for (const leg of readLegs({ window: FLOW_DAY }, group, types, settings, mappings)) {
        for await (const hits of walkLeg(point, leg, group, settings, [], { signal }, leanReading(mappings, group, types)))
          yield hits.length;
      }
    });
    for await (const count of reading) read += count;
  }
  await gateway.close();
  return read;
}

export async function countActivities(connector: Connector): Promise<number> {
  let read = 0;
  for await (const batch of connector.activities({ window: FLOW_DAY })) read += batch.activities.length;
  return read;
}
