import { Rollup } from '../../connectors/activity-query.js';
import type { Connector, RollupSpec } from '../../connectors/connector.js';
import { zeekMappings } from '../../src/activity/sources/zeek-mappings.js';
import { costLines, interleaved, speedup, type Case } from './costs.js';
import { connectorOn, type Bench, type Figure } from './elastic-bench.js';
import { denseEstate, FLOW_DAY, loadFlows, officeEstate, sparseEstate } from './zeek-flows.js';

export interface RollupOptions {
  readonly flows: number;
  readonly rounds: number;
}

const PAIRS: RollupSpec = { source: 'zeek.conn', groupBy: ['sourceIp', 'destinationIp'], interval: 3_600_000, samples: 0 };

/**
 * Pairs of addresses by the hour, by rollup and by reading the documents, in an estate that repeats itself hardly at all, in one that does as a real
 * one did, and in one that does much.
 */
export async function measureRollups(bench: Bench, { flows, rounds }: RollupOptions): Promise<Figure> {
  const figures: Record<string, unknown> = {};
  const estates = { sparse: sparseEstate(flows), office: officeEstate(flows), dense: denseEstate(flows) };
  for (const [name, estate] of Object.entries(estates)) {
    const index = `logs-zeek.connection-${name}`;
    await loadFlows(bench.client, index, estate);
    const connector = connectorOn(bench, index, zeekMappings, { pageSize: 10_000 });
    const cases: readonly Case[] = [
      { name: `${name}, rollup`, run: () => countRows(connector) },
      { name: `${name}, reading documents`, run: () => countRowsByReading(connector) },
    ];
    const costs = await interleaved(bench.client, cases, rounds);
    await connector.close();
    for (const line of costLines(costs)) bench.print(line);
    const rolled = costs.get(`${name}, rollup`) ?? [];
    const ratio = speedup(rolled, costs.get(`${name}, reading documents`) ?? []);
    const perRow = flows / (rolled[0]?.count ?? NaN);
    bench.print(
      `${name} estate, ${perRow.toFixed(1)} flows a row: the rollup is ${ratio.wall.toFixed(2)} times as fast on the wall, ${ratio.processor.toFixed(2)} in processor time; goal 4`,
    );
    figures[name] = { estate, perRow, ratio, costs: Object.fromEntries(costs) };
    await bench.client.indices.delete({ index });
  }
  return { flows, rounds, ...figures };
}

async function countRows(connector: Connector): Promise<number> {
  let count = 0;
  for await (const row of connector.rollup?.(PAIRS, FLOW_DAY) ?? []) count += row.count > 0 ? 1 : 0;
  return count;
}

async function countRowsByReading(connector: Connector): Promise<number> {
  const rollup = new Rollup(PAIRS);
  for await (const batch of connector.activities({ source: PAIRS.source, window: FLOW_DAY })) {
    for (const activity of batch.activities) rollup.add(activity);
  }
  return [...rollup.rows()].length;
}
