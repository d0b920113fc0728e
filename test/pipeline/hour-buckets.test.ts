import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Activity } from '../../src/activity/activity.js';
import { completed } from '../../src/pipeline/event-order.js';
import { HourBuckets } from '../../src/pipeline/hour-buckets.js';
import { activityMaker, HOUR, MONDAY, names } from './example-activity.js';

const folder = mkdtempSync(join(tmpdir(), 'throughline-hours-'));
const activity = activityMaker();

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Activities over some hours with gaps between them, ids repeated within an hour, in the next and much later. */
const activities = fc.array(
  fc
    .record({ id: fc.integer({ min: 1, max: 12 }), hour: fc.constantFrom(0, 1, 2, 3, 7, 8, 20), minute: fc.nat(59) })
    .map(({ id, hour, minute }) => activity({ id: `event-${id}`, time: MONDAY + hour * HOUR + minute * 60_000 })),
  { maxLength: 60 },
);

const hoursOf = (all: readonly Activity[], limit?: number, from?: number): readonly (readonly [number, readonly string[], number])[] => {
  const buckets = new HourBuckets(join(folder, 'hours'), limit);
  for (const one of all) buckets.add([one]);
  const hours = [...buckets.read(from)].map(
    ({ hour, activities: held }) =>
      [
        hour,
        [...held].map(({ id, time }) => `${id} ${time}`),
        [...held.duplicates.values()].reduce((sum, count) => sum + count, 0),
      ] as const,
  );
  expect(buckets.size).toBe(all.length);
  buckets.dispose();
  expect(existsSync(join(folder, 'hours'))).toBe(false);
  return hours;
};

describe('HourBuckets', () => {
  test('gives hours and activities in order, each id once within two hours, and accounts for every one', () => {
    fc.assert(
      fc.property(activities, (all) => {
        const hours = hoursOf(all);
        expect(hours.map(([hour]) => hour)).toEqual([...new Set(all.map(({ time }) => Math.floor(time / HOUR)))].sort((a, b) => a - b));
        expect(hours.reduce((sum, [, held, duplicates]) => sum + held.length + duplicates, 0)).toBe(all.length);
        for (const [, held] of hours) {
          const times = held.map((text) => Number(text.split(' ')[1]));
          expect(times).toEqual([...times].sort((a, b) => a - b));
          expect(new Set(held.map((text) => text.split(' ')[0])).size).toBe(held.length);
        }
      }),
    );
  });

  test('keeps different operations of one vendor record', () => {
    const [first, second] = [
      activity({ id: 'record-7', action: 'CREATE_GROUP' }),
      activity({ id: 'record-7', action: 'ADD_GROUP_MEMBER' }),
    ];
    const [[, held, left] = [0, [], 0]] = hoursOf([first, second, { ...first, outcome: 'success' }]);
    expect(held).toHaveLength(2);
    expect(left).toBe(1);
  });

  test('neither the order of adding nor room on disk makes a difference', () => {
    fc.assert(
      fc.property(activities, fc.integer({ min: 1, max: 20 }), (all, limit) => {
        const reference = hoursOf(all);
        expect(hoursOf([...all].reverse())).toEqual(reference);
        expect(hoursOf(all, limit)).toEqual(reference);
      }),
      { numRuns: 30 },
    );
  });

  test('reading from any hour on gives what reading from the first gives', () => {
    fc.assert(
      fc.property(activities, fc.constantFrom(0, 1, 2, 3, 5, 7, 8, 20, 30), (all, offset) => {
        const from = MONDAY / HOUR + offset;
        expect(hoursOf(all, undefined, from)).toEqual(hoursOf(all).filter(([hour]) => hour >= from));
      }),
    );
  });

  test('counts what lies before an hour', () => {
    const buckets = new HourBuckets(join(folder, 'hours'));
    buckets.add([activity({ time: MONDAY }), activity({ time: MONDAY + 2 * HOUR }), activity({ time: MONDAY + 2 * HOUR })]);
    expect([0, 1, 3].map((hour) => buckets.sizeBefore(MONDAY / HOUR + hour))).toEqual([0, 1, 3]);
  });
});

describe('two records of one event', () => {
  test('complete each other, and the first keeps what it tells', () => {
    const first = activity({ id: 'x', country: '', actor: names('upn:a@example.com'), records: 3, sourcePort: undefined });
    const second = {
      ...first,
      country: 'DE',
      actor: names('upn:a@example.com', 'okta:00u1'),
      records: 9,
      sourcePort: 443,
      outcome: 'failure' as const,
    };
    const whole = completed(first, second);
    expect(whole).toMatchObject({ country: 'DE', records: 3, sourcePort: 443, outcome: 'success' });
    expect(whole.actor).toEqual(names('upn:a@example.com', 'okta:00u1'));
    expect(Object.keys(whole)).toEqual(Object.keys(first));
  });

  test('that say the same are the first', () => {
    const first = activity();
    expect(completed(first, { ...first })).toBe(first);
  });
});
