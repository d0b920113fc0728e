import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groupNamed } from '../../connectors/elastic/default-groups.js';
import { createElasticClient } from '../../connectors/elastic/elastic-client.js';
import { createElasticConnector } from '../../connectors/elastic/elastic-connector.js';
import { recordFields } from '../../connectors/elastic/hit-records.js';
import { withoutUnread } from '../../connectors/elastic/unread-fields.js';
import { FaultProxy } from '../../scripts/server/fault-proxy.js';
import type { Activity } from '../../src/activity/activity.js';
import { defaultMappings } from '../../src/activity/default-mappings.js';
import { createRegistry } from '../../src/activity/registry.js';
import { RECORDS, type IndexedRecord } from './contract-records.js';
import { hurried, indexRecords } from './elastic-world.js';
import { settingsFor, type ServerUnderTest } from './server-under-test.js';

const unread = {
  related: { ip: ['192.0.2.1'] },
  tags: ['forwarded'],
  observer: { name: 'sensor-1', description: 'A sensor at the border of the network. '.repeat(20) },
  host: { name: 'sensor-1' },
};
const connections = RECORDS.filter(({ index }) => index === 'logs-zeek.connection' || index === 'logs-zeek.dns').map((record) => ({
  ...record,
  index: 'lean',
  body: { ...record.body, ...unread },
}));
const compact = RECORDS.filter(({ index }) => index === 'logs-zeek.connection').map((record) => ({ ...record, index: 'compact' }));
/** Fields that no mapping reads, in the forms in which they may be stored. */
const BALLAST: readonly Readonly<Record<string, unknown>>[] = [
  { event: { original: 'x' }, process: { Ext: { a: 1 } }, agent: { name: 'b' } },
  {
    'event.original': 'x',
    event: { original: 'y', z: 1 },
    'agent.name': 'b',
    logger: 'k',
    'process.Ext.a': 1,
    process: { 'Ext.b': 2, c: 3 },
  },
  { event: [{ original: 'x' }, { q: 1, original: 'z' }], input: [{ type: 'log' }], nested: { agent: 1 }, e: {}, log: null },
  { event: { original: 'x', empty: {} }, process: { Extra: 1 }, elastic_agent: { id: 'a' }, agents: 1 },
  { event: 'text', process: 'Ext', original: 1 },
];
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
      await indexRecords(client, prefix, [...records, ...compact, { index: 'mixed', id: 'm', body: { ...later, text: 'no data set' } }]);
      await client.indices.create({ index: `${prefix}-ballast`, mappings: { enabled: false } });
      const ballast = BALLAST.flatMap((body, at) => [{ index: { _index: `${prefix}-ballast`, _id: String(at) } }, body]);
      await client.bulk({ refresh: true, operations: ballast });
      await client.close();
    }, 120_000);
    afterAll(async () => {
      const client = createElasticClient(settingsFor(server()));
      await client.indices.delete({ index: ['lean', 'mixed', 'compact', 'ballast'].map((name) => `${prefix}-${name}`) });
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
      const whole = pages.filter(({ body }) => body.includes('"_source":true')).length;
      return { activities, pages: pages.length, whole, lean: pages.filter(({ body }) => body.includes('"includes"')).length };
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

    it('is left where little would be saved', async () => {
      const { activities, lean, whole, pages } = await read(['compact']);
      expect(activities).toHaveLength(compact.length);
      expect(pages).toBeGreaterThan(3);
      expect(lean).toBe(0);
      // OpenSearch keeps objects that have become empty, so there the server leaves out, always.
      expect(whole).toBe(server().product === 'opensearch' ? 0 : pages);
    });

    it('leaves out the same as the server does if it is asked to', async () => {
      const client = createElasticClient(settingsFor(server()));
      const search = async (source: object) => {
        const { hits } = await client.search({ index: `${prefix}-ballast`, ...source });
        return new Map(hits.hits.map(({ _id: id, _source: body }) => [id, body]));
      };
      const [whole, filtered] = [await search({}), await search(recordFields('source'))];
      await client.close();
      expect(whole.size).toBe(BALLAST.length);
      const same = [...whole].map(([id, body]) => isDeepStrictEqual(withoutUnread(body), filtered.get(id)));
      if (server().product === 'opensearch') expect(same).toContain(false);
      else expect(same).not.toContain(false);
    });
  });
}
