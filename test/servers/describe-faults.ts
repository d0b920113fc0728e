import type { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connector, WriteDocument } from '../../connectors/connector.js';
import { createElasticClient } from '../../connectors/elastic/elastic-client.js';
import { createElasticConnector } from '../../connectors/elastic/elastic-connector.js';
import { zeekMappings } from '../../src/activity/sources/zeek-mappings.js';
import { indexNameOf } from '../../src/documents/index-names.js';
import { WindowIncompleteError } from '../../src/errors.js';
import { EXPECTED } from './contract-records.js';
import { groupsOf, hurried } from './elastic-world.js';
import { FaultProxy, type Exchange, type Fault, type FaultRule } from '../../scripts/server/fault-proxy.js';
import { settingsFor, type ServerUnderTest } from './server-under-test.js';

const isBulk = (exchange: Exchange) => exchange.path.startsWith('/_bulk');
const isSearch = (exchange: Exchange) => exchange.path.startsWith('/_search');

/** Harms every `nth` exchange of a kind, and lets its repetition pass. */
function everyNth(nth: number, kind: (exchange: Exchange) => boolean, fault: Fault): FaultRule {
  let seen = 0;
  return (exchange) => {
    if (!kind(exchange)) return undefined;
    seen += 1;
    return seen % nth === 0 ? fault : undefined;
  };
}

const PASSING: readonly (readonly [name: string, fault: Fault])[] = [
  ['429 with a time to wait', { kind: 'status', status: 429, retryAfter: 0 }],
  ['503', { kind: 'status', status: 503 }],
  ['resets before the server heard', { kind: 'reset' }],
  ['resets after the server did its work', { kind: 'reset', after: true }],
  ['answers that are cut', { kind: 'truncate' }],
  ['answers that do not come', { kind: 'silence' }],
];

/** Every other item of a bulk answer refused as if its queue were full, though it was stored: the worst case for doing it again. */
const halfRefused = (body: unknown): unknown => {
  const answer = body as { readonly items: readonly Readonly<Record<string, object>>[] };
  const refuse = (item: Readonly<Record<string, object>>) =>
    Object.fromEntries(
      Object.entries(item).map(([action, result]) => [action, { ...result, status: 429, error: { type: 'busy', reason: 'full' } }]),
    );
  return { ...answer, errors: true, items: answer.items.map((item, index) => (index % 2 === 0 ? item : refuse(item))) };
};
const halfAnswered = (body: unknown): unknown => {
  const answer = body as { readonly items: readonly unknown[] };
  return { ...answer, items: answer.items.slice(0, Math.floor(answer.items.length / 2)) };
};

const incidents = (count: number, text: string): readonly WriteDocument[] =>
  Array.from({ length: count }, (_value, row) => {
    const id = `i${row}`;
    return { id, kind: 'incident', body: { message: text, throughline: { id, kind: 'incident' } } };
  });
const anomalies = (count: number): readonly WriteDocument[] =>
  incidents(count, 'seen').map((document) => ({ ...document, kind: 'anomaly' }));

