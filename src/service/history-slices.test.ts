import { describe, expect, test } from 'vitest';
import { historySlices } from './history-slices.js';

const HOUR = 3_600_000;
const source = (first: number, last: number, records: number) => [
  { source: 'okta.system', records, first: first * HOUR, last: last * HOUR },
];
const inHours = (slices: ReturnType<typeof historySlices>) => slices.map(({ from, to }) => [from / HOUR, to / HOUR]);

describe('the windows of a history', () => {
  test('follow each other and hold all of it', () => {
    const slices = inHours(historySlices(source(1003, 1103, 100_000), null, 10_000));
    expect(slices[0]?.[0]).toBe(1003);
    expect(slices.at(-1)?.[1]).toBe(1104);
    for (const [index, [from]] of slices.slice(1).entries()) expect(from).toBe(slices[index]?.[1]);
  });

  test('are small at the beginning of a long history, so that judging begins soon, and regular from then on', () => {
    expect(inHours(historySlices(source(1000, 1079, 80_000), null, 20_000))).toEqual([
      [1000, 1005],
      [1005, 1010],
      [1010, 1015],
      [1015, 1020],
      [1020, 1040],
      [1040, 1060],
      [1060, 1080],
    ]);
  });

  test('are small at its beginning wherever in a regular window that lies', () => {
    expect(inHours(historySlices(source(1015, 1094, 80_000), null, 20_000)).slice(0, 6)).toEqual([
      [1015, 1020],
      [1020, 1025],
      [1025, 1030],
      [1030, 1035],
      [1035, 1040],
      [1040, 1060],
    ]);
  });

  test('are as few as may be of a short one', () => {
    expect(inHours(historySlices(source(1000, 1039, 40_000), null, 20_000))).toEqual([
      [1000, 1020],
      [1020, 1040],
    ]);
    expect(historySlices([], null, 1)).toEqual([]);
  });

  test('are the same for a worker that takes over after any of them', () => {
    const history = source(1003, 1203, 1_000_000);
    const slices = historySlices(history, null, 30_000);
    for (const [index, { to }] of slices.entries()) expect(historySlices(history, to, 30_000)).toEqual(slices.slice(index + 1));
  });
});
