import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RollupRow, RollupSpec } from '../../connectors/connector.js';
import { Rollup, samplesOf } from '../../connectors/activity-query.js';
import type { SplunkPlatformSettings } from '../../connectors/splunk/platform-settings.js';
import { rollupWay, type RollupWay } from '../../connectors/splunk/rollup/rollup-way.js';
import { createSplunkConnector } from '../../connectors/splunk/splunk-connector.js';
import { SplunkPlatform } from '../../connectors/splunk/splunk-platform.js';
import type { Activity } from '../../src/activity/activity.js';
import { createRegistry } from '../../src/activity/registry.js';
import { zeekMappings } from '../../src/activity/sources/zeek-mappings.js';
import type { Splunkd } from '../support/splunkd/splunkd.js';
import { startStandIn, type SplunkUnderTest } from './splunk-under-test.js';
import { hurried, platformSettings } from './splunk-world.js';

const START = Date.UTC(2026, 3, 6);
const WINDOW = { from: START, to: START + 3_600_000 };
const SPEC: RollupSpec = {
  source: 'zeek.conn',
  groupBy: ['sourceIp', 'destinationIp', 'destinationPort', 'network.transport', 'network.protocol', 'network.state'],
  interval: 600_000,
  samples: 0,
};
const ENDS: RollupSpec = { ...SPEC, groupBy: ['sourceIp', 'destinationIp', 'destinationPort', 'network.transport'] };

type Flow = Readonly<Record<string, unknown>>;

const flow = (row: number, time: number, changes: Flow = {}): Flow => ({
  ts: time / 1000,
  uid: `F${String(row)}`,
  'id.orig_h': `10.1.0.${String((row % 9) + 1)}`,
  'id.orig_p': 40_000 + row,
  'id.resp_h': `198.51.100.${String((row % 4) + 1)}`,
  'id.resp_p': row % 3 === 0 ? 53 : 443,
  proto: row % 3 === 0 ? 'udp' : 'tcp',
  service: row % 3 === 0 ? 'dns' : 'ssl',
  conn_state: 'SF',
  orig_bytes: row * 3,
  resp_bytes: row * 7,
  ...changes,
});

/** What sensors, forwarders and attackers write beside the plain form; each changes what the fields alone would tell. */
const ODD: readonly Flow[] = [
  { ts: '2026-04-06T00:10:00.123456Z' },
  { ts: '2026-04-06T00:10:01Z' },
  { ts: '1775434202.5' },
  { ts: null, _write_ts: START / 1000 + 700 },
  { 'id.orig_h': undefined, 'id.orig_p': undefined, id: { orig_h: '10.1.0.1', orig_p: 5 } },
  { 'id.orig_h': undefined, id_orig_h: '10.1.0.1' },
  { 'id.orig_h': '-' },
  { 'id.orig_h': '0.0.0.0' },
  { 'id.orig_h': '2001:DB8::0:1', 'id.resp_h': '2001:db8:0::5' },
  { 'id.resp_h': '::ffff:198.51.100.1' },
  { 'id.resp_h': 'printer' },
  { 'id.resp_h': undefined, 'id.resp_p': undefined },
  { 'id.resp_p': '443' },
  { 'id.resp_p': [443, 53] },
  { proto: null, service: null, conn_state: null },
  { proto: ['tcp', 'udp'] },
  { proto: { name: 'tcp' } },
  { 'id.orig_h': undefined, 'id.resp_h': undefined, id: [{ orig_h: '10.1.0.4', resp_h: '198.51.100.2' }] },
  { 'id.resp_h': undefined, id: [{ resp_h: '198.51.100.2' }] },
  { service: 'SSL ' },
  { service: 'say "ssl"' },
  { service: 'dns, kerberos=1 | where 0=1' },
  { service: '' },
  { service: 'unknown' },
  { orig_bytes: undefined, orig_ip_bytes: 77 },
  { orig_bytes: null, resp_bytes: null, resp_ip_bytes: 9 },
  { orig_bytes: '12', resp_bytes: 1.5 },
  { orig_bytes: -4 },
  { uid: undefined },
  { uid: '' },
  { _path: 'conn' },
  { _path: 'dns', query: 'a.example' },
  { '@stream': 'ssl' },
  { event: { dataset: 'zeek.dns' } },
  { note: 'x'.repeat(6000) },
];

const BROKEN = ['not JSON at all', '{"ts":1775433600.5,"uid":"cut","id.orig_h":"10.1.0.1"', '["10.1.0.1"]'];

let splunkd: Splunkd;
let splunk: SplunkUnderTest;

function indexed(index: string, sourcetype: string, flows: readonly Flow[]): void {
  for (const record of flows) put(index, sourcetype, JSON.stringify(record), record.ts);
}

