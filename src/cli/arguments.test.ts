import { describe, expect, test } from 'vitest';
import { parseAlertBudget, parseDuration, parseTime, wholeNumber } from './arguments.js';

describe('durations', () => {
  test.each([
    ['0', 0],
    ['30m', 1_800_000],
    ['12h', 43_200_000],
    ['1.5d', 129_600_000],
    ['2w', 1_209_600_000],
  ])('%s', (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });
  test.each(['', '5', 'd', '-1d', '1 d', '1y', '1d2h'])('refuses "%s"', (text) => {
    expect(() => parseDuration(text)).toThrow('for example 12h or 7d');
  });
});

describe('alert budgets', () => {
  test.each([
    ['3/day', 3],
    ['3', 3],
    ['0.5/day', 0.5],
  ])('%s', (text, expected) => {
    expect(parseAlertBudget(text)).toBe(expected);
  });
  test.each(['0', '-1', '3/week', 'many', ''])('refuses "%s"', (text) => {
    expect(() => parseAlertBudget(text)).toThrow('for example 3/day');
  });
});

describe('times', () => {
  test.each([
    ['2026-03-01', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01T08:30', '2026-03-01T08:30:00.000Z'],
    ['2026-03-01T08:30:15.25', '2026-03-01T08:30:15.250Z'],
    ['2026-03-01T08:30:00+02:00', '2026-03-01T06:30:00.000Z'],
  ])('%s', (text, expected) => {
    expect(new Date(parseTime(text)).toISOString()).toBe(expected);
  });
  test.each(['', 'yesterday', '1', '2026-13-01', '01/03/2026'])('refuses "%s"', (text) => {
    expect(() => parseTime(text)).toThrow('2026-03-01');
  });
});

test('whole numbers stay within their bounds', () => {
  const parse = wholeNumber(10, 20);
  expect([parse('10'), parse('20')]).toEqual([10, 20]);
  for (const text of ['9', '21', '1e1', '10.5', '-12', '', ' 12']) expect(() => parse(text)).toThrow('from 10 to 20');
});
