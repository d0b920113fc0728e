import { appendFile, mkdir, mkdtemp, readFile, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createEmbeddedConnector } from '../../connectors/embedded/embedded-connector.js';
import { FileStateStore } from '../../connectors/embedded/file-state-store.js';
import { listInputs } from '../../connectors/embedded/input-files.js';
import { NdjsonStore } from '../../connectors/embedded/ndjson-store.js';
import { readInputs } from '../../connectors/embedded/read-inputs.js';
import { createRegistry } from '../../src/activity/registry.js';
import { SourceTally } from '../../src/activity/source-counts.js';
import { zeekMappings } from '../../src/activity/sources/zeek-mappings.js';
import { describeConnectorContract } from './connector-contract.js';
import type { ConnectorWorld } from './connector-world.js';

const START = Date.UTC(2026, 2, 2) / 1000;
const CONNECTIONS = 9000;
const QUERIES = 500;

function connLog(rows: number): string {
  const lines = [
    '#separator \\x09',
    '#path\tconn',
    '#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state',
    '#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring',
  ];
  for (let row = 0; row < rows; row += 1) {
    const ends = `10.0.0.${(row % 20) + 1}\t${40_000 + row}\t198.51.100.${(row % 7) + 1}\t443`;
    lines.push(`${START + row}.25\tC${row}\t${ends}\ttcp\tssl\t1.5\t${row}\t${row * 2}\tSF`);
  }
  lines.push('XXXXXXXXXX.XXXXXX\tCmasked\t10.0.0.1\t1\t198.51.100.1\t2\ttcp\t-\t-\t-\t-\tS0', '#close\t2026-03-02');
  return lines.join('\n');
}

function dnsRecord(row: number): string {
  const ends = { 'id.orig_h': '10.0.0.9', 'id.orig_p': 5353, 'id.resp_h': '10.0.0.53', 'id.resp_p': 53 };
  return JSON.stringify({
    ts: START + row * 10,
    uid: `D${row}`,
    ...ends,
    proto: 'udp',
    trans_id: row,
    query: `host${row}.example`,
    qtype_name: 'A',
  });
}

async function createWorld(): Promise<ConnectorWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'throughline-contract-'));
  const input = join(folder, 'in');
  const compressed = join(input, 'b-conn.log.gz');
  const queries = join(input, 'a', 'dns.log');
  const outDir = join(folder, 'out');
  await mkdir(join(input, 'a'), { recursive: true });
  await writeFile(queries, `${Array.from({ length: QUERIES }, (_value, row) => dnsRecord(row)).join('\n')}\n{"broken\n`);
  await writeFile(compressed, gzipSync(connLog(CONNECTIONS)));
  await writeFile(join(input, 'README.md'), 'not a log');
  const expected = [
    ...Array.from({ length: QUERIES }, (_value, row) => `zeek.dns|D${row}:${START + row * 10}:${row}`),
    ...Array.from({ length: CONNECTIONS }, (_value, row) => `zeek.conn|C${row}`),
  ];
  return {
    open: () =>
      Promise.resolve(createEmbeddedConnector({ inputs: [input], outDir, stateDir: join(folder, 'state'), mappings: zeekMappings })),
    expected,
    rejected: 2,
    window: { from: (START + 60) * 1000, to: (START + 1800) * 1000 },
    faults: [
      { name: 'a truncated archive', arrange: async () => truncate(compressed, 20_000) },
      {
        name: 'a damaged archive',
        arrange: async () => writeFile(compressed, Buffer.concat([Buffer.of(0x1f, 0x8b), Buffer.alloc(5000, 7)])),
      },
      { name: 'a file that vanished', arrange: async () => rm(input, { recursive: true }) },
      { name: 'a link to nowhere', arrange: async () => symlink(join(folder, 'nowhere'), join(input, 'c.log')) },
    ],
    changeInput: async () => appendFile(queries, `${dnsRecord(QUERIES)}\n`),
    stored: async (kind) => {
      const text = await readFile(join(outDir, kind === 'anomaly' ? 'anomalies.ndjson' : `${kind}s.ndjson`), 'utf8');
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => (JSON.parse(line) as { readonly throughline: { readonly id: string } }).throughline.id);
    },
    close: async () => rm(folder, { recursive: true, force: true }),
  };
}