/** What passing faults on the wire must not change: nothing lost, nothing twice. */
export function describeFaults(server: () => ServerUnderTest, input: () => string): void {
  describe('with faults on the wire that pass', () => {
    let proxy: FaultProxy;
    let client: Client;
    let connector: Connector;
    let tenant = '';
    let tenants = 0;

    beforeAll(async () => {
      proxy = await FaultProxy.start(server().url);
      client = createElasticClient(settingsFor(server()));
    });
    afterAll(async () => {
      await client.close();
      await proxy.close();
    });

    async function withRule(rule: FaultRule, use: () => Promise<void>): Promise<void> {
      tenants += 1;
      tenant = `faults${process.pid}-${Date.now()}-${tenants}`;
      const settings = settingsFor(
        { ...server(), url: proxy.url },
        { tenant, groups: groupsOf(input()), pageSize: 400, requestTimeout: 1500 },
      );
      connector = createElasticConnector({ settings, mappings: zeekMappings, pacing: hurried });
      proxy.rule = rule;
      try {
        await use();
      } finally {
        proxy.rule = undefined;
        await connector.close();
      }
    }

    async function stored(kind: string): Promise<readonly string[]> {
      const index = indexNameOf(kind, tenant)?.name ?? '';
      await client.indices.refresh({ index });
      const answer = await client.search<{ readonly message: string }>({ index, size: 5000 });
      return answer.hits.hits.map((hit) => `${hit._id ?? ''} ${hit._source?.message ?? ''}`).sort();
    }

    it.each(PASSING)('reads everything once: %s', async (_name, fault) => {
      await withRule(everyNth(3, isSearch, fault), async () => {
        const ids: string[] = [];
        for await (const batch of connector.activities({})) ids.push(...batch.activities.map(({ source, id }) => `${source}|${id}`));
        expect(ids.sort()).toEqual([...EXPECTED].sort());
      });
    });

    it.each([
      ...PASSING,
      ['a bulk answer that refuses half of what was stored', { kind: 'change', change: halfRefused }],
      ['a bulk answer that leaves out half', { kind: 'change', change: halfAnswered }],
    ] as readonly (readonly [string, Fault])[])('writes everything once: %s', async (_name, fault) => {
      await withRule(everyNth(2, isBulk, fault), async () => {
        for (const text of ['first', 'second']) {
          const outcomes = await connector.write([...incidents(1500, text), ...anomalies(1500)]);
          expect(outcomes.filter((outcome) => outcome.result === 'rejected')).toEqual([]);
        }
        expect(await stored('incident')).toEqual(
          incidents(1500, '')
            .map(({ id }) => `${id} second`)
            .sort(),
        );
        expect(await stored('anomaly')).toEqual(
          anomalies(1500)
            .map(({ id }) => `${id} seen`)
            .sort(),
        );
      });
    });

    it.each(PASSING)('loses no update of state: %s', async (_name, fault) => {
      const ofState: (exchange: Exchange) => boolean = (exchange) => exchange.path.includes('throughline-state');
      await withRule(everyNth(4, ofState, fault), async () => {
        for (let turn = 0; turn < 12; turn += 1) {
          const entry = await connector.state.get('counter');
          const value = typeof entry?.value === 'number' ? entry.value : 0;
          expect(await connector.state.compareAndSet('counter', value + 1, entry?.version)).toBeDefined();
        }
        expect((await connector.state.get('counter'))?.value).toBe(12);
      });
    });

    it('keeps what the cluster refuses as a dead letter', async () => {
      await withRule(
        () => undefined,
        async () => {
          const bad = { id: 'bad', kind: 'incident', body: { event: { start: 'no date' }, throughline: { id: 'bad' } } };
          const outcomes = await connector.write([...incidents(1, 'good'), bad]);
          expect(outcomes[1]).toMatchObject({ id: 'bad', result: 'rejected' });
          expect(await stored('incident')).toEqual(['i0 good']);
          expect((await stored('dead-letter')).join()).toMatch(/The incident bad was not stored/);
        },
      );
    });

    it('writes an anomaly once even if its data stream has begun another index', async () => {
      await withRule(
        () => undefined,
        async () => {
          await connector.write(anomalies(20));
          const name = indexNameOf('anomaly', tenant)?.name ?? '';
          await client.indices.refresh({ index: name });
          await client.indices.rollover({ alias: name });
          const outcomes = await connector.write(anomalies(30));
          expect(outcomes.filter((outcome) => outcome.result === 'exists')).toHaveLength(20);
          expect(await stored('anomaly')).toHaveLength(30);
        },
      );
    });

    it('fails the window if its node is killed in the middle, and reads it whole when it is back', async (context) => {
      const { kill, restart } = server();
      if (kill === undefined || restart === undefined) {
        context.skip();
        return;
      }
      let pages = 0;
      const killing: FaultRule = (exchange) => {
        if (isSearch(exchange)) pages += 1;
        return undefined;
      };
      await withRule(killing, async () => {
        const reading = (async () => {
          for await (const batch of connector.activities({})) if (batch.cursor !== '' && pages > 2) await kill();
        })();
        await expect(reading).rejects.toBeInstanceOf(WindowIncompleteError);
        await restart();
        await client.cluster.health({ index: `${input()}-*`, wait_for_status: 'yellow', timeout: '60s' });
        const ids: string[] = [];
        for await (const batch of connector.activities({})) ids.push(...batch.activities.map(({ source, id }) => `${source}|${id}`));
        expect(ids.sort()).toEqual([...EXPECTED].sort());
      });
    }, 240_000);
  });
}
