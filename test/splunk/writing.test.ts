import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { WriteDocument, WriteOutcome } from '../../connectors/connector.js';
import type { CollectorSettings } from '../../connectors/splunk/platform-settings.js';
import { createSplunkConnector } from '../../connectors/splunk/splunk-connector.js';
import { AccessDeniedError, SourceUnavailableError } from '../../src/errors.js';
import { Splunkd } from '../support/splunkd/splunkd.js';
import { NO_CLIENT, startStandIn, type SplunkUnderTest } from './splunk-under-test.js';
import { hurried, platformSettings } from './splunk-world.js';

let splunkd: Splunkd;
let splunk: SplunkUnderTest;
let tenants = 0;

const anomaly = (id: string, message = 'told'): WriteDocument => ({
  id,
  kind: 'anomaly',
  body: { '@timestamp': '2026-03-02T00:00:00.000Z', message, throughline: { id, kind: 'anomaly' } },
});
const incident = (id: string, message = 'told'): WriteDocument => ({ ...anomaly(id, message), kind: 'incident' });
const many = (count: number) => Array.from({ length: count }, (_value, at) => anomaly(`a${String(at)}`));

function connect(collector: Partial<CollectorSettings> = {}, tenant = '') {
  if (tenant === '') tenants += 1;
  const settings = platformSettings(splunk, {
    tenant: tenant === '' ? `writing-${String(tenants)}` : tenant,
    collector: { ...splunk.collector, ...collector },
  });
  const connector = createSplunkConnector({ settings, mappings: [], pacing: hurried });
  return { connector, tenant: settings.tenant };
}

/** Ids of what readers see, and how many events that are. */
async function shown(tenant: string, kind = 'anomaly'): Promise<readonly string[]> {
  const { connector } = connect({}, tenant);
  const ids: string[] = [];
  for await (const documents of connector.stored({ kind })) {
    ids.push(...documents.map((document) => (document.throughline as { readonly id: string }).id));
  }
  await connector.close();
  return ids;
}

const results = (outcomes: readonly WriteOutcome[]) => new Set(outcomes.map(({ result }) => result));
const sent = () => splunkd.collector.calls.filter(({ path }) => path.endsWith('/event'));

beforeAll(async () => {
  ({ splunkd, splunk } = await startStandIn());
});
afterEach(() => {
  splunkd.collector.faults.splice(0);
  splunkd.collector.calls.splice(0);
  splunkd.collector.setToken({ disabled: false, useAck: false, indexes: [] });
});
afterAll(async () => {
  await splunkd.close();
});

