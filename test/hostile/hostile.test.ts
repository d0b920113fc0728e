import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listInputs } from '../../connectors/embedded/input-files.js';
import { readInputs } from '../../connectors/embedded/read-inputs.js';
import { defaultMappings } from '../../src/activity/default-mappings.js';
import { createRegistry } from '../../src/activity/registry.js';
import { SourceTally, type CountsBySource } from '../../src/activity/source-counts.js';
import { hostileValue, mutated, seededNumbers } from './hostile-records.js';

const registry = createRegistry(defaultMappings);
let folder = '';
let total = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-hostile-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

interface Account {
  readonly read: number;
  readonly mapped: number;
  readonly skipped: number;
  readonly dead: number;
  readonly rejected: number;
  readonly reasons: ReadonlySet<string>;
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((left, right) => left + right, 0);
}

function account(counts: CountsBySource, rejected: number): Account {
  const all = Object.values(counts);
  return {
    read: all.reduce((left, source) => left + source.read, 0),
    mapped: all.reduce((left, source) => left + source.mapped, 0),
    skipped: all.reduce((left, source) => left + sum(source.skipped), 0),
    dead: all.reduce((left, source) => left + sum(source.dead), 0),
    rejected,
    reasons: new Set(all.flatMap((source) => Object.keys(source.dead))),
  };
}

/** Reads one file and checks that nothing was lost from the count. */
async function readContent(name: string, content: string | Buffer, maxRecordBytes?: number): Promise<Account> {
  const path = join(folder, name);
  await writeFile(path, content);
  const { files } = await listInputs([path]);
  const tally = new SourceTally();
  let rejected = 0;
  const limit = maxRecordBytes === undefined ? {} : { maxRecordBytes };
  for await (const batch of readInputs(files, registry, { onFault: 'reject', ...limit })) {
    tally.add(batch.counts);
    rejected += batch.rejected.length;
    for (const activity of batch.activities) {
      if (activity.id === '' || !Number.isInteger(activity.time) || activity.count < 1)
        throw new Error(`unusable activity of ${activity.source}`);
    }
  }
  await rm(path);
  const found = account(tally.counts(), rejected);
  total += found.read;
  expect(found.read).toBe(found.mapped + found.skipped + found.dead);
  expect(found.dead).toBe(rejected);
  return found;
}

