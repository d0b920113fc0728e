import { connect, createServer, type AddressInfo } from 'node:net';
import { Rollup } from '../../connectors/activity-query.js';
import type { RollupRow, RollupSpec } from '../../connectors/connector.js';
import { createSplunkConnector } from '../../connectors/splunk/splunk-connector.js';
import { zeekMappings } from '../../src/activity/sources/zeek-mappings.js';
import { LOG_FILES } from '../../src/simulation/log-files.js';
import { simulateEstate } from '../../src/simulation/simulate-estate.js';
import { startStandIn } from '../../test/splunk/splunk-under-test.js';
import { platformSettings } from '../../test/splunk/splunk-world.js';

/**
 * `npm run measure:rollup-wire -- [users] [days]`: bytes that pass between Splunk's stand-in and the connector, TLS and all, while the
 * connections of a simulated estate are grouped: by reading them, and as the connector chooses. The stand-in's own work is no matter here.
 */
const [users = 200, days = 2] = process.argv.slice(2).map(Number);

const NUMBERS: ReadonlySet<string> = new Set([
  'ts',
  'id.orig_p',
  'id.resp_p',
  'duration',
  'orig_bytes',
  'resp_bytes',
  'orig_pkts',
  'resp_pkts',
]);
const START = Date.UTC(2026, 0, 1);
const WINDOW = { from: START - 400 * 86_400_000, to: START + 400 * 86_400_000 };
const SPEC: RollupSpec = {
  source: 'zeek.conn',
  groupBy: ['sourceIp', 'destinationIp', 'destinationPort', 'network.transport'],
  interval: 3_600_000,
  samples: 0,
};

/** The estate's connections in the JSON of the sensor. */
function* connections(): Generator<{ readonly time: number; readonly raw: string }, void, void> {
  const file = 'zeek/conn.log';
  const names = /^#fields\t(.*)$/m.exec(LOG_FILES[file].header)?.[1]?.split('\t') ?? [];
  for (const { file: name, line } of simulateEstate({ users, days, seed: 3, scenarios: [] })) {
    if (name !== file) continue;
    const cells = line.split('\t').map((cell, index) => [names[index] ?? '', cell] as const);
    const told = cells.filter(([, cell]) => cell !== '-' && cell !== '(empty)');
    const record = Object.fromEntries(told.map(([field, cell]) => [field, NUMBERS.has(field) ? Number(cell) : cell]));
    yield { time: Number(record.ts), raw: JSON.stringify(record) };
  }
}

/** Passes everything on and counts what comes back. */
async function counter(url: string): Promise<{ readonly url: string; readonly taken: () => number; readonly close: () => void }> {
  let bytes = 0;
  const taken = (): number => {
    const sofar = bytes;
    bytes = 0;
    return sofar;
  };
  const port = Number(new URL(url).port);
  const server = createServer((client) => {
    const there = connect(port, '127.0.0.1');
    client.pipe(there).pipe(client);
    there.on('data', (chunk) => (bytes += chunk.length));
    for (const socket of [client, there]) socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `https://127.0.0.1:${String((server.address() as AddressInfo).port)}`, taken, close: () => server.close() };
}

const { splunkd, splunk } = await startStandIn();
let events = 0;
for (const { time, raw } of connections()) {
  splunkd.index({ index: 'wire', sourcetype: 'bro:conn:json', time, indextime: Math.floor(time) + 60, raw });
  events += 1;
}
const wire = await counter(splunk.url);
const settings = platformSettings(
  { ...splunk, url: wire.url },
  {
    groups: [{ name: 'wire', places: { kind: 'indexes', names: ['wire'] }, sourcetypes: 'known', read: 'raw', models: [] }],
    eventsPerSearch: 10_000,
  },
);
const connector = createSplunkConnector({ settings, mappings: zeekMappings });

async function rolled(): Promise<readonly RollupRow[]> {
  const rows: RollupRow[] = [];
  for await (const row of connector.rollup?.(SPEC, WINDOW) ?? []) rows.push(row);
  return rows;
}

async function read(): Promise<readonly RollupRow[]> {
  const rollup = new Rollup(SPEC);
  for await (const { activities } of connector.activities({ source: SPEC.source, window: WINDOW }))
    for (const activity of activities) rollup.add(activity);
  return [...rollup.rows()];
}

await connector.sources(WINDOW);
const told: [string, number, readonly RollupRow[]][] = [];
for (const [name, rowsBy] of [
  ['read', read],
  ['stats', rolled],
] as const) {
  wire.taken();
  const rows = await rowsBy();
  told.push([name, wire.taken(), rows]);
}
const fields = {
  src_ip: `'id.orig_h'`,
  dest_ip: `'id.resp_h'`,
  dest_port: `'id.resp_p'`,
  transport: 'proto',
  bytes_in: 'resp_bytes',
  bytes_out: 'orig_bytes',
};
splunkd.search.dataSets.set('Network_Traffic.All_Traffic', { constraint: 'index=wire', fields, accelerated: true });
wire.taken();
const byModel = await rolled();
told.push(['data model, if it agrees, else stats', wire.taken(), byModel]);
const text = (rows: readonly RollupRow[]): string =>
  rows
    .map((row) => JSON.stringify(row))
    .sort()
    .join('\n');
for (const [name, bytes, rows] of told) {
  const equal = text(rows) === text(told[0]?.[2] ?? []) ? 'equal' : 'NOT EQUAL';
  process.stdout.write(`${name}: ${String(events)} events, ${String(rows.length)} rows (${equal}), ${(bytes / 1e6).toFixed(2)} MB\n`);
}
await connector.close();
wire.close();
await splunkd.close();