describe('writing to Splunk', () => {
  it('packs events and sends several hundred at once', async () => {
    const { connector, tenant } = connect();
    expect(results(await connector.write(many(1100)))).toEqual(new Set(['created']));
    expect(sent().length).toBe(3);
    expect(sent().every(({ gzip }) => gzip)).toBe(true);
    expect((await shown(tenant)).length).toBe(1100);
    await connector.close();
  });

  it.each([8, 9, 23, 26, 27] as const)('sends again after code %i', async (code) => {
    splunkd.collector.faults.push({ kind: 'code', code }, { kind: 'code', code });
    const { connector, tenant } = connect();
    expect(results(await connector.write(many(3)))).toEqual(new Set(['created']));
    expect(await shown(tenant)).toEqual(['a0', 'a1', 'a2']);
    await connector.close();
  });

  it('sends again after 429 and 503 of a proxy, a broken connection and an answer that was cut, and shows each document once', async () => {
    splunkd.collector.faults.push({ kind: 'status', status: 503 }, { kind: 'status', status: 429 }, { kind: 'reset' }, { kind: 'cut' });
    const { connector, tenant } = connect();
    expect(results(await connector.write(many(3)))).toEqual(new Set(['created']));
    expect(await shown(tenant)).toEqual(['a0', 'a1', 'a2']);
    await connector.close();
  });

  it('says so if the collector stays away, and writes everything next time', async () => {
    splunkd.collector.faults.push(...Array.from({ length: 6 }, () => ({ kind: 'status', status: 503 }) as const));
    const { connector, tenant } = connect();
    await expect(connector.write(many(3))).rejects.toThrow(SourceUnavailableError);
    expect(results(await connector.write(many(3)))).toEqual(new Set(['created']));
    expect(await shown(tenant)).toEqual(['a0', 'a1', 'a2']);
    await connector.close();
  });

  it('finds the event that is refused, keeps it as a dead letter, and writes the others', async () => {
    splunkd.collector.faults.push({ kind: 'code', code: 6, after: 4 });
    const { connector, tenant } = connect();
    const outcomes = await connector.write(many(9));
    expect(outcomes.filter(({ result }) => result === 'rejected')).toEqual([
      { id: 'a4', result: 'rejected', reason: expect.stringContaining('code 6') as string },
    ]);
    expect(await shown(tenant)).toEqual(['a0', 'a1', 'a2', 'a3', 'a5', 'a6', 'a7', 'a8']);
    expect((await shown(tenant, 'dead-letter')).length).toBe(1);
    await connector.close();
  });

  it('finds it by halves where the collector does not say which it is', async () => {
    const refuse = { kind: 'code', code: 15 } as const;
    // Whole; first half of 4; its first half of 2; one of them.
    splunkd.collector.faults.push(refuse, refuse, refuse, refuse);
    const { connector, tenant } = connect();
    const outcomes = await connector.write(many(8));
    expect(outcomes.flatMap(({ id, result }) => (result === 'rejected' ? [id] : []))).toEqual(['a0']);
    expect((await shown(tenant)).length).toBe(7);
    await connector.close();
  });

  it.each([
    [{ disabled: true }, /token is disabled: enable it/],
    [{ indexes: ['other'] }, /may not write to the output index/],
    [{ useAck: true }, /set splunk\.collector\.acknowledge to true/],
  ])('says what to put right where the token is %j', async (token, message) => {
    splunkd.collector.setToken(token);
    const { connector } = connect();
    const writing = connector.write(many(1));
    await expect(writing).rejects.toThrow(AccessDeniedError);
    await expect(writing).rejects.toThrow(message);
    expect(sent().length).toBe(1);
    await connector.close();
  });

  it('waits for acknowledgement where it is asked for, and sends again what was not acknowledged', async () => {
    splunkd.collector.setToken({ useAck: true });
    splunkd.collector.faults.push({ kind: 'ack-lost', indexed: false, on: /event$/ }, { kind: 'ack-lost', indexed: true, on: /event$/ });
    const { connector, tenant } = connect({ acknowledge: true });
    expect(results(await connector.write(many(3)))).toEqual(new Set(['created']));
    expect(sent().length).toBe(3);
    expect(await shown(tenant)).toEqual(['a0', 'a1', 'a2']);
    await connector.close();
  });

  it('goes on without acknowledgement where the token has none', async () => {
    const { connector, tenant } = connect({ acknowledge: true });
    expect(results(await connector.write(many(2)))).toEqual(new Set(['created']));
    expect(await shown(tenant)).toEqual(['a0', 'a1']);
    await connector.close();
  });

  it('refuses a collector whose authority it does not know, or whose certificate is for another host, and tells it nothing', async () => {
    const unknown = connect({ tls: { authorities: undefined, ...NO_CLIENT } }).connector;
    await expect(unknown.write(many(1))).rejects.toThrow(/certificate was not accepted/);
    await unknown.close();
    expect(splunkd.collector.calls).toEqual([]);
    const elsewhere = await Splunkd.start({ hosts: 'DNS:elsewhere.example' });
    const other = connect({ url: elsewhere.collector.url, tls: { authorities: elsewhere.authority, ...NO_CLIENT } }).connector;
    await expect(other.write(many(1))).rejects.toThrow(/ERR_TLS_CERT_ALTNAME_INVALID/);
    await other.close();
    expect(elsewhere.collector.calls).toEqual([]);
    await elsewhere.close();
  });

  it('tells a token to nobody but the collector', async () => {
    const { connector } = connect({ token: 'not-a-token-anybody-knows' });
    const refused: unknown = await connector.write(many(1)).catch((error: unknown) => error);
    expect(String(refused)).toMatch(/there is no such token/);
    expect(String(refused)).not.toContain('not-a-token-anybody-knows');
    await connector.close();
  });

  it('writes each version of an incident into the index and the last one into the collection', async () => {
    const { connector, tenant } = connect();
    await connector.write([incident('i')]);
    await connector.write([incident('i', 'grown')]);
    await connector.write([incident('i', 'grown')]);
    expect(sent().length).toBe(2);
    const records = splunkd.kv.documents('throughline', 'throughline_incidents').filter((record) => record.tenant === tenant);
    expect(records).toMatchObject([{ id: 'i', message: 'grown', timestamp: Date.UTC(2026, 2, 2) / 1000 }]);
    await connector.withdraw('incident', ['i']);
    expect(await shown(tenant, 'incident')).toEqual([]);
    await connector.close();
  });

  it('shows an anomaly once that a worker which was killed had sent and not noted', async () => {
    tenants += 1;
    const tenant = `writing-${String(tenants)}`;
    const pacing = { ...hurried, now: () => Date.UTC(2026, 2, 3) };
    const connector = createSplunkConnector({ settings: platformSettings(splunk, { tenant }), mappings: [], pacing });
    const save = { kind: 'status', status: 500, on: /throughline_written\/batch_save$/ } as const;
    splunkd.faults.push(save);
    await expect(connector.write(many(2))).rejects.toThrow(SourceUnavailableError);
    expect(results(await connector.write(many(2)))).toEqual(new Set(['created']));
    expect(results(await connector.write(many(2)))).toEqual(new Set(['exists']));
    expect(sent().length).toBe(2);
    expect(await shown(tenant)).toEqual(['a0', 'a1']);
    await connector.close();
  });

  it('tells each anomaly once as a risk event, if an index for them is named, and reads none of them', async () => {
    splunkd.search.indexes.set('risk', 0);
    const settings = platformSettings(splunk, { tenant: 'risky', riskIndex: 'risk' });
    const connector = createSplunkConnector({ settings, mappings: [], pacing: hurried });
    const entity = { type: 'user', name: 'ann@acme.example' };
    const body = { ...anomaly('r').body, event: { action: 'Tunnel', risk_score: 71.6 }, threat: { technique: { id: ['T1071'] } } };
    const risky = { ...anomaly('r'), body: { ...body, throughline: { id: 'r', kind: 'anomaly', entity } } };
    for (const result of ['created', 'exists']) expect(results(await connector.write([risky, incident('i')]))).toContain(result);
    const events = sent().flatMap(({ body: text }) => text.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>));
    expect(events.filter(({ index }) => index === 'risk')).toEqual([
      expect.objectContaining({
        ...{ time: Date.UTC(2026, 2, 2) / 1000, sourcetype: 'throughline:risk' },
        event: {
          ...{
            id: 'r',
            search_name: 'Throughline - Tunnel',
            source: 'throughline',
            risk_object: 'ann@acme.example',
            risk_object_type: 'user',
          },
          ...{ risk_score: 72, risk_message: 'told', annotations: { mitre_attack: ['T1071'] } },
        },
      }),
    ]);
    await connector.write([anomaly('nobody')]);
    expect(sent().at(-1)?.body).not.toContain('throughline:risk');
    splunkd.calls.splice(0);
    for await (const batch of connector.activities({ window: { from: 0, to: 1 } })) expect(batch.activities).toEqual([]);
    const searches = splunkd.calls.map(({ form }) => form.search ?? '').filter((text) => text !== '');
    expect(searches.length).toBeGreaterThan(0);
    for (const text of searches) expect(text).toContain('NOT index="risk"');
    await connector.close();
  });

  it('keeps the ids of events for a time, and asks the index for older ones', async () => {
    let now = Date.UTC(2026, 2, 2, 6);
    const settings = platformSettings(splunk, { tenant: 'pruning' });
    const connector = createSplunkConnector({ settings, mappings: [], pacing: { ...hurried, now: () => now } });
    const kept = (): number =>
      splunkd.kv.documents('throughline', 'throughline_written').filter(({ tenant }) => tenant === 'pruning').length;
    await connector.write(many(150));
    expect(kept()).toBe(150);
    now += 60 * 86_400_000;
    const later = { ...anomaly('later'), body: { ...anomaly('later').body, '@timestamp': '2026-05-01T00:00:00.000Z' } };
    await connector.write([later]);
    expect(kept()).toBe(151);
    now += 45 * 86_400_000;
    const searches = () => splunkd.calls.filter(({ path }) => path.endsWith('/export')).length;
    const before = searches();
    const fresh = { ...anomaly('fresh'), body: { ...anomaly('fresh').body, '@timestamp': '2026-06-14T00:00:00.000Z' } };
    expect(results(await connector.write([fresh]))).toEqual(new Set(['created']));
    expect(kept()).toBe(2);
    expect(results(await connector.write([later, fresh]))).toEqual(new Set(['exists']));
    expect(searches()).toBe(before);
    const events = sent().length;
    expect(results(await connector.write([...many(150), anomaly('a1', 'another')]))).toEqual(new Set(['exists']));
    expect(sent().length).toBe(events);
    expect(searches()).toBeGreaterThan(before);
    expect(results(await connector.write([anomaly('a150')]))).toEqual(new Set(['created']));
    expect((await shown('pruning')).length).toBe(153);
    await connector.close();
  });

  it('keeps tenants apart', async () => {
    const [one, other] = [connect(), connect()];
    await one.connector.write(many(1));
    await one.connector.state.compareAndSet('key', 1, undefined);
    expect(await shown(other.tenant)).toEqual([]);
    expect(await other.connector.state.get('key')).toBeUndefined();
    expect(results(await other.connector.write(many(1)))).toEqual(new Set(['created']));
    await Promise.all([one.connector.close(), other.connector.close()]);
  });
});