describe('hostile input', () => {
  it('never makes a mapping throw, and loses no record', { timeout: 240_000 }, async () => {
    const next = seededNumbers(20_260_302);
    for (let file = 0; file < 8; file += 1) {
      const lines: string[] = [];
      for (let line = 0; line < 10_000; line += 1) lines.push(JSON.stringify(mutated(next)));
      const found = await readContent(`mutated-${file}.ndjson`, lines.join('\n'));
      expect(found.read).toBeGreaterThanOrEqual(10_000);
      expect(found.mapped).toBeGreaterThan(1000);
      expect([...found.reasons]).not.toContain('mapping failed on this record');
    }
  });

  it('counts every damaged line of JSON', { timeout: 240_000 }, async () => {
    const next = seededNumbers(7);
    const lines: string[] = [];
    for (let line = 0; line < 30_000; line += 1) {
      const text = JSON.stringify(mutated(next)).replace(/[\n\r]/g, ' ');
      const at = next() % Math.max(1, text.length);
      const junk = ['', '\0', '"', '}', ']', '{', '\\', '\ufffd'][next() % 8] ?? '';
      lines.push(text.slice(0, at) + junk + text.slice(at + (next() % 3)));
    }
    const found = await readContent('damaged.ndjson', lines.join('\n'));
    expect(found.read).toBeGreaterThanOrEqual(lines.filter((line) => line.trim() !== '').length);
  });

  it('counts every row of damaged Zeek logs', { timeout: 240_000 }, async () => {
    const next = seededNumbers(11);
    const header =
      '#separator \\x09\n#path\tconn\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tconn_state\tduration\torig_bytes\n';
    const types = '#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\n';
    const rows: string[] = [];
    for (let row = 0; row < 80_000; row += 1) {
      const cells = ['1772409600.123456', `C${row}`, '10.0.0.1', '1', '10.0.0.2', '2', 'tcp', 'SF', '1.5', '10'];
      const value = hostileValue(next);
      cells[next() % cells.length] = (typeof value === 'string' ? value : JSON.stringify(value)).replace(/[\n\r]/g, '').slice(0, 200);
      if (next() % 50 === 0) cells.pop();
      if (next() % 50 === 0) cells.push('-');
      rows.push(`x${cells.join('\t')}`.slice(1));
    }
    const found = await readContent('conn.log', header + types + rows.join('\n'));
    expect(found.read).toBe(rows.filter((row) => row !== '' && !row.startsWith('#')).length);
    expect(found.mapped).toBeGreaterThan(40_000);
  });

  it('survives CSV with unbalanced quotes', { timeout: 240_000 }, async () => {
    const next = seededNumbers(13);
    const rows: string[] = [];
    for (let row = 0; row < 20_000; row += 1) {
      const cells = ['MessageTraceId', 'Received', 'SenderAddress', 'RecipientAddress'].map(
        () => ['a', '"', '""', 'x"y', '"a,b"', '2026-03-02', ''][next() % 7],
      );
      rows.push(cells.join(','));
    }
    const found = await readContent('quotes.csv', `MessageTraceId,Received,SenderAddress,RecipientAddress\r\n${rows.join('\r\n')}`);
    expect(found.read).toBeGreaterThan(5000);
  });

  it('survives random bytes in every format', { timeout: 240_000 }, async () => {
    const next = seededNumbers(17);
    const starts = ['', '{', '[', '[{"a":1},', '{"Records":[', '#separator \\x09\n', 'a,b\n', '\ufeff', '### \n', '{"value":[{'];
    for (const [index, start] of starts.entries()) {
      const bytes = Buffer.alloc(60_000);
      for (let at = 0; at < bytes.length; at += 1)
        bytes[at] = next() % 3 === 0 ? (Buffer.from('{}[]",:\n\\\t#')[next() % 11] ?? 0) : next() & 0xff;
      await readContent(`random-${index}.log`, Buffer.concat([Buffer.from(start), bytes]), 10_000);
    }
  });

  it.each([
    ['nests 100,000 deep', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['nests 100,000 objects deep', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['names the prototype', '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"event":{"__proto__":[]}}'],
    ['repeats its keys', `{${'"event":{"dataset":"zeek.connection"},'.repeat(2000)}"ts":1}`],
    ['holds a text of 10 MB', `{"_path":"http","ts":1772409600,"uid":"C","uri":"${'x'.repeat(10_000_000)}"}`],
    ['holds a text of 3 MB', `{"_path":"http","ts":1772409600,"uid":"C","uri":"${'x'.repeat(3_000_000)}"}`],
    ['holds a list of a million', `{"_path":"dns","ts":1772409600,"uid":"C","answers":[${'1,'.repeat(1_000_000)}1]}`],
    ['has 100,000 fields', `{"_path":"conn","ts":1,${Array.from({ length: 100_000 }, (_value, index) => `"f${index}":${index}`).join()}}`],
    ['holds NUL bytes', '{"_path":"conn\\u0000","ts":"\\u0000","uid":"\\u0000"}\0\0'],
    ['holds lone surrogates', '{"_path":"dns","ts":1772409600,"uid":"\\ud800","query":"\\udfff"}'],
  ])('survives a record that %s', { timeout: 120_000 }, async (_what, record) => {
    const found = await readContent('single.ndjson', `${record}\n{"_path":"conn","ts":1772409600,"uid":"C","id.orig_h":"10.0.0.1"}\n`);
    expect(found.read).toBe(2);
    expect(found.mapped).toBeGreaterThanOrEqual(1);
    expect(({} as Readonly<Record<string, unknown>>).polluted).toBeUndefined();
    const listed = await readContent(
      'list.json',
      `[\n${record.replaceAll('\0', '')},\n{"_path":"conn","ts":1772409600,"uid":"C","id.orig_h":"10.0.0.1"}]\n`,
    );
    expect(listed.read).toBe(2);
  });

  it('reads what a truncated archive still holds and says that it is truncated', async () => {
    const line = '{"_path":"conn","ts":1772409600,"uid":"C","id.orig_h":"10.0.0.1","x":';
    const whole = gzipSync(Array.from({ length: 20_000 }, (_value, row) => `${line}${(row * 7919) % 100_003}}`).join('\n'));
    for (const share of [0.1, 0.5, 0.99]) {
      const found = await readContent('cut.ndjson.gz', whole.subarray(0, Math.floor(whole.length * share)));
      expect([...found.reasons]).toContain('file cannot be read to its end');
    }
    expect((await readContent('whole.ndjson.gz', whole)).mapped).toBe(20_000);
  });

  it('was at least 200,000 records', () => {
    expect(total).toBeGreaterThanOrEqual(200_000);
  });
});
