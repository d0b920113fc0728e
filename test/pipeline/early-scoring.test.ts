import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listInputs } from '../../connectors/embedded/input-files.js';
import { readInputs } from '../../connectors/embedded/read-inputs.js';
import type { Activity } from '../../src/activity/activity.js';
import { defaultMappings } from '../../src/activity/default-mappings.js';
import { createRegistry } from '../../src/activity/registry.js';
import { CheckpointStore } from '../../src/pipeline/checkpoint-store.js';
import { EarlyScoring } from '../../src/pipeline/early-scoring.js';
import { hourBlocks } from '../../src/pipeline/hour-blocks.js';
import { HourBuckets } from '../../src/pipeline/hour-buckets.js';
import { ScoringRun } from '../../src/pipeline/scoring-run.js';
import { replayOptions } from './replay-options.js';
import { smallEstate, writeLogs } from './small-estate.js';

const HOUR = 3_600_000;
const folder = mkdtempSync(join(tmpdir(), 'throughline-early-'));
let sorted: readonly Activity[] = [];

beforeAll(async () => {
  const logs = smallEstate();
  writeLogs(logs, join(folder, 'logs'));
  const all: Activity[] = [];
  const { files } = await listInputs([join(folder, 'logs')]);
  for await (const batch of readInputs(files, createRegistry(defaultMappings))) all.push(...batch.activities);
  sorted = all.sort((a, b) => a.time - b.time);
}, 60_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Adds activities in pieces, scores between them what `early` allows, then the rest; the anomalies as written. */
const scored = (
  name: string,
  retrospective: boolean,
  activities: readonly Activity[],
  lag: number,
): { readonly text: string; readonly early: boolean } => {
  const out = join(folder, name);
  mkdirSync(out);
  const options = replayOptions({ inputs: [], out, retrospective });
  const buckets = new HourBuckets(join(out, 'hours'));
  const early = new EarlyScoring(options, buckets, lag < Infinity);
  for (let at = 0; at < activities.length; at += 500) {
    const piece = activities.slice(at, at + 500);
    const blocks = hourBlocks(piece);
    buckets.addBlocks(blocks);
    early.added(blocks);
    while (early.advance((piece[0]?.time ?? 0) - lag)) expect(early.run).toBeDefined();
  }
  const checkpoints = new CheckpointStore(join(out, 'checkpoint'), name);
  const run = early.run ?? new ScoringRun(options, buckets, checkpoints);
  run.all(checkpoints);
  buckets.dispose();
  return { text: readFileSync(join(out, 'anomalies.ndjson'), 'utf8'), early: early.run !== undefined };
};

describe.each([false, true])('hours scored while later ones are still being read (retrospective: %s)', { timeout: 120_000 }, (twice) => {
  test('give what they give when all has been read, in order or not', () => {
    const reference = scored(`after-${String(twice)}`, twice, sorted, Infinity);
    expect(reference.text.length).toBeGreaterThan(0);
    expect(scored(`early-${String(twice)}`, twice, sorted, HOUR)).toEqual({ text: reference.text, early: true });
    const half = sorted.length >> 1;
    const lateHalf = [...sorted.slice(0, 500), ...sorted.slice(half), ...sorted.slice(500, half)];
    expect(scored(`late-${String(twice)}`, twice, lateHalf, HOUR)).toEqual({ text: reference.text, early: false });
  });
});
