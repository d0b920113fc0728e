import { describe, expect, test } from 'vitest';
import { measure, median } from './measure.js';
import { resultTable } from './result-table.js';

test.each([
  [[3], 3],
  [[4, 1], 2.5],
  [[9, 1, 5], 5],
  [[1, 2, 3, 100], 2.5],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});

describe('measuring', () => {
  const spin = (rounds: number) => (): void => {
    let sum = 0;
    for (let index = 0; index < rounds; index += 1) sum += Math.sqrt(index);
    if (sum < 0) throw new Error('unreachable');
  };

  test('tells speeds as multiples of the baseline of the same run', async () => {
    let disposed = false;
    const result = await measure('spin', {
      question: 'is four times the work slower?',
      runs: 3,
      prepare: () => ({
        unit: 'rounds',
        items: 1000,
        baseline: { name: 'once', run: spin(200_000) },
        contestants: [{ name: 'four times', run: spin(800_000), goalPerSecond: 1, goalRatio: 0.01 }],
        figures: () => [{ name: 'state', unit: 'bytes', value: 1234, goal: 2000 }],
        dispose: () => {
          disposed = true;
        },
      }),
    });
    expect(result.timings[0]?.ratio).toBe(1);
    expect(result.timings[1]?.ratio).toBeLessThan(1);
    expect(result.peakRssBytes).toBeGreaterThan(10_000_000);
    expect(disposed).toBe(true);
    const table = resultTable(result);
    expect(table).toContain('1,000 rounds, median of 3 runs');
    expect(table).toMatch(/once .* baseline\n/);
    expect(table).toMatch(/state +1,230 bytes +goal at most 2,000/);
  });
});