function put(index: string, sourcetype: string, raw: string, ts: unknown): void {
  const time = typeof ts === 'number' ? ts : START / 1000 + 610;
  splunkd.index({ index, sourcetype, raw, time, indextime: START / 1000 + 4000 });
}

const settingsFor = (index: string, changes: Partial<SplunkPlatformSettings['groups'][number]> = {}): SplunkPlatformSettings =>
  platformSettings(splunk, {
    groups: [{ name: index, places: { kind: 'indexes', names: [index] }, sourcetypes: 'known', read: 'raw', models: [], ...changes }],
  });

async function read(settings: SplunkPlatformSettings, spec: RollupSpec): Promise<readonly RollupRow[]> {
  const connector = createSplunkConnector({ settings, mappings: zeekMappings, pacing: hurried });
  const found: Activity[] = [];
  for await (const { activities } of connector.activities({ source: spec.source, window: WINDOW })) found.push(...activities);
  await connector.close();
  const rollup = new Rollup(spec);
  for (const activity of found) if (activity.time >= WINDOW.from && activity.time < WINDOW.to) rollup.add(activity);
  return [...rollup.rows()];
}

async function rolled(settings: SplunkPlatformSettings, spec: RollupSpec): Promise<readonly RollupRow[]> {
  const connector = createSplunkConnector({ settings, mappings: zeekMappings, pacing: hurried });
  const rows: RollupRow[] = [];
  for await (const row of connector.rollup?.(spec, WINDOW) ?? []) rows.push(row);
  await connector.close();
  return rows;
}

async function wayOf(settings: SplunkPlatformSettings, spec: RollupSpec): Promise<RollupWay> {
  const platform = new SplunkPlatform(settings, hurried);
  const [group] = settings.groups;
  if (group === undefined) throw new RangeError('the test names no group');
  const registry = createRegistry(zeekMappings);
  const way = await rollupWay({ platform, registry, group, spec, samples: samplesOf(spec), options: {} }, WINDOW);
  await platform.close();
  return way;
}

const inOrder = (rows: readonly RollupRow[]): readonly string[] => rows.map((row) => JSON.stringify(row)).sort();

async function expectEqual(settings: SplunkPlatformSettings, spec: RollupSpec): Promise<void> {
  const rows = await read(settings, spec);
  expect(rows.length).toBeGreaterThan(1);
  const found = await rolled(settings, spec);
  expect(inOrder(found)).toEqual(inOrder(rows));
  expect(found.map(({ start }) => start)).toEqual(found.map(({ start }) => start).sort((left, right) => left - right));
}

const TRAFFIC = {
  src_ip: `'id.orig_h'`,
  src_port: `'id.orig_p'`,
  dest_ip: `'id.resp_h'`,
  dest_port: `'id.resp_p'`,
  transport: `if(isnull(proto), "unknown", proto)`,
  app: 'service',
  bytes_out: 'orig_bytes',
  bytes_in: 'resp_bytes',
};

/** As the add-ons of a site fill the model. */
function model(index: string, accelerated: boolean, changes: Readonly<Record<string, string>> = {}): void {
  splunkd.search.dataSets.set('Network_Traffic.All_Traffic', {
    constraint: `index=${index} sourcetype=zeek:conn:json`,
    fields: { ...TRAFFIC, ...changes },
    accelerated,
  });
}

beforeAll(async () => {
  ({ splunkd, splunk } = await startStandIn());
  const flows = Array.from({ length: 700 }, (_value, row) => flow(row, START + row * 5000 + (row % 250)));
  indexed('plain', 'zeek:conn:json', flows);
  indexed('odd', 'zeek:conn:json', [...flows, ...ODD.map((changes, row) => flow(1000 + row, START + 601_000 + row * 1000, changes))]);
  for (const raw of BROKEN) put('odd', 'zeek:conn:json', raw, undefined);
  const seconds = Array.from({ length: 700 }, (_value, row) => flow(row, START + row * 5000, row % 5 === 0 ? { proto: undefined } : {}));
  indexed('seconds', 'zeek:conn:json', seconds);
  indexed('aliased', 'bro:conn:json', flows);
  indexed('mixed', 'zeek:conn:json', flows);
  indexed('mixed', 'acme:unheard', [flow(2000, START + 90_000)]);
  const queries = Array.from({ length: 400 }, (_value, row) =>
    flow(row, START + row * 9000 + 4, {
      query: row % 5 === 0 ? `H${String(row % 3)}.Example.` : `h${String(row % 3)}.example`,
      qtype_name: 'A',
    }),
  );
  indexed('names', 'zeek:dns:json', queries);
});
beforeEach(() => {
  splunkd.search.dataSets.clear();
});
afterAll(async () => {
  await splunkd.close();
});

