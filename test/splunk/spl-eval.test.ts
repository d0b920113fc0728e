import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { timeAt } from '../support/spl/time-modifier.js';
import { rowsOver, startEngine, stopEngine } from './spl-rows.js';

beforeAll(startEngine);
afterAll(stopEngine);

const valueOf = async (expression: string, record: Readonly<Record<string, unknown>> = {}): Promise<unknown> => {
  const [row] = await rowsOver([{ one: 1, ...record }], `eval result=${expression}`);
  return row?.result;
};

/** Values of an example on the page on multivalue functions. */
const NAMES = ['alex', 'celestino', 'claudia', 'david', 'ikraam', 'nyah', 'rutherford', 'wei'];

describe('what the search reference says of expressions', () => {
  it.each<[rule: string, expression: string, value: unknown, record?: Readonly<Record<string, unknown>>]>([
    ['multiplication binds tighter than addition', '1+2*3', '7'],
    ['brackets bind tightest', '(1+2)*3', '9'],
    ['AND is evaluated before OR', 'if(a=1 AND b=2 OR c=3, "yes", "no")', 'yes', { a: 0, b: 0, c: 3 }],
    // The page on where: brackets, NOT, AND, OR, XOR.
    ['OR is evaluated before XOR', 'if(a=1 XOR b=2 OR c=3, "yes", "no")', 'no', { a: 1, b: 0, c: 3 }],
    ['whichever of them stands first', 'if(a=1 OR b=2 XOR c=3, "yes", "no")', 'no', { a: 1, b: 0, c: 3 }],
    ['NOT is evaluated before AND', 'if(NOT a=1 AND b=2, "yes", "no")', 'no', { a: 1, b: 2 }],
    ['plus joins two texts', 'first+last', 'AnnLee', { first: 'Ann', last: 'Lee' }],
    ['plus adds two numbers, even if fields hold them as text', 'x+y', '5', { x: '2', y: '3' }],
    ['the dot joins whatever stands beside it', 'x.y', '23', { x: 2, y: 3 }],
    ['a field whose name has a dot stands in single quotes', '\'a.b\'."!"', 'x!', { 'a.b': 'x' }],
    ['fields that hold numbers are compared as numbers', 'if(x<y, "less", "more")', 'less', { x: '9', y: '10' }],
    ['texts are compared by their characters', 'if("9"<"10", "less", "more")', 'more'],
    ['a comparison with nothing is not true', 'if(missing="x", "yes", "no")', 'no'],
    ['nor is its opposite', 'if(NOT missing="x", "yes", "no")', 'no'],
    ['nothing can be asked for', 'if(isnull(missing) AND isnotnull(one), "yes", "no")', 'yes'],
    ['a division by nothing gives nothing', '1/0', undefined],
    ['nothing comes of a place beyond the last value', 'mvindex(names, 8)', undefined, { names: NAMES }],
    ['nor of a range that ends beyond it', 'mvindex(names, 6, 8)', undefined, { names: NAMES }],
    ['nor of one that ends before it begins', 'mvindex(names, 3, 2)', undefined, { names: NAMES }],
    [
      'what is no valid JSON is told from what is',
      'if(json_valid(firstnames), "true", "false")',
      'false',
      { firstnames: '{ "names": [ }' },
    ],
    ['times are told by strftime', 'strftime(0, "%Y-%m-%d %H:%M:%S")', '1970-01-01 00:00:00'],
    ['and read by strptime, with six decimals', 'strptime("2026-11-28 12:00:00", "%Y-%m-%d %H:%M:%S")', '1795867200.000000'],
    ['what strptime read can be calculated with', 'strptime("2026-11-28 12:00:00", "%Y-%m-%d %H:%M:%S")*1000+5', '1795867200005'],
  ])('%s', async (_rule, expression, value, record) => {
    expect(await valueOf(expression, record)).toEqual(value);
  });

  it.each([
    ['x=1', 'cannot be assigned a boolean result'],
    ['1+', 'An unexpected end was reached'],
    ['if(1, 2, 3)', 'a value stands where a truth is needed'],
    ['round(1, 2, 3)', "The arguments to the 'round' function are invalid."],
    ['strftime(0, "%c")', 'does not know %c'],
    ['strptime("11:59", "%H:%M")', 'reads whole dates only'],
    ['(1', 'Missing a closing parenthesis'],
  ])('%s is refused', async (expression, reason) => {
    await expect(valueOf(expression)).rejects.toThrow(reason);
  });
});

describe('times as searches write them', () => {
  const now = Date.UTC(2026, 10, 25, 15, 45) / 1000; // a Wednesday
  it.each([
    ['now', '2026-11-25T15:45:00'],
    ['-1h', '2026-11-25T14:45:00'],
    ['-h@h', '2026-11-25T14:00:00'],
    ['@d', '2026-11-25T00:00:00'],
    ['-1d@d', '2026-11-24T00:00:00'],
    ['-24h', '2026-11-24T15:45:00'],
    ['@w0', '2026-11-22T00:00:00'],
    ['-1mon@mon', '2026-10-01T00:00:00'],
    ['@q', '2026-10-01T00:00:00'],
    ['@y', '2026-01-01T00:00:00'],
    ['@d-2h', '2026-11-24T22:00:00'],
    ['+1d', '2026-11-26T15:45:00'],
    ['10/19/2026:0:0:0', '2026-10-19T00:00:00'],
    ['2026-11-25T10:00:00+02:00', '2026-11-25T08:00:00'],
    ['1795867200', '2026-11-28T12:00:00'],
  ])('%s', (written, time) => {
    expect(new Date(timeAt(written, now) * 1000).toISOString().slice(0, 19)).toBe(time);
  });

  it.each(['yesterday', '-1x', '<now', '2026-99-99T00:00:00'])('%s is refused', (written) => {
    expect(() => timeAt(written, now)).toThrow('Invalid time modifier');
  });
});
