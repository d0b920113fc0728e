import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IncidentDocument } from '../../src/documents/incident.js';
import type { SummaryDocument } from '../../src/documents/summary.js';
import { replay, type ReplayOptions, type ReplayProgress } from '../../src/pipeline/replay.js';
import { RandomGenerator } from '../../src/simulation/random.js';
import type { ChildRequest } from './replay-child.js';
import { replayOptions } from './replay-options.js';
import { smallEstate, writeLogs, type Logs } from './small-estate.js';

const folder = mkdtempSync(join(tmpdir(), 'throughline-determinism-'));
const input = join(folder, 'logs');
const random = RandomGenerator.keyed(20_260_314, 'determinism');

const DOCUMENTS = ['anomalies.ndjson', 'incidents.ndjson', 'actions.ndjson', 'steps.ndjson'] as const;
const FILES = [...DOCUMENTS, 'entities.ndjson', 'indicators.ndjson', 'health.ndjson', 'dead-letter.ndjson', 'report.html'] as const;
const MEASURED = new Set(['seconds', 'events_per_second', 'peak_rss_bytes']);

/** Events between two checkpoints, so that the estate has some nine of them in a pass. */
const OFTEN = 3_000;

let logs: Logs;
let paths: readonly string[];

const textOf = (out: string, file: string): string => readFileSync(join(out, file), 'utf8');

/** A summary without what is measured. */
const counted = (out: string): unknown =>
  Object.fromEntries(Object.entries(JSON.parse(textOf(out, 'summary.json')) as SummaryDocument).filter(([key]) => !MEASURED.has(key)));

const run = async (name: string, rest: Partial<ReplayOptions> = {}): Promise<string> => {
  const out = join(folder, name);
  await replay(replayOptions({ inputs: [input], out, retrospective: false, ...rest }));
  return out;
};

/** Runs in a process of its own that dies at the given progress. */
const runAndDie = (request: ChildRequest): void => {
  const { signal, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'test/pipeline/replay-child.ts', JSON.stringify(request)], {
    encoding: 'utf8',
  });
  expect({ signal, stderr: signal === 'SIGKILL' ? '' : stderr }).toEqual({ signal: 'SIGKILL', stderr: '' });
};

const expectSameBytes = (out: string, reference: string): void => {
  for (const file of FILES) expect(textOf(out, file) === textOf(reference, file), file).toBe(true);
  expect(counted(out)).toEqual(counted(reference));
};

const expectSameDocuments = (out: string, reference: string): void => {
  for (const file of DOCUMENTS) expect(textOf(out, file) === textOf(reference, file), file).toBe(true);
};

const incidentsOf = (out: string): readonly IncidentDocument[] =>
  textOf(out, 'incidents.ndjson')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as IncidentDocument);