describe('rollups on Splunk', () => {
  it('groups by stats over the index what it reads, ids and fractions of seconds included', async () => {
    const settings = settingsFor('plain');
    expect((await wayOf(settings, SPEC)).kind).toBe('stats');
    await expectEqual(settings, SPEC);
    // Some rows have fewer ids than are asked for.
    for (const samples of [1, 5, 50]) expect((await wayOf(settings, { ...SPEC, samples })).kind, String(samples)).toBe('stats');
    await expectEqual(settings, { ...SPEC, interval: 10_000, samples: 5 });
    await expectEqual(settings, { ...ENDS, samples: 2, where: { sourceIp: ['10.1.0.3'], destinationPort: [443] } });
    await expectEqual(settings, { ...ENDS, groupBy: ['sourceIp'], where: { 'network.protocol': ['ssl', ''] } });
  });

  it('reads the events whose fields do not tell the activity, and groups the others', async () => {
    const settings = settingsFor('odd');
    expect((await wayOf(settings, SPEC)).kind).toBe('stats');
    for (const samples of [0, 5]) await expectEqual(settings, { ...SPEC, samples });
    await expectEqual(settings, { ...ENDS, where: { 'network.transport': ['', 'tcp'] } });
  });

  it('groups queries by name, however it is written', async () => {
    const spec = { ...SPEC, source: 'zeek.dns', groupBy: ['sourceIp', 'dns.query', 'dns.type'] };
    expect((await wayOf(settingsFor('names'), spec)).kind).toBe('stats');
    await expectEqual(settingsFor('names'), spec);
    // The id of a query is known to its mapping alone.
    expect((await wayOf(settingsFor('names'), { ...spec, samples: 1 })).kind).toBe('read');
    await expectEqual(settingsFor('names'), { ...spec, samples: 1 });
  });

  it('reads events of unknown sourcetypes beside, where a group takes all', async () => {
    const settings = settingsFor('mixed', { sourcetypes: 'all' });
    model('mixed', true);
    const way = await wayOf(settings, ENDS);
    expect(way).toMatchObject({ kind: 'stats', why: ['sourcetypes that no mapping knows by name may hold more'] });
    await expectEqual(settings, ENDS);
  });

  it('groups by an accelerated data model that tells the same', async () => {
    model('seconds', true);
    const settings = settingsFor('seconds');
    expect(await wayOf(settings, ENDS)).toMatchObject({ kind: 'model', events: 700, why: [] });
    await expectEqual(settings, ENDS);
    await expectEqual(settings, { ...ENDS, where: { sourceIp: ['10.1.0.3'] } });
    const searches = splunkd.calls.map(({ form }) => form.search ?? '').filter((search) => search.includes('datamodel='));
    expect(searches.at(-1)).toContain('| tstats summariesonly=false fillnull_value="unknown" count');
  });

  it.each([
    ['is not accelerated', ENDS, false, {}, 'the data model Network_Traffic is not there or not accelerated'],
    ['is needed for ids', { ...ENDS, samples: 1 }, true, {}, 'rows like these are not in the data model Network_Traffic'],
    ['is needed for a field it lacks', SPEC, true, {}, 'rows like these are not in the data model Network_Traffic'],
    ['tells other bytes', ENDS, true, { bytes_out: 'orig_bytes+40' }, 'the data model Network_Traffic does not tell the same'],
    [
      'swaps the ends',
      ENDS,
      true,
      { src_ip: `'id.resp_h'`, dest_ip: `'id.orig_h'` },
      'the data model Network_Traffic does not tell the same',
    ],
  ])('groups by stats where the data model %s', async (_what, spec, accelerated, changes, why) => {
    model('seconds', accelerated, changes);
    const settings = settingsFor('seconds');
    const way = await wayOf(settings, spec);
    expect(way.kind).toBe('stats');
    expect(way.why.join()).toContain(why);
    await expectEqual(settings, spec);
  });

  it('leaves a data model that lacks events outside the sample', async () => {
    model('seconds', true);
    const late = splunkd.search.dataSets.get('Network_Traffic.All_Traffic');
    splunkd.search.dataSets.set('Network_Traffic.All_Traffic', {
      ...late,
      constraint: `${late?.constraint ?? ''} NOT uid=F200`,
      fields: TRAFFIC,
      accelerated: true,
    });
    expect((await wayOf(settingsFor('seconds'), ENDS)).kind).toBe('model');
    await expectEqual(settingsFor('seconds'), ENDS);
  });

  it('reads where the fields that Splunk finds are others', async () => {
    splunkd.objects.add('throughline', 'configs/conf-props', 'bro:conn:json', { 'EVAL-service': 'upper(proto)' }, 'global');
    const way = await wayOf(settingsFor('aliased'), SPEC);
    expect(way.kind).toBe('read');
    expect(way.why.at(-1)).toContain('do not tell the same');
    await expectEqual(settingsFor('aliased'), SPEC);
  });
});
