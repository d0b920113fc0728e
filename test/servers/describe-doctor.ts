import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../connectors/connector.js';
import { groupNamed } from '../../connectors/elastic/default-groups.js';
import { createElasticClient } from '../../connectors/elastic/elastic-client.js';
import { createElasticConnector } from '../../connectors/elastic/elastic-connector.js';
import { defaultMappings } from '../../src/activity/default-mappings.js';
import { indexNameOf } from '../../src/documents/index-names.js';
import { diagnoseState } from '../../src/service/diagnose-state.js';
import { Lease } from '../../src/service/lease.js';
import { StoredProgress } from '../../src/service/progress.js';
import { PlaceLedger } from '../../src/service/place-ledger.js';
import { storeSnapshot } from '../../src/service/stored-snapshot.js';
import type { IndexedRecord } from './contract-records.js';
import { hurried, indexRecords } from './elastic-world.js';
import { settingsFor, type ServerUnderTest } from './server-under-test.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const iso = (time: number) => new Date(time).toISOString();

const connection = (row: number, time: number, lag: number, rest: object): IndexedRecord => ({
  index: 'network',
  id: `c${row}-${lag}`,
  body: {
    '@timestamp': iso(time),
    event: { dataset: 'zeek.connection', ingested: iso(time + lag) },
    source: { ip: '10.0.0.1', port: 40_000 + row },
    destination: { ip: '198.51.100.1', port: 443 },
    network: { transport: 'tcp', protocol: 'ssl' },
    zeek: { session_id: `C${row}`, connection: { state: 'SF' } },
    ...rest,
  },
});

/** Each thing that the doctor should find wrong, in records of the last day and of long ago. */
const records = (now: number): readonly IndexedRecord[] => [
  // 100 connections, all of which lack their bytes; five in a hundred come three hours late.
  ...Array.from({ length: 100 }, (_value, row) => connection(row, now - 5 * HOUR + row * 1000, row % 20 === 0 ? 3 * HOUR : 30_000, {})),
  // Names that a resolver was asked for a month ago, and never since.
  ...Array.from({ length: 10 }, (_value, row) => ({
    index: 'network',
    id: `d${row}`,
    body: {
      '@timestamp': iso(now - 30 * DAY + row * 1000),
      event: { dataset: 'zeek.dns', ingested: iso(now - 30 * DAY + row * 1000 + 1000) },
      source: { ip: '10.0.0.1', port: 5353 },
      destination: { ip: '10.0.0.53', port: 53 },
      network: { transport: 'udp' },
      dns: { question: { name: `host${row}.example`, type: 'A' } },
      zeek: { session_id: `D${row}`, dns: { query: `host${row}.example`, qtype_name: 'A', trans_id: row } },
    },
  })),
  { index: 'other', id: 'o', body: { '@timestamp': iso(now - HOUR), event: { dataset: 'acme.other', ingested: iso(now - HOUR) } } },
  // Without an address no connection can be told, without an event type nothing that Okta saw.
  { index: 'broken', id: 'z', body: { '@timestamp': iso(now - HOUR), event: { dataset: 'zeek.connection', ingested: iso(now - HOUR) } } },
  { index: 'broken', id: 'o', body: { '@timestamp': iso(now - HOUR), event: { dataset: 'okta.system', ingested: iso(now - HOUR) } } },
];

