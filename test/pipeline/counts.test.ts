import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../src/config/configuration.js';
import type { AnomalyDocument } from '../../src/documents/anomaly.js';
import type { SummaryDocument } from '../../src/documents/summary.js';
import { replay } from '../../src/pipeline/replay.js';
import { replayOptions } from './replay-options.js';
import { smallEstate, writeLogs } from './small-estate.js';

const DAY = 86_400_000;
const folder = mkdtempSync(join(tmpdir(), 'throughline-counts-'));
const inputs = writeLogs(smallEstate(), join(folder, 'logs'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Told {
  readonly summary: SummaryDocument;
  readonly anomalies: readonly AnomalyDocument[];
}

const runs = new Map<string, Promise<Told>>();

function told(warmup: string): Promise<Told> {
  const known = runs.get(warmup) ?? run(warmup);
  runs.set(warmup, known);
  return known;
}

async function run(warmup: string): Promise<Told> {
  const out = join(folder, `out-${warmup}`);
  const configuration = parseConfiguration(`warmup: ${warmup}\n`, 'test.yaml', () => undefined);
  const summary = await replay(replayOptions({ inputs, out, retrospective: false, configuration }));
  const lines = readFileSync(join(out, 'anomalies.ndjson'), 'utf8').split('\n');
  return { summary, anomalies: lines.filter((line) => line !== '').map((line) => JSON.parse(line) as AnomalyDocument) };
}

describe('the calibration that a summary states', () => {
  it.each(['0d', '2d'])(
    'can be recounted from the anomalies after a warm-up of %s',
    async (warmup) => {
      const { summary, anomalies } = await told(warmup);
      const combined = summary.calibration.combined;
      expect(combined?.units).toBe(summary.units_scored);
      expect(summary.units_scored).toBeGreaterThan(100);
      for (const [limit, counted] of [
        [1e-3, combined?.at_1e3],
        [1e-4, combined?.at_1e4],
      ] as const) {
        expect(anomalies.filter(({ throughline }) => throughline.anomaly.probability <= limit)).toHaveLength(counted ?? -1);
      }
    },
    120_000,
  );

  it('holds nothing of the warm-up, and says so', async () => {
    const [all, later] = [await told('0d'), await told('2d')];
    const until = Math.floor(Date.parse(all.summary.first_event ?? '') / 3_600_000) * 3_600_000 + 2 * DAY;
    const starts = later.anomalies.map(({ throughline }) => Date.parse(throughline.anomaly.window.start));
    expect(Math.min(...starts)).toBeGreaterThanOrEqual(until);
    expect(later.summary.units_scored).toBeLessThan(all.summary.units_scored);
    expect(all.summary.warnings).toEqual([]);
    expect(later.summary.warnings).toEqual([expect.stringContaining('2 days')]);
  });
});

describe('a folder of results among the logs', () => {
  it.each(['results', '.'])('is not read as logs by the next run (%s)', async (name) => {
    const logs = join(folder, `among-${String(name.length)}`);
    mkdirSync(logs);
    const event = { published: '2024-05-01T10:00:00Z', uuid: 'u1', eventType: 'user.session.start', outcome: { result: 'SUCCESS' } };
    writeFileSync(
      join(logs, 'okta.ndjson'),
      `${JSON.stringify({ ...event, actor: { type: 'User', alternateId: 'a@example.com' } })}\nbroken\n`,
    );
    const out = join(logs, name);
    const once = async () => {
      await replay(replayOptions({ inputs: [logs], out, retrospective: false }));
      const { seconds, events_per_second, peak_rss_bytes, ...rest } = JSON.parse(
        readFileSync(join(out, 'summary.json'), 'utf8'),
      ) as SummaryDocument;
      expect(seconds + events_per_second + peak_rss_bytes).toBeGreaterThanOrEqual(0);
      return rest;
    };
    const first = await once();
    expect(first).toMatchObject({ events_read: 2, events_scored: 1, dead_letters: 1 });
    expect(await once()).toEqual(first);
  });
});
