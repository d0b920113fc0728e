import { describe, expect, test, vi } from 'vitest';
import type { Activity } from '../../src/activity/activity.js';
import { inPieces } from '../../src/activity/activity-list.js';
import { ActivityDecoder, BlockReader } from '../../src/pipeline/activity-codec.js';
import { ActivityNames } from '../../src/pipeline/activity-names.js';
import { hourBlocks } from '../../src/pipeline/hour-blocks.js';
import { MergedHour } from '../../src/pipeline/merged-hour.js';
import { activityMaker, HOUR, MONDAY } from './example-activity.js';

const activity = activityMaker();
const EVENTS = 20_000;

/** More activities than are kept decoded, each block covering the whole hour, every tenth given twice. */
function longHour(): { readonly hour: MergedHour; readonly expected: readonly string[] } {
  const all = Array.from({ length: EVENTS }, (_, at) => activity({ id: `event-${at}`, time: MONDAY + Math.floor((at * HOUR) / EVENTS) }));
  const blocks = Array.from({ length: 8 }, (_, part) => all.filter((_one, at) => at % 8 === part || at % 10 === part)).flatMap((some) =>
    hourBlocks([...some].reverse()).map(({ count, first, bytes }) => ({ count, first, bytes: () => bytes })),
  );
  return { hour: new MergedHour(blocks, new ActivityDecoder(), new ActivityNames()), expected: all.map(({ id }) => id) };
}

const ids = (activities: Iterable<Activity>): readonly string[] => [...activities].map(({ id }) => id);

describe('a long hour', () => {
  test('is in order, each event once, however often and from wherever it is asked for', () => {
    const { hour, expected } = longHour();
    expect(ids(hour)).toEqual(expected);
    expect(ids(hour)).toEqual(expected);
    expect([...inPieces(hour)].flatMap(ids)).toEqual(expected);
    expect(hour).toHaveLength(EVENTS);
    expect([...hour.duplicates.values()]).toEqual([hour.size - EVENTS]);
    for (const position of [EVENTS - 1, 0, 9_000, 808, 9_000]) expect(hour.at(position)?.id).toBe(expected[position]);
    expect(hour.at(EVENTS)).toBeUndefined();
  });

  test('begun and left, begins anew', () => {
    const { hour, expected } = longHour();
    for (const one of hour) if (one.id === 'event-100') break;
    expect(ids(hour)).toEqual(expected);
  });

  test('is decoded as it is gone through, a block when its turn comes', () => {
    const read = vi.spyOn(BlockReader.prototype, 'read');
    const { hour } = longHour();
    let seen = 0;
    for (const one of hour) {
      seen += one.count;
      // The duplicates passed over, one activity ahead in each block, and the one held back until it is known to be whole.
      if (seen === 1_000) expect(read.mock.calls.length).toBeLessThan(1_000 * 1.7 + 8 + 1);
    }
    const once = read.mock.calls.length;
    expect(once).toBe(hour.size);
    expect([...hour]).toHaveLength(EVENTS);
    expect(read.mock.calls.length).toBe(once + EVENTS);
    read.mockRestore();
  });

  test('asked for one window of it again and again, decodes the window once', () => {
    const { hour } = longHour();
    expect(hour).toHaveLength(EVENTS);
    const read = vi.spyOn(BlockReader.prototype, 'read');
    for (let turn = 0; turn < 3; turn += 1) for (let position = 5_000; position < 5_200; position += 1) hour.at(position);
    expect(read.mock.calls.length).toBe(200);
    read.mockRestore();
  });
});
