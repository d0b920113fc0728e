import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { RejectedRecord } from '../../connectors/connector.js';
import { ChunkReader } from '../../connectors/embedded/chunk-reader.js';
import { fileChunks, type FileChunk } from '../../connectors/embedded/file-chunks.js';
import { listInputs, type InputFile } from '../../connectors/embedded/input-files.js';
import { readInputs } from '../../connectors/embedded/read-inputs.js';
import type { Activity } from '../../src/activity/activity.js';
import { defaultMappings } from '../../src/activity/default-mappings.js';
import { createRegistry } from '../../src/activity/registry.js';

const folder = mkdtempSync(join(tmpdir(), 'throughline-chunks-'));
const registry = createRegistry(defaultMappings);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Found {
  readonly activities: readonly Activity[];
  readonly rejected: readonly RejectedRecord[];
}

const inputFile = async (name: string, content: string | Buffer): Promise<InputFile> => {
  writeFileSync(join(folder, name), content);
  const [file] = (await listInputs([join(folder, name)])).files;
  if (file === undefined) throw new Error(`${name} is not listed`);
  return file;
};

const chunksOf = async (file: InputFile, leastBytes: number): Promise<readonly FileChunk[]> => {
  const chunks: FileChunk[] = [];
  for await (const chunk of fileChunks(file, leastBytes)) chunks.push(chunk);
  return chunks;
};

/** What two readers find that take turns where a chunk stands alone, each its last chunk first. */
const readInTurn = (file: InputFile, chunks: readonly FileChunk[]): Found => {
  const readers = [new ChunkReader(registry, undefined), new ChunkReader(registry, undefined)];
  const found: Found[] = [];
  const order = chunks.every(({ alone }) => alone) ? [...chunks.keys()].reverse() : [...chunks.keys()];
  for (const number of order) {
    const chunk = chunks[number];
    const reader = readers[chunk?.alone === true ? number % 2 : 0];
    if (chunk !== undefined && reader !== undefined) found[number] = reader.read(file, chunk);
  }
  return { activities: found.flatMap(({ activities }) => activities), rejected: found.flatMap(({ rejected }) => rejected) };
};

const readWhole = async (file: InputFile): Promise<Found> => {
  const activities: Activity[] = [];
  const rejected: RejectedRecord[] = [];
  for await (const batch of readInputs([file], registry, { onFault: 'reject' })) {
    activities.push(...batch.activities);
    rejected.push(...batch.rejected);
  }
  return { activities, rejected };
};

const zeekRow = (second: number): string =>
  [`${1_772_400_000 + second}.5`, `C${second}`, '10.0.0.1', 4_000, '198.51.100.7', 443, 'tcp', 'ssl', '1.5', 10, 20, 'SF'].join('\t');
const ZEEK_HEADER = [
  '#separator \\x09',
  '#path\tconn',
  '#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state',
  '#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring',
];
const OTHER_ORDER = ['#path\tconn', '#fields\tuid\tts\tid.orig_h\tid.resp_h', '#types\tstring\ttime\taddr\taddr'];
const zeekLine = fc.oneof(
  { weight: 6, arbitrary: fc.nat(9_999).map(zeekRow) },
  fc.constantFrom('', '#close\t2026-03-02', 'too\tfew\tcells', [...OTHER_ORDER, 'Cother\t1772400000.1\t10.0.0.2\t198.51.100.8'].join('\n')),
);

const jsonRow = (second: number): string =>
  JSON.stringify({
    ts: 1_772_400_000 + second,
    uid: `D${second}`,
    'id.orig_h': '10.0.0.9',
    'id.resp_h': '10.0.0.53',
    query: `host${second}.example`,
    qtype_name: 'A',
    _path: 'dns',
  });
const jsonLine = fc.oneof({ weight: 6, arbitrary: fc.nat(9_999).map(jsonRow) }, fc.constantFrom('', '{"broken', '7', '{"unknown":"ü"}'));
const lineEnd = fc.constantFrom('\n', '\r\n');

describe('chunks of a file, read in any order,', () => {
  test('give what the whole file gives, with the same positions: Zeek text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(zeekLine, { maxLength: 40 }), lineEnd, fc.integer({ min: 1, max: 900 }), async (lines, end, leastBytes) => {
        const file = await inputFile('conn.log', [...ZEEK_HEADER, ...lines].join(end));
        const chunks = await chunksOf(file, leastBytes);
        expect(chunks.every(({ alone }) => alone)).toBe(true);
        expect(readInTurn(file, chunks)).toEqual(await readWhole(file));
      }),
      { numRuns: 60 },
    );
  });

  test('give what the whole file gives, with the same positions: JSON lines, plain and packed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(jsonLine, { maxLength: 40 }), lineEnd, fc.integer({ min: 1, max: 900 }), async (lines, end, leastBytes) => {
        const text = `\ufeff${lines.join(end)}`;
        const file = await inputFile('dns.ndjson', text);
        const packed = await inputFile('dns.ndjson.gz', gzipSync(text));
        const whole = await readWhole(file);
        expect(readInTurn(file, await chunksOf(file, leastBytes))).toEqual(whole);
        const { activities } = readInTurn(packed, await chunksOf(packed, leastBytes));
        expect(activities).toEqual(whole.activities);
      }),
      { numRuns: 60 },
    );
  });

  test('are read by one reader where rows may span lines', async () => {
    const rows = Array.from({ length: 30 }, (_, row) => `"2026-03-02T10:00:0${row % 10}.000Z","API","a\nb ${row}"`);
    const file = await inputFile('export.csv', ['TIMESTAMP_DERIVED,EVENT_TYPE,NOTE', ...rows].join('\n'));
    const pieces = await chunksOf(file, 100);
    expect(pieces.every(({ alone }) => !alone)).toBe(true);
    expect(readInTurn(file, pieces)).toEqual(await readWhole(file));
  });

  test('a line that is longer than the limit is rejected with its place and size, and the rest is read', async () => {
    const file = await inputFile('long.ndjson', [jsonRow(1), `{"x":"${'y'.repeat(5_000_000)}"}`, jsonRow(2)].join('\n'));
    const { activities, rejected } = readInTurn(file, await chunksOf(file, 1 << 20));
    expect(activities.map(({ id }) => id.split(':')[0])).toEqual(['D1', 'D2']);
    expect(rejected).toMatchObject([{ position: 2, recordBytes: 5_000_008, reason: 'record is longer than the limit' }]);
  });

  test('what can be read of a file that is cut off is read, and the fault told at its place', async () => {
    const packed = gzipSync(Array.from({ length: 20_000 }, (_, row) => jsonRow(row)).join('\n'));
    const file = await inputFile('cut.ndjson.gz', packed.subarray(0, packed.length >> 1));
    const { activities, rejected } = readInTurn(file, await chunksOf(file, 1 << 16));
    expect(activities.length).toBeGreaterThan(1_000);
    expect(rejected).toMatchObject([{ reason: 'file cannot be read to its end', position: activities.length + 1 }]);
  });
});
