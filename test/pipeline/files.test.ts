import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { validDocument } from '../../src/documents/validate.js';
import { CheckpointStore, type Checkpoint } from '../../src/pipeline/checkpoint-store.js';
import { DayCounts } from '../../src/pipeline/day-counts.js';
import { deadLetterDocument } from '../../src/pipeline/dead-letters.js';
import { DocumentFile } from '../../src/pipeline/document-file.js';

const folder = mkdtempSync(join(tmpdir(), 'throughline-files-'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('DocumentFile', () => {
  test('goes on from a mark: what came after it is cut off', () => {
    const path = join(folder, 'documents.ndjson');
    const file = new DocumentFile(path);
    file.add({ name: 'Zoë' });
    const mark = file.mark();
    file.add({ name: 'lost' });
    file.close();
    appendFileSync(path, '{"half');
    expect(mark).toEqual({ bytes: Buffer.byteLength('{"name":"Zoë"}\n'), count: 1 });
    expect(DocumentFile.holds(path, mark)).toBe(true);
    const again = new DocumentFile(path, mark);
    again.add({ name: 'next' });
    again.close();
    expect(again.count).toBe(2);
    expect(readFileSync(path, 'utf8')).toBe('{"name":"Zoë"}\n{"name":"next"}\n');
  });

  test('holds nothing up to a mark where it is gone or shorter', () => {
    const path = join(folder, 'short.ndjson');
    expect(DocumentFile.holds(path, { bytes: 0, count: 0 })).toBe(false);
    writeFileSync(path, '{}\n');
    expect(DocumentFile.holds(path, { bytes: 4, count: 2 })).toBe(false);
  });

  test('writes more than its buffer holds', () => {
    const path = join(folder, 'long.ndjson');
    const file = new DocumentFile(path);
    for (let line = 0; line < 30; line += 1) file.add('x'.repeat(100_000));
    file.close();
    expect(readFileSync(path, 'utf8')).toBe(`"${'x'.repeat(100_000)}"\n`.repeat(30));
  });
});

const checkpoint: Checkpoint = {
  chain: Buffer.from([1, 2, 3]),
  anomalies: { bytes: 7, count: 1 },
  days: [],
  units: 5,
  scored: 6,
  duplicates: [['zeek.conn', 2]],
  domains: [['m365.audit', ['saas']]],
  learnedUnits: 4,
  pass: 1,
  hour: -Infinity,
};

describe('CheckpointStore', () => {
  test('gives back the last checkpoint, bytes and all', () => {
    const store = new CheckpointStore(join(folder, 'a'), 'inputs');
    expect(store.load()).toBeUndefined();
    store.save({ ...checkpoint, units: 1 });
    store.save(checkpoint);
    expect(new CheckpointStore(join(folder, 'a'), 'inputs').load()).toEqual(checkpoint);
    store.dispose();
    expect(store.load()).toBeUndefined();
  });

  test('one of other inputs, or damaged, is not used', () => {
    const store = new CheckpointStore(join(folder, 'b'), 'inputs');
    store.save(checkpoint);
    expect(new CheckpointStore(join(folder, 'b'), 'other inputs').load()).toBeUndefined();
    const path = join(folder, 'b', 'state');
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length - 1));
    expect(store.load()).toBeUndefined();
    mkdirSync(join(folder, 'c'));
    writeFileSync(join(folder, 'c', 'state'), '');
    expect(new CheckpointStore(join(folder, 'c'), 'inputs').load()).toBeUndefined();
  });
});

describe('DayCounts', () => {
  test('counts by UTC day in order of days, also after being saved', () => {
    const hour = Date.UTC(2026, 2, 14, 23) / 3_600_000;
    const days = new DayCounts();
    days.add(hour + 1, 10, 2);
    days.add(hour, 5, 1);
    const loaded = new DayCounts(JSON.parse(JSON.stringify(days.save())));
    loaded.add(hour + 2, 1, 1);
    expect(loaded.rows()).toEqual([
      ['2026-03-14', { events: 5, units: 1, anomalies: 0 }],
      ['2026-03-15', { events: 11, units: 3, anomalies: 0 }],
    ]);
  });
});

describe('dead letters', () => {
  const rejected = {
    input: 'logs/a.log',
    position: 7,
    source: '',
    reason: 'no mapping fits',
    record: 'x'.repeat(10_000),
    recordBytes: 20_000,
  };

  test('are valid documents that name place and reason and keep the start of the record', () => {
    const document = deadLetterDocument(rejected, 'default');
    expect(() => {
      validDocument('dead-letter', document);
    }).not.toThrow();
    expect(document.message).toBe('no mapping fits (logs/a.log, record 7)');
    expect(document.throughline.dead_letter.record).toHaveLength(4_096);
    expect(document.throughline.dead_letter.record_bytes).toBe(20_000);
  });

  test('the same record has the same id, another position another', () => {
    const id = (position: number): string => deadLetterDocument({ ...rejected, position }, 'default').throughline.id;
    expect(id(7)).toBe(id(7));
    expect(id(8)).not.toBe(id(7));
  });
});