/** What the doctor finds on a real server. */
export function describeDoctor(server: () => ServerUnderTest): void {
  describe('the doctor', () => {
    const now = Date.now();
    const prefix = `doctor${now}`;
    const tenant = `doctor-${now}`;
    const group = (name: string, index: string) => groupNamed(name, { indices: [`${prefix}-${index}`] });
    const groups = ['network', 'other', 'broken', 'absent'].map((name) => group(name, name));
    const open = () =>
      createElasticConnector({ settings: settingsFor(server(), { tenant, groups }), mappings: defaultMappings, pacing: hurried });
    let findings: readonly Diagnosis[];

    const examine = async (clock: () => number): Promise<readonly Diagnosis[]> => {
      const connector = open();
      const found: Diagnosis[] = [];
      for await (const finding of connector.diagnose?.({ now: clock, latenessMilliseconds: HOUR }) ?? []) found.push(finding);
      await connector.close();
      return found;
    };
    const of = (check: string, text: string): Diagnosis | undefined =>
      findings.find((finding) => finding.check === check && finding.message.includes(text));

    beforeAll(async () => {
      const client = createElasticClient(settingsFor(server()));
      await indexRecords(client, prefix, records(now));
      await client.close();
      findings = await examine(() => Date.now());
    }, 120_000);

    afterAll(async () => {
      const client = createElasticClient(settingsFor(server()));
      const index = ['network', 'other', 'broken'].map((name) => `${prefix}-${name}`);
      await client.indices.delete({ index: [...index, indexNameOf('state', tenant)?.name ?? ''], ignore_unavailable: true });
      await client.close();
    });

    it('tells product and version, and that clocks agree', () => {
      const name = server().product === 'opensearch' ? /OpenSearch [23]\.\d/ : /Elasticsearch [89]\.\d/;
      expect(findings[0]).toMatchObject({ check: 'connection', level: 'ok' });
      expect(findings[0]?.message).toMatch(name);
      expect(of('clock', 'agree')?.level).toBe('ok');
    });

    it('sees a clock that is ahead, by how much, and what it costs', async () => {
      const ahead = (await examine(() => Date.now() + 10 * MINUTE)).find(({ check }) => check === 'clock');
      expect(ahead).toMatchObject({ level: 'error' });
      expect(ahead?.data?.skew_seconds).toBeGreaterThan(595);
      expect(ahead?.data?.skew_seconds).toBeLessThan(605);
      expect((await examine(() => Date.now() - MINUTE)).find(({ check }) => check === 'clock')?.level).toBe('warning');
    });

    it('finds the templates in order', () => {
      expect(of('installation', 'as this version needs them')).toMatchObject({ level: 'ok' });
      expect(findings.filter(({ check, level }) => check === 'installation' && level !== 'ok')).toEqual([]);
    });

    it('names a template of another version, with what it lacks', async () => {
      const client = createElasticClient(settingsFor(server()));
      const path = '/_component_template/throughline-incident@mappings';
      interface Templates {
        readonly component_templates: readonly {
          readonly component_template: {
            readonly template: { readonly mappings: { readonly properties: Readonly<Record<string, object>> } };
          };
        }[];
      }
      const { component_templates: templates } = await client.transport.request<Templates>({ method: 'GET', path });
      const whole = templates[0]?.component_template;
      const { message: left, ...properties } = whole?.template.mappings.properties ?? {};
      expect(left).toBeDefined();
      const body = { template: { mappings: { ...whole?.template.mappings, properties } } };
      await client.transport.request({ method: 'PUT', path, body });
      const found = (await examine(() => Date.now())).filter(({ check, level }) => check === 'installation' && level === 'warning');
      await client.transport.request({ method: 'PUT', path, body: { template: whole?.template } });
      await client.close();
      expect(found.map(({ data }) => data)).toEqual([{ kind: 'incident', fields: ['message'] }]);
    });

    it('lists the data sets of each group with the mapping that reads them and how many records there are', () => {
      expect(of('data-sets', 'zeek.connection is read as zeek.conn: 100 records')?.level).toBe('ok');
      expect(of('data-sets', 'zeek.dns is read as zeek.dns: 0 records in the last 24 hours, 10 in all')).toMatchObject({
        level: 'warning',
      });
      expect(of('data-sets', 'acme.other is read by no mapping; 1 records')).toMatchObject({ level: 'note' });
      expect(of('data-sets', 'Group absent: no index matches')).toMatchObject({ level: 'warning' });
    });

    it('compares how late records come with how late they may', () => {
      const lag = of('lag', 'zeek.connection');
      expect(lag).toMatchObject({ level: 'warning', data: { lag_seconds: { p50: 30, p95: 30, p99: 10_800 }, lateness_seconds: 3600 } });
      expect(lag?.fix).toContain('latenessMinutes to 180');
    });

    it('says what records leave out, and what cannot be read', () => {
      expect(of('fields', 'do not tell the bytes sent')).toMatchObject({ level: 'note', data: { lacking: 100, sample: 100 } });
      expect(of('fields', 'originator has no address')).toMatchObject({ level: 'note', data: { skipped: 1, sample: 1 } });
      expect(of('fields', 'no event type')).toMatchObject({ level: 'error', data: { dead: 1, sample: 1 } });
    });

    it('tells who works and whether what was learned is there', async () => {
      const connector = open();
      const at = Date.UTC(2026, 3, 1, 12);
      expect((await diagnoseState(connector.state, at)).map(({ message }) => message)).toEqual(['No worker has run yet.']);
      const lease = new Lease(connector.state, { job: 'detect', holder: 'worker one', milliseconds: MINUTE, clock: () => at });
      await lease.acquire();
      const progress = await StoredProgress.load(connector.state, at);
      const snapshot = await storeSnapshot(connector.state, new PlaceLedger(connector.state, () => at), Buffer.alloc(2_000_000, 'learned'));
      const counts = { read: 1000, late: 50, dead: {} };
      await progress.save({ ...progress.value, historyRead: true, snapshot, counts, closed: Math.floor(at / HOUR) - 2 });
      const levels = async (time: number) => (await diagnoseState(connector.state, time)).map(({ check, level }) => `${check} ${level}`);
      expect(await levels(at + 1000)).toEqual(['workers ok', 'progress ok', 'progress warning', 'state ok']);
      expect(await levels(at + 2 * MINUTE)).toEqual(['workers warning', 'progress ok', 'progress warning', 'state ok']);
      await lease.release();
      await connector.state.remove([`snapshot/${snapshot.id}/0`]);
      expect(await levels(at + 2 * MINUTE)).toEqual(['workers note', 'progress ok', 'progress warning', 'state error']);
      await connector.close();
    });
  });
}
