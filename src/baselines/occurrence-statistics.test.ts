import { describe, expect, test } from 'vitest';
import { OccurrenceStatistics } from './occurrence-statistics.js';

const CLASS = 1;
const KIND = 2;

const after = (windows: number, withChange: number): OccurrenceStatistics => {
  const statistics = new OccurrenceStatistics();
  for (let window = 0; window < windows; window += 1) statistics.learn(new Set(window < withChange ? [CLASS, KIND] : []));
  return statistics;
};

describe('OccurrenceStatistics', () => {
  test('what never happened is as rare as the time is long', () => {
    expect(after(0, 0).rate(CLASS, KIND, false).ofClass).toBeCloseTo(0.001, 12);
    expect(after(4_500, 0).rate(CLASS, KIND, false).ofClass).toBeCloseTo(0.0001, 12);
  });

  test('the rate of a class approaches its share of windows, and a kind its share of the class', () => {
    const statistics = after(100_000, 2_000);
    expect(statistics.rate(CLASS, KIND, false).ofClass / 0.02).toBeCloseTo(1, 1);
    expect(statistics.rate(CLASS, KIND, false).kindInClass).toBeCloseTo(1, 3);
    expect(statistics.rate(CLASS, 3, false).kindInClass).toBeCloseTo(0.5 / 2_001, 9);
  });

  test('a window that was learned already is left out of its own rate', () => {
    const [{ ofClass }, without] = [after(999, 0).rate(CLASS, KIND, false), after(1_000, 1).rate(CLASS, KIND, true)];
    expect(without.ofClass).toBeCloseTo(ofClass, 12);
  });

  test('restored statistics are the saved ones', () => {
    const statistics = after(50, 7);
    const loaded = OccurrenceStatistics.fromJSON(JSON.parse(JSON.stringify(statistics.toJSON())));
    expect(loaded.rate(CLASS, KIND, false)).toEqual(statistics.rate(CLASS, KIND, false));
  });
});
