import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ActivityRequest } from '../../connectors/connector.js';
import type { SplunkPlatformSettings } from '../../connectors/splunk/platform-settings.js';
import { createSplunkConnector } from '../../connectors/splunk/splunk-connector.js';
import { zeekMappings } from '../../src/activity/sources/zeek-mappings.js';
import { SourceUnavailableError, WindowIncompleteError } from '../../src/errors.js';
import { ACCOUNTS, type Splunkd } from '../support/splunkd/splunkd.js';
import { EVENTS } from './splunk-records.js';
import { EXPORT, startStandIn, type SplunkUnderTest } from './splunk-under-test.js';
import { hurried, platformSettings } from './splunk-world.js';

let splunkd: Splunkd;
let splunk: SplunkUnderTest;

/** Half an hour of indexing: no search is needed to know the bounds. */
const TAKEN_IN = { ingested: { from: Date.UTC(2026, 2, 2), to: Date.UTC(2026, 2, 2, 0, 30) } };

const connect = (changes: Partial<SplunkPlatformSettings> = {}) =>
  createSplunkConnector({
    settings: platformSettings(splunk, { eventsPerSearch: 2000, ...changes }),
    mappings: zeekMappings,
    pacing: hurried,
  });

async function idsRead(request: ActivityRequest, changes: Partial<SplunkPlatformSettings> = {}): Promise<readonly string[]> {
  const connector = connect(changes);
  const ids: string[] = [];
  try {
    for await (const { activities } of connector.activities(request)) ids.push(...activities.map(({ source, id }) => `${source}|${id}`));
  } finally {
    await connector.close();
  }
  return ids;
}

const running = (): number => splunkd.jobs.running('service');

beforeAll(async () => {
  ({ splunkd, splunk } = await startStandIn());
});
afterEach(async () => {
  await vi.waitFor(() => {
    expect(running()).toBe(0);
  });
  splunkd.faults.splice(0);
  splunkd.calls.splice(0);
});
afterAll(async () => {
  await splunkd.close();
});

describe('reading from Splunk', () => {
  it('gives the same order however many events a search may give, even if seconds of indexing have to be divided', async () => {
    const few = { ingested: { from: Date.UTC(2026, 2, 2), to: Date.UTC(2026, 2, 2, 0, 1, 15) } };
    const searches = () => splunkd.calls.filter(({ path }) => EXPORT.test(path)).length;
    const wanted = await idsRead(few);
    const atOnce = searches();
    expect(wanted.length).toBeGreaterThan(10);
    expect(await idsRead(few, { eventsPerSearch: 4 })).toEqual(wanted);
    expect(searches()).toBeGreaterThan(3 * atOnce);
  });

  it('asks for every event within seconds of indexing, not within times of events', async () => {
    await idsRead(TAKEN_IN);
    const [first] = splunkd.calls.filter(({ path }) => EXPORT.test(path));
    expect(first?.path).toBe('/servicesNS/nobody/throughline/search/v2/jobs/export');
    expect(first?.form.search).toContain(`_index_earliest=${Date.UTC(2026, 2, 2) / 1000}`);
    expect(first?.form.search).not.toContain('index=*');
    expect(first?.form).toMatchObject({ output_mode: 'json', preview: '0' });
    expect(Number(first?.form.earliest_time)).toBe(Date.UTC(2026, 0, 31) / 1000);
  });

  it.each(['search-cut', 'search-fatal', 'search-no-lastrow', 'search-finalized'] as const)(
    'gives nothing of a search that ends by %s in its middle, and reads it whole again',
    async (kind) => {
      splunkd.faults.push({ kind, after: 700, on: EXPORT });
      await expect(idsRead(TAKEN_IN)).rejects.toThrow(WindowIncompleteError);
      expect((await idsRead(TAKEN_IN)).length).toBeGreaterThan(1000);
    },
  );

  it('gives nothing where a peer did not answer', async () => {
    splunkd.faults.push({ kind: 'search-warning', after: 10, on: EXPORT });
    await expect(idsRead(TAKEN_IN)).rejects.toThrow(/peer named idx2/);
  });

  it.each([429, 503])('waits and asks again after %i', async (status) => {
    splunkd.faults.push({ kind: 'status', status, on: EXPORT }, { kind: 'status', status, on: EXPORT });
    expect((await idsRead(TAKEN_IN)).length).toBeGreaterThan(1000);
  });

  it('says that the quota is used up if it stays so', async () => {
    const quota = splunkd.roles.get('throughline');
    if (quota === undefined) throw new Error('the role is gone');
    splunkd.roles.set('throughline', { ...quota, srchJobsQuota: 0 });
    const reading = idsRead(TAKEN_IN);
    await expect(reading).rejects.toThrow(SourceUnavailableError);
    await expect(reading).rejects.toThrow(/maximum number of concurrent historical searches/);
    splunkd.roles.set('throughline', quota);
  });

  it('never runs more searches than its quota less one', async () => {
    const connector = connect({ searchQuota: 2 });
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, running());
    }, 1);
    await Promise.all(Array.from({ length: 3 }, () => connector.sources(undefined)));
    clearInterval(watch);
    await connector.close();
    expect(most).toBeLessThanOrEqual(1);
  });

  it('ends its search when it is called off', async () => {
    const connector = connect();
    const controller = new AbortController();
    const reading = (async () => {
      for await (const batch of connector.activities(TAKEN_IN, { signal: controller.signal })) expect(batch.activities).toBeDefined();
    })();
    setTimeout(() => {
      controller.abort();
    }, 60);
    await expect(reading).rejects.toThrow();
    await connector.close();
  });

  it('signs in again when its session has ended', async () => {
    const { password } = ACCOUNTS.service;
    const connector = createSplunkConnector({
      settings: platformSettings({ ...splunk, authentication: { kind: 'password', username: 'service', password } }),
      mappings: zeekMappings,
      pacing: hurried,
    });
    const before = await connector.sources(undefined);
    splunkd.forgetSessions();
    expect(await connector.sources(undefined)).toEqual(before);
    await connector.close();
  });

  it('tells how late events come', async () => {
    const connector = connect();
    const [conn] = (await connector.sources(undefined)).filter(({ source }) => source === 'zeek.conn');
    await connector.close();
    const lags = EVENTS.filter(({ index }) => index === 'network').map(({ time, indextime }) => indextime - time);
    expect(conn?.lagSeconds?.p50).toBeGreaterThanOrEqual(Math.min(...lags));
    expect(conn?.lagSeconds?.p99).toBeLessThanOrEqual(Math.max(...lags));
  });

  it('reads every event in exactly one window of the time that Splunk gives it, whatever time its text tells', async () => {
    const turn = Date.UTC(2025, 5, 2);
    const record = { ...(JSON.parse(EVENTS[0]?.raw ?? '') as object), uid: 'Cearlier', ts: turn / 1000 - 1 };
    splunkd.index({
      ...EVENTS[0]!,
      time: turn / 1000,
      indextime: turn / 1000 + 60,
      raw: JSON.stringify(record),
    });
    const days = [turn - 86_400_000, turn].map((from) => idsRead({ window: { from, to: from + 86_400_000 } }));
    expect(await Promise.all(days)).toEqual([[], ['zeek.conn|Cearlier']]);
  });
});