describeConnectorContract('the embedded connector', createWorld);

describe('the embedded connector', () => {
  it('accounts for every record and every byte', async () => {
    const world = await createWorld();
    const connector = await world.open();
    const folder = join((await listFolder(world)).folder, '');
    const { files, notes } = await listInputs([folder]);
    expect(notes.join()).toMatch(/README\.md/);
    const tally = new SourceTally();
    let bytes = 0;
    for await (const batch of readInputs(files, createRegistry(zeekMappings))) {
      tally.add(batch.counts);
      bytes = batch.bytesRead;
    }
    const counts = tally.counts();
    expect(counts['zeek.conn']).toMatchObject({ read: CONNECTIONS + 1, mapped: CONNECTIONS, dead: { 'no readable time': 1 } });
    expect(counts['zeek.dns']).toMatchObject({ read: QUERIES, mapped: QUERIES });
    expect(counts['']).toMatchObject({ read: 1, dead: { 'not valid JSON': 1 } });
    expect(bytes).toBe(files.reduce((sum, file) => sum + file.bytes, 0));
    await connector.close();
    await world.close();
  });

  it('goes on with the next file after a fault if it is told to', async () => {
    const world = await createWorld();
    await world.faults[0]?.arrange();
    const { folder } = await listFolder(world);
    const { files } = await listInputs([folder]);
    const tally = new SourceTally();
    for await (const batch of readInputs(files, createRegistry(zeekMappings), { onFault: 'reject' })) tally.add(batch.counts);
    expect(tally.counts()['']?.dead['file cannot be read to its end']).toBe(1);
    expect(tally.counts()['zeek.dns']?.mapped).toBe(QUERIES);
    await world.close();
  });

  it('drops a torn last line and writes the document anew', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'throughline-torn-'));
    const body = (id: string) => ({ id, kind: 'incident', body: { throughline: { id } } });
    await new NdjsonStore(folder).write([body('a')]);
    await appendFile(join(folder, 'incidents.ndjson'), '{"throughline":{"id":"b"');
    expect(await new NdjsonStore(folder).write([body('a'), body('b')])).toEqual([
      { id: 'a', result: 'exists' },
      { id: 'b', result: 'created' },
    ]);
    expect(await readFile(join(folder, 'incidents.ndjson'), 'utf8')).toBe('{"throughline":{"id":"a"}}\n{"throughline":{"id":"b"}}\n');
    await rm(folder, { recursive: true });
  });

  it('takes over the lock of a writer that was killed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'throughline-lock-'));
    await writeFile(join(folder, 'lease.json.lock'), 'somewhere else');
    await utimes(join(folder, 'lease.json.lock'), 1, 1);
    const store = new FileStateStore(folder);
    expect(await store.compareAndSet('lease', 1, undefined)).toBe('1');
    expect((await store.get('lease'))?.value).toBe(1);
    await rm(folder, { recursive: true });
  });

  it('says how to fix an unknown source', () => {
    expect(() => createEmbeddedConnector({ inputs: [], mappings: zeekMappings, sourceOverride: 'zeek.con' })).toThrow(
      /known sources: zeek\.conn/,
    );
  });
});

/** The input folder of a world, found by what its connector reads. */
async function listFolder(world: ConnectorWorld): Promise<{ readonly folder: string }> {
  const connector = await world.open();
  for await (const batch of connector.activities({})) {
    const path = batch.rejected[0]?.input;
    if (path !== undefined) return { folder: path.slice(0, path.indexOf('/in/') + 3) };
  }
  return { folder: '' };
}
