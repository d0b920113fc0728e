import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Rollup } from '../../connectors/activity-query.js';
import type { RollupRow, RollupSpec } from '../../connectors/connector.js';
import { groupNamed } from '../../connectors/elastic/default-groups.js';
import { createElasticClient } from '../../connectors/elastic/elastic-client.js';
import { createElasticConnector } from '../../connectors/elastic/elastic-connector.js';
import { FaultProxy } from '../../scripts/server/fault-proxy.js';
import { createRegistry } from '../../src/activity/registry.js';
import { zeekMappings } from '../../src/activity/sources/zeek-mappings.js';
import { RECORD_WINDOW, RECORDS, type IndexedRecord } from './contract-records.js';
import { hurried, indexRecords } from './elastic-world.js';
import { settingsFor, type ServerUnderTest } from './server-under-test.js';

const packaged = RECORDS.filter(({ index }) => index === 'logs-zeek.connection').map((record) => ({ ...record, index: 'packaged' }));
/** Of the same source, without a field that a rollup of the cluster rests on. */
const unfaithful: IndexedRecord = {
  index: 'unfaithful',
  id: 'portless',
  body: { ...packaged[200]?.body, source: { ip: '10.0.0.1', bytes: 5 }, zeek: {} },
};

const SPECS: readonly (readonly [name: string, spec: RollupSpec])[] = [
  ['addresses', { source: 'zeek.conn', groupBy: ['sourceIp', 'destinationIp'], interval: 60_000, samples: 0 }],
  ['ports', { source: 'zeek.conn', groupBy: ['sourceIp', 'destinationIp', 'destinationPort'], interval: 600_000 }],
  ['protocols', { source: 'zeek.conn', groupBy: ['sourceIp', 'network.protocol', 'network.state'], interval: 600_000, samples: 2 }],
];

/** Whether or not the cluster can group all that there is, rows are those that reading every document gives. */
export function describeRollups(server: () => ServerUnderTest): void {
  describe('grouping in the cluster', () => {
    const prefix = `rollups${process.pid}-${Date.now()}`;

    beforeAll(async () => {
      const client = createElasticClient(settingsFor(server()));
      await indexRecords(client, prefix, [...packaged, unfaithful]);
      await client.close();
    }, 120_000);
    afterAll(async () => {
      const client = createElasticClient(settingsFor(server()));
      await client.indices.delete({ index: [`${prefix}-packaged`, `${prefix}-unfaithful`] });
      await client.close();
    });

    const rolled = async (spec: RollupSpec, indices: readonly string[]) => {
      const proxy = await FaultProxy.start(server().url);
      const groups = [groupNamed('network', { indices: indices.map((index) => `${prefix}-${index}`) })];
      const settings = settingsFor({ ...server(), url: proxy.url }, { groups, pageSize: 500 });
      const connector = createElasticConnector({ settings, mappings: zeekMappings, pacing: hurried });
      const rows: RollupRow[] = [];
      for await (const row of connector.rollup?.(spec, RECORD_WINDOW) ?? []) rows.push(row);
      await connector.close();
      await proxy.close();
      return {
        rows,
        documentPages: proxy.exchanges.filter(({ path, body }) => path.startsWith('/_search') && body.includes('"sort"')).length,
      };
    };
    const byReading = (spec: RollupSpec, records: readonly IndexedRecord[]): readonly RollupRow[] => {
      const rollup = new Rollup(spec);
      const mapper = createRegistry(zeekMappings).mapperFor({ name: '', dataset: '' });
      for (const { body } of records) {
        const mapped = mapper.map(body);
        if (mapped.kind !== 'activities') throw new Error('a record that is not mapped');
        for (const activity of mapped.activities)
          if (activity.time >= RECORD_WINDOW.from && activity.time < RECORD_WINDOW.to) rollup.add(activity);
      }
      return [...rollup.rows()];
    };
    const sorted = (rows: readonly RollupRow[]) => rows.map((row) => JSON.stringify(row)).sort();
    // Ids that rest on the record differ with what the reader leaves out of it.
    const withoutSamples = (rows: readonly RollupRow[]) => rows.map((row) => ({ ...row, samples: [] }));

    it.each(SPECS)('reads no document where the cluster can group them all: %s', async (_name, spec) => {
      const { rows, documentPages } = await rolled(spec, ['packaged']);
      expect(documentPages).toBe(0);
      expect(sorted(rows)).toEqual(sorted(byReading(spec, packaged)));
    });

    it.each(SPECS)('reads those that it cannot group, and adds them up with the others: %s', async (_name, spec) => {
      const { rows, documentPages } = await rolled(spec, ['packaged', 'unfaithful']);
      expect(documentPages).toBeGreaterThan(0);
      expect(sorted(withoutSamples(rows))).toEqual(sorted(withoutSamples(byReading(spec, [...packaged, unfaithful]))));
    });
  });
}
