import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groupNamed } from '../../connectors/elastic/default-groups.js';
import { createElasticClient } from '../../connectors/elastic/elastic-client.js';
import { createElasticConnector } from '../../connectors/elastic/elastic-connector.js';
import { FaultProxy } from '../../scripts/server/fault-proxy.js';
import type { Activity } from '../../src/activity/activity.js';
import { defaultMappings } from '../../src/activity/default-mappings.js';
import { createRegistry } from '../../src/activity/registry.js';
import { RECORDS, type IndexedRecord } from './contract-records.js';
import { hurried, indexRecords } from './elastic-world.js';
import { settingsFor, type ServerUnderTest } from './server-under-test.js';

const unread = { related: { ip: ['192.0.2.1'] }, tags: ['forwarded'], observer: { name: 'sensor-1' }, host: { name: 'sensor-1' } };
const connections = RECORDS.filter(({ index }) => index === 'logs-zeek.connection' || index === 'logs-zeek.dns').map((record) => ({
  ...record,
  index: 'lean',
  body: { ...record.body, ...unread },
}));
const later = { '@timestamp': '2026-03-02T12:00:00.000Z' };
/** Documents that are not what their data set and their ids make believe. */
const TRAPS: readonly IndexedRecord[] = [
  {
    index: 'lean',
    id: 'raw',
    body: {
      ...later,
      event: { dataset: 'zeek.connection' },
      zeek: { session_id: 'C-raw' },
      ...{
        ts: 1_772_452_800,
        uid: 'Craw',
        'id.orig_h': '10.0.0.8',
        'id.resp_h': '203.0.113.9',
        proto: 'udp',
        conn_state: 'SF',
        orig_bytes: 7,
      },
    },
  },
  {
    index: 'lean',
    id: 'nameless',
    body: {
      ...later,
      event: { dataset: 'zeek.connection', kind: 'event' },
      zeek: { session_id: '' },
      source: { ip: '10.0.0.9' },
      destination: { ip: '203.0.113.9' },
      note: 'the id of this one rests on all of it',
    },
  },
];

/** Where less of a document is read, what comes of it must not change. */
export function describeLeanReading(server: () => ServerUnderTest): void {
  describe('reading only what mappings look at', () => {
    const prefix = `lean${process.pid}-${Date.now()}`;
    const records = [...connections, ...TRAPS];

    beforeAll(async () => {
      const client = createElasticClient(settingsFor(server()));
      await indexRecords(client, prefix, [...records, { index: 'mixed', id: 'm', body: { ...later, text: 'no data set' } }]);
      await client.close();
    }, 120_000);
    afterAll(async () => {
      const client = createElasticClient(settingsFor(server()));
      await client.indices.delete({ index: [`${prefix}-lean`, `${prefix}-mixed`] });
      await client.close();
    });

    const read = async (indices: readonly string[]) => {
      const proxy = await FaultProxy.start(server().url);
      const groups = [groupNamed('network', { indices: indices.map((index) => `${prefix}-${index}`) })];
      const settings = settingsFor({ ...server(), url: proxy.url }, { groups, pageSize: 500 });
      const connector = createElasticConnector({ settings, mappings: defaultMappings, pacing: hurried });
      const activities: Activity[] = [];
      for await (const batch of connector.activities({})) activities.push(...batch.activities);
      await connector.close();
      await proxy.close();
      const pages = proxy.exchanges.filter(({ path, body }) => path.startsWith('/_search') && body.includes('"sort"'));
      return { activities, pages: pages.length, lean: pages.filter(({ body }) => body.includes('"includes"')).length };
    };
    const sorted = (activities: readonly Activity[]) => activities.map((activity) => JSON.stringify(activity)).sort();
    const mapped = (): readonly Activity[] => {
      const mapper = createRegistry(defaultMappings).mapperFor({ name: `${prefix}-lean`, dataset: '' });
      return records.flatMap(({ body }) => {
        const found = mapper.map(body);
        return found.kind === 'activities' ? found.activities : [];
      });
    };

    it('gives the activities of the whole documents, those included that turn out to be of another form', async () => {
      const { activities, pages, lean } = await read(['lean']);
      expect(sorted(activities)).toEqual(sorted(mapped()));
      expect(activities.map(({ id }) => id)).toContain('Craw');
      expect(lean).toBe(pages - 1);
      expect(lean).toBeGreaterThan(3);
    });

    it('is left where documents lie among them that a mapping knows by their shape', async () => {
      const { activities, lean } = await read(['lean', 'mixed']);
      expect(sorted(activities)).toEqual(sorted(mapped()));
      expect(lean).toBe(0);
    });
  });
}
