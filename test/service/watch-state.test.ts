import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createEmbeddedConnector } from '../../connectors/embedded/embedded-connector.js';
import type { Activity } from '../../src/activity/activity.js';
import { defaultMappings } from '../../src/activity/default-mappings.js';
import type { StageChain } from '../../src/pipeline/stage-chain.js';
import { OpenHours } from '../../src/service/open-hours.js';
import { WatchState } from '../../src/service/watch-state.js';
import { replayOptions } from '../pipeline/replay-options.js';
import { smallEstate, writeLogs } from '../pipeline/small-estate.js';

const HOUR = 3_600_000;
const folder = mkdtempSync(join(tmpdir(), 'throughline-watch-'));
const options = replayOptions({ inputs: [], out: '', retrospective: false });
let activities: readonly Activity[];
/** The hour before the last ones, hours since the epoch. */
let closed: number;

/** All but the last four hours closed. */
function watched(): { readonly watch: WatchState; readonly open: OpenHours } {
  const watch = WatchState.create(options);
  const open = new OpenHours(join(folder, 'open'), -Infinity);
  open.add(activities);
  for (const hour of open.read((closed + 1) * HOUR)) watch.close(hour, true);
  open.close(closed);
  return { watch, open };
}

const told = (chain: StageChain): string =>
  JSON.stringify([chain.correlator.incidents(), chain.correlator.actions(), chain.save().toString('base64')]);

/** Once more under another id, as if something had come in. */
const another = (hour: number): readonly Activity[] =>
  activities
    .filter(({ time }) => Math.floor(time / HOUR) === hour)
    .slice(0, 1)
    .map((activity) => ({ ...activity, id: `${activity.id} again` }));

beforeAll(async () => {
  writeLogs(smallEstate(), join(folder, 'logs'));
  const read: Activity[] = [];
  for await (const batch of createEmbeddedConnector({ inputs: [join(folder, 'logs')], mappings: defaultMappings }).activities({}))
    read.push(...batch.activities);
  activities = read;
  const hours = [...new Set(read.map(({ time }) => Math.floor(time / HOUR)))].sort((a, b) => a - b);
  closed = hours.at(-5) ?? NaN;
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('what was prepared is used, and tells what a copy made on the spot tells, whatever has come in since', () => {
  const { watch, open } = watched();
  const first = told(watch.ahead(open));
  const save = vi.spyOn(watch.chain, 'save');
  // Twice, since only hours that have stayed as they were are gone through beforehand.
  watch.prepare(open);
  watch.prepare(open);
  expect(save).toHaveBeenCalledTimes(2);
  expect(told(watch.ahead(open))).toBe(first);
  expect(save).toHaveBeenCalledTimes(2);

  const given = open.given;
  expect(given.length).toBeGreaterThanOrEqual(3);
  const ends = [given.at(-1)?.[0] ?? NaN, given[0]?.[0] ?? NaN];
  for (const [index, hour] of ends.entries()) {
    watch.prepare(open);
    watch.prepare(open);
    save.mockClear();
    open.add(another(hour));
    const ahead = told(watch.ahead(open));
    // What comes for an hour that was gone through makes the copy useless.
    expect(save).toHaveBeenCalledTimes(1);
    expect(ahead).not.toBe(first);
    expect(told(watch.ahead(open)), `added to open hour ${index}`).toBe(ahead);
  }
  watch.prepare(open);
  open.add(another(given.at(-1)?.[0] ?? NaN).map((activity) => ({ ...activity, id: `${activity.id} and again` })));
  watch.prepare(open);
  save.mockClear();
  open.add(another(given.at(-1)?.[0] ?? NaN).map((activity) => ({ ...activity, id: `${activity.id} once more` })));
  const ahead = told(watch.ahead(open));
  expect(save).not.toHaveBeenCalled();
  expect(told(watch.ahead(open))).toBe(ahead);

  watch.prepare(open);
  save.mockClear();
  for (const hour of open.read((closed + 2) * HOUR)) watch.close(hour, true);
  open.close(closed + 1);
  const behind = told(watch.ahead(open));
  expect(save).toHaveBeenCalledTimes(1);
  expect(told(watch.ahead(open))).toBe(behind);
  open.dispose();
}, 60_000);
