import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groupNamed } from '../../connectors/elastic/default-groups.js';
import { createElasticClient } from '../../connectors/elastic/elastic-client.js';
import { createElasticConnector } from '../../connectors/elastic/elastic-connector.js';
import { defaultMappings } from '../../src/activity/default-mappings.js';
import { hurried } from './elastic-world.js';
import { settingsFor, type ServerUnderTest } from './server-under-test.js';

const RAISED = Date.UTC(2026, 2, 2, 12);
const keyword = { type: 'keyword' } as const;

/** As Elastic Security stores it: the alert's fields under dotted names beside a copy of the event, time of ingest included. */
const ALERT = {
  '@timestamp': new Date(RAISED).toISOString(),
  'kibana.alert.uuid': 'a1',
  'kibana.alert.rule.name': 'Suspicious Inbox Rule',
  'kibana.alert.rule.rule_id': 'r1',
  'kibana.alert.severity': 'high',
  'kibana.alert.risk_score': 73,
  'kibana.alert.original_time': new Date(RAISED - 300_000).toISOString(),
  event: { kind: 'signal', dataset: 'o365.audit', ingested: new Date(RAISED - 240_000).toISOString() },
  user: { name: 'ana', email: 'ana@example.com' },
};

/** Alerts of another tool in the cluster. */
export function describeAlerts(server: () => ServerUnderTest): void {
  describe('alerts of Elastic Security', () => {
    const index = `alerts-${process.pid}-${Date.now()}`;

    beforeAll(async () => {
      const client = createElasticClient(settingsFor(server()));
      const event = { properties: { kind: keyword, dataset: keyword, ingested: { type: 'date' } } } as const;
      const rule = { properties: { name: keyword, rule_id: keyword } } as const;
      const alert = {
        properties: { uuid: keyword, rule, severity: keyword, risk_score: { type: 'float' }, original_time: { type: 'date' } },
      } as const;
      await client.indices.create({
        index,
        mappings: {
          properties: {
            '@timestamp': { type: 'date' },
            event,
            user: { properties: { name: keyword, email: keyword } },
            kibana: { properties: { alert } },
          },
        },
      });
      await client.index({ index, id: 'a1', document: ALERT, refresh: true });
      await client.close();
    });

    afterAll(async () => {
      const client = createElasticClient(settingsFor(server()));
      await client.indices.delete({ index });
      await client.close();
    });

    it.each(['fields', 'source'] as const)('are read by their %s as alerts, by the time they were raised', async (read) => {
      const groups = [groupNamed('alerts', { indices: [index], ingestField: '@timestamp', read })];
      const connector = createElasticConnector({ settings: settingsFor(server(), { groups }), mappings: defaultMappings, pacing: hurried });
      const taken = [];
      const ingested = { from: RAISED, to: RAISED + 1 };
      for await (const batch of connector.activities({ ingested })) taken.push(...batch.activities);
      expect(taken).toHaveLength(1);
      expect(taken[0]?.alert).toMatchObject({ rule: 'Suspicious Inbox Rule', ruleId: 'r1' });
      expect(taken[0]?.domain).toBe('alert');
      const [status] = await connector.sources(undefined);
      expect(status).toMatchObject({ source: taken[0]?.source, records: 1 });
      for await (const batch of connector.activities({ ingested: { from: -Infinity, to: RAISED } })) expect(batch.activities).toEqual([]);
      await connector.close();
    });
  });
}
