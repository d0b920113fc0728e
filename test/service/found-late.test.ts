import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Connector } from '../../connectors/connector.js';
import type { Activity } from '../../src/activity/activity.js';
import { activityMaker, HOUR, MINUTE, MONDAY } from '../pipeline/example-activity.js';
import { LivingPlatform } from '../support/living-connector.js';
import { detectWorker } from './service-world.js';

const folder = mkdtempSync(join(tmpdir(), 'throughline-found-late-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const SAFETY_LAG = 2 * MINUTE;
/** When the hour that begins two hours after midnight is closed: an hour after its end. */
const MARK = MONDAY + 4 * HOUR;

/** A connector whose searches do not find an activity for a while. */
const findingLate = (platform: LivingPlatform, hidden: Activity, until: number): Connector => {
  const connector = platform.connect();
  return {
    ...connector,
    activities: async function* (request, options) {
      for await (const batch of connector.activities(request, options)) {
        yield { ...batch, activities: batch.activities.filter((activity) => activity !== hidden || platform.now >= until) };
      }
    },
  };
};

test('what a search finds only after its hour was closed is told of once, and nothing else is told with it', async () => {
  const activity = activityMaker();
  const usual = Array.from({ length: 40 }, (_value, number) => activity({ time: MONDAY + number * 6 * MINUTE }));
  const [judged, hidden, late] = [30, 31, 32].map((minute) => activity({ time: MONDAY + 2 * HOUR + minute * MINUTE }));
  if (judged === undefined || hidden === undefined || late === undefined) throw new Error('there are three');
  const platform = new LivingPlatform(
    [
      ...usual.map((each) => ({ activity: each, ingested: each.time + 1_000 })),
      { activity: judged, ingested: MARK - 90_000 },
      { activity: hidden, ingested: MARK - MINUTE },
      { activity: late, ingested: MARK + 30_000 },
    ],
    SAFETY_LAG,
  );
  platform.now = MARK - 10 * MINUTE;
  const told: Activity[] = [];
  let held = 0;
  const job = detectWorker(platform, folder, {
    connector: findingLate(platform, hidden, MARK + SAFETY_LAG + 90_000),
    events: {
      late: (activities) => {
        told.push(...activities);
      },
      judged: ({ hour, activities }) => {
        if (hour * HOUR === MONDAY + 2 * HOUR) held = activities;
      },
    },
  });
  for (; platform.now < MARK + 10 * MINUTE; platform.now += MINUTE) await job.turn();
  await job.stop();
  expect(held).toBe(11);
  expect(told).toEqual([late, hidden]);
  const letters = [...platform.stored('dead-letter').values()];
  expect(letters).toHaveLength(2);
  expect(letters.filter((letter) => letter.includes(hidden.id)).join()).toContain('a search found it only after its hour was closed');
});