describe('state in the KV store', () => {
  it('is set by one of two writers even if their answers are lost', async () => {
    const [one, other] = [connect({}, 'racing').connector, connect({}, 'racing').connector];
    const first = await one.state.compareAndSet('key', 1, undefined);
    const insert = { on: /throughline_state$/ };
    splunkd.faults.push({ kind: 'status', status: 503, ...insert }, { kind: 'cut', ...insert });
    const set = await Promise.all([one.state.compareAndSet('key', 2, first), other.state.compareAndSet('key', 3, first)]);
    expect(set.filter((version) => version !== undefined).length).toBe(1);
    expect((await one.state.get('key'))?.value).toBe(set[0] === undefined ? 3 : 2);
    await Promise.all([one.close(), other.close()]);
  });

  it('knows its own work where the answer to an insertion breaks off', async () => {
    const { connector } = connect();
    const first = await connector.state.compareAndSet('key', 1, undefined);
    const set = connector.state.compareAndSet('key', 2, first);
    // The look at the entry is whole, the answer to the insertion is cut.
    splunkd.faults.push({ kind: 'status', status: 503, on: /throughline_state$/ }, { kind: 'cut', on: /throughline_state$/ });
    expect(await set).toBeDefined();
    expect((await connector.state.get('key'))?.value).toBe(2);
    await connector.close();
  });

  it('forgets versions that nobody can be comparing any more', async () => {
    let now = Date.UTC(2026, 2, 2);
    const settings = platformSettings(splunk, { tenant: 'ageing' });
    const connector = createSplunkConnector({ settings, mappings: [], pacing: { ...hurried, now: () => now } });
    let version: string | undefined;
    for (let turn = 0; turn < 33; turn += 1) {
      now += 1_200_000;
      version = await connector.state.compareAndSet('key', turn, version);
    }
    const records = splunkd.kv
      .documents('throughline', 'throughline_state')
      .filter(({ key, value }) => key === 'key' && value !== undefined);
    expect((await connector.state.get('key'))?.value).toBe(32);
    expect(records.length).toBeLessThan(28);
    await connector.close();
  });
});