beforeAll(() => {
  logs = smallEstate();
  paths = writeLogs(logs, input);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.each([
  { mode: 'prequential', retrospective: false },
  { mode: 'retrospective', retrospective: true },
])('a $mode replay', { timeout: 180_000 }, ({ mode, retrospective }) => {
  let reference: string;
  let steps = 0;

  beforeAll(async () => {
    reference = await run(`${mode}-reference`, {
      retrospective,
      onProgress: () => {
        steps += 1;
      },
    });
  }, 180_000);

  test('finds the reference case and counts every record', () => {
    const [first] = incidentsOf(reference);
    expect(first?.throughline.incident.anomalies.length).toBeGreaterThan(0);
    const summary = JSON.parse(textOf(reference, 'summary.json')) as SummaryDocument;
    expect(summary.mode).toBe(mode);
    expect(summary.events_read).toBe([...logs.values()].reduce((sum, lines) => sum + lines.length, 0));
    expect(summary.dead_letters).toBe(0);
    for (const { units, at_1e2, at_1e3, at_1e4 } of Object.values(summary.calibration)) {
      expect(at_1e2).toBeLessThanOrEqual(units);
      expect(at_1e3).toBeLessThanOrEqual(at_1e2);
      expect(at_1e4).toBeLessThanOrEqual(at_1e3);
    }
    const { units, at_1e2 } = summary.calibration.combined ?? { units: 0, at_1e2: 0 };
    expect(at_1e2 / units).toBeGreaterThan(0.002);
    expect(at_1e2 / units).toBeLessThan(0.03);
  });

  test('leaves no trace of its work but what look-ups need', () => {
    expect(existsSync(join(reference, '.throughline', 'checkpoint'))).toBe(false);
    expect(existsSync(join(reference, '.throughline', 'hours'))).toBe(false);
    expect(existsSync(join(reference, '.throughline', 'knowledge'))).toBe(true);
  });

  test('with little memory, hence hours on disk, gives the same bytes', async () => {
    expectSameBytes(await run(`${mode}-spilled`, { retrospective, memoryLimit: 700, checkpointEvery: OFTEN }), reference);
  });

  test('killed at random points and resumed gives the same bytes', async () => {
    const out = join(folder, `${mode}-killed`);
    const points = [(steps >> 1) + random.integer(steps >> 2), (steps >> 2) + random.integer(steps >> 3)];
    for (const dieAfter of points) runAndDie({ inputs: [input], out, retrospective, checkpointEvery: OFTEN, dieAfter });
    appendFileSync(join(out, 'anomalies.ndjson'), '{"@timestamp":"2025-0');
    writeFileSync(join(out, '.throughline', 'checkpoint', 'state.new'), 'half a checkpoint');
    const done: number[] = [];
    await run(`${mode}-killed`, {
      retrospective,
      checkpointEvery: OFTEN,
      onProgress: (progress) => {
        if (progress.stage === 'scoring') done.push(progress.done);
      },
    });
    expect(done[0]).toBeGreaterThan(OFTEN);
    expectSameBytes(out, reference);
  });
});

describe('the order and number of records', { timeout: 180_000 }, () => {
  let reference: string;

  beforeAll(async () => {
    reference = join(folder, 'prequential-reference');
    if (!existsSync(reference)) await run('prequential-reference');
  }, 180_000);

  test('a second run into the same folder writes the same bytes', async () => {
    const before = new Map(FILES.map((file) => [file, textOf(reference, file)]));
    await run('prequential-reference');
    for (const file of FILES) expect(textOf(reference, file) === before.get(file), file).toBe(true);
  });

  test('files named one by one are the folder that holds them', async () => {
    expectSameBytes(await run('file-by-file', { inputs: paths }), reference);
  });

  test('files named in another order give the same documents', async () => {
    expectSameDocuments(await run('files-reversed', { inputs: [...paths].reverse() }), reference);
  });

  test('records shuffled within 15 minutes give the same documents', async () => {
    const shuffled = new Map(
      [...logs].map(([file, lines]) => {
        const late = lines.map((line) => ({ line, at: line.time + random.integer(900_000) }));
        return [file, late.sort((a, b) => a.at - b.at).map(({ line }) => line)] as const;
      }),
    );
    writeLogs(shuffled, join(folder, 'shuffled-logs'));
    expectSameDocuments(await run('shuffled', { inputs: [join(folder, 'shuffled-logs')] }), reference);
  });

  test('every record twice gives the same documents and is counted', async () => {
    const doubled = new Map([...logs].map(([file, lines]) => [file, lines.flatMap((line) => [line, line])] as const));
    writeLogs(doubled, join(folder, 'doubled-logs'));
    const out = await run('doubled', { inputs: [join(folder, 'doubled-logs')] });
    expectSameDocuments(out, reference);
    const [once, twice] = [reference, out].map((name) => JSON.parse(textOf(name, 'summary.json')) as SummaryDocument);
    expect(twice?.events_read).toBe(2 * (once?.events_read ?? 0));
    expect(twice?.events_scored).toBe(once?.events_scored);
  });

  test('a checkpoint whose documents are gone is not used', async () => {
    const stop = new AbortController();
    const stopLate = ({ stage, done, total }: ReplayProgress): void => {
      if (stage === 'scoring' && done > total / 2) stop.abort();
    };
    await expect(run('emptied', { checkpointEvery: OFTEN, signal: stop.signal, onProgress: stopLate })).rejects.toThrow('abort');
    expect(existsSync(join(folder, 'emptied', '.throughline', 'checkpoint', 'state'))).toBe(true);
    rmSync(join(folder, 'emptied', 'anomalies.ndjson'));
    expectSameBytes(await run('emptied', { checkpointEvery: OFTEN }), reference);
  });
});
