import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ActivityRequest } from '../../connectors/connector.js';
import type { SplunkSourceGroup } from '../../connectors/splunk/platform-settings.js';
import { createSplunkConnector } from '../../connectors/splunk/splunk-connector.js';
import type { Activity } from '../../src/activity/activity.js';
import { zeekMappings } from '../../src/activity/sources/zeek-mappings.js';
import type { Splunkd } from '../support/splunkd/splunkd.js';
import { startStandIn, type SplunkUnderTest } from './splunk-under-test.js';
import { hurried, platformSettings } from './splunk-world.js';

const START = Date.UTC(2026, 4, 4);
const MODELS = ['Authentication', 'Change', 'Email', 'Network_Resolution', 'Network_Traffic', 'Alerts'];

let splunkd: Splunkd;
let splunk: SplunkUnderTest;

/** An add-on for a product that no mapping knows: its fields, and what kind of event it is. */
function addOn(sourcetype: string, fields: Readonly<Record<string, string>>, search: string, tags: readonly string[]): void {
  const name = sourcetype.replace(':', '_');
  const calculated = Object.fromEntries(Object.entries(fields).map(([field, expression]) => [`EVAL-${field}`, expression]));
  splunkd.objects.add('acme', 'configs/conf-props', sourcetype, calculated, 'global');
  splunkd.objects.add('acme', 'configs/conf-eventtypes', name, { search }, 'global');
  const enabled = Object.fromEntries(tags.map((tag) => [tag, 'enabled']));
  splunkd.objects.add('acme', 'configs/conf-tags', `eventtype=${name}`, enabled, 'global');
}

function put(sourcetype: string, second: number, record: object): void {
  const time = START / 1000 + second;
  splunkd.index({ index: 'acme', sourcetype, time, indextime: Math.floor(time) + 30, raw: JSON.stringify(record) });
}

async function read(changes: Partial<SplunkSourceGroup>, request: ActivityRequest = {}): Promise<readonly Activity[]> {
  const places = { kind: 'indexes', names: ['acme'] } as const;
  const group: SplunkSourceGroup = { name: 'acme', places, sourcetypes: 'known', read: 'raw', models: MODELS, ...changes };
  const settings = platformSettings(splunk, { groups: [group], sourcetypes: {}, eventsPerSearch: 110 });
  const connector = createSplunkConnector({ settings, mappings: zeekMappings, pacing: hurried });
  const found: Activity[] = [];
  for await (const { activities, rejected } of connector.activities(request)) {
    found.push(...activities);
    expect(rejected).toEqual([]);
  }
  await connector.close();
  return found;
}

const bySource = (activities: readonly Activity[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...new Set(activities.map(({ source }) => source))]
      .sort()
      .map((name) => [name, activities.filter(({ source }) => source === name).length]),
  );

beforeAll(async () => {
  ({ splunkd, splunk } = await startStandIn());
  const login = {
    user: 'spath(_raw, "who")',
    src: 'spath(_raw, "from")',
    action: 'if(spath(_raw, "ok")="yes", "success", "failure")',
    app: '"vpn"',
  };
  addOn('acme:vpn', login, 'sourcetype="acme:vpn" event=login', ['authentication']);
  const flow = { src_ip: 'spath(_raw, "a")', dest_ip: 'spath(_raw, "b")', dest_port: '443', action: '"allowed"' };
  addOn('acme:wall', flow, 'sourcetype="acme:wall"', ['network', 'communicate']);
  // An add-on that says of Zeek's records what the mapping knows better.
  addOn('bro:conn:json', { user: '"nobody"', action: '"success"' }, 'sourcetype="bro:conn:json"', ['authentication']);
  for (let row = 0; row < 60; row += 1) {
    put('acme:vpn', row * 10, {
      event: 'login',
      who: `user${String(row)}@acme.example`,
      from: '198.51.100.7',
      ok: row % 4 === 0 ? 'no' : 'yes',
    });
    put('acme:vpn', row * 10 + 1, { event: 'heartbeat', who: 'nobody' });
    put('acme:wall', row * 10 + 2, { a: `10.0.0.${String(row + 1)}`, b: '192.0.2.7', n: row });
    const ends = { 'id.orig_h': '10.0.0.1', 'id.resp_h': '192.0.2.1', proto: 'tcp' };
    put('bro:conn:json', row * 10 + 3, { ts: START / 1000 + row * 10 + 3, uid: `Z${String(row)}`, ...ends });
    put('acme:notes', row * 10 + 4, { text: 'no add-on knows me' });
  }
});
afterAll(async () => {
  await splunkd.close();
});

describe('events of sourcetypes that no mapping knows', () => {
  it('are read by the data models that a group names, beside those that a mapping reads', async () => {
    const found = await read({});
    expect(bySource(found)).toEqual({ 'cim.authentication': 60, 'cim.network-traffic': 60, 'zeek.conn': 60 });
    expect(new Set(found.map(({ id, source }) => `${source} ${id}`)).size).toBe(180);
    expect(found.find(({ actorName }) => actorName === 'user0@acme.example')).toMatchObject({
      ...{ source: 'cim.authentication', time: START, outcome: 'failure', sourceIp: '198.51.100.7', service: 'vpn' },
    });
    expect((await read({})).map(({ id }) => id)).toEqual(found.map(({ id }) => id));
  });

  it('are left where they are otherwise', async () => {
    expect(bySource(await read({ models: [] }))).toEqual({ 'zeek.conn': 60 });
    expect(bySource(await read({ models: ['Network_Traffic'] }))).toEqual({ 'cim.network-traffic': 60, 'zeek.conn': 60 });
    expect(bySource(await read({}, { source: 'cim.authentication' }))).toEqual({ 'cim.authentication': 60 });
    expect(bySource(await read({}, { source: 'zeek.conn' }))).toEqual({ 'zeek.conn': 60 });
  });

  it('are read by time of event and of indexing as others are', async () => {
    const window = { from: START + 100_000, to: START + 200_000 };
    expect(bySource(await read({}, { window }))).toEqual({ 'cim.authentication': 10, 'cim.network-traffic': 10, 'zeek.conn': 10 });
    const ingested = { from: START + 130_000, to: START + 230_000 };
    expect(bySource(await read({}, { ingested }))).toEqual({ 'cim.authentication': 10, 'cim.network-traffic': 10, 'zeek.conn': 10 });
  });
});
