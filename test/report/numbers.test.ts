import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutMiddle } from '../../src/report/html.js';
import { bytesText, countText, durationText, oddsText, percentText, quantityText, restlessText } from '../../src/report/numbers.js';
import { beforeEnd, utcText } from '../../src/report/times.js';

describe('numbers as people say them', () => {
  it.each([
    [1 / 4100, '1 in 4,100'],
    [1 / 90_123, '1 in 90,000'],
    [1 / 2_400_000, '1 in 2.4 million'],
    [3e-13, '1 in 3.3 trillion'],
    [0.001, '1 in 1,000'],
    [0.01, '1 in 100'],
    [0.21, '1 in 5'],
    [0.5, '1 in 2'],
    [0.66, '2 in 3'],
    [0.9, '9 in 10'],
    [1, 'always'],
    [0, 'never seen'],
  ])('odds of %d', (probability, text) => {
    expect(oddsText(probability)).toBe(text);
  });

  it('says of an entity that it is restless only if it is', () => {
    expect(restlessText(8.67)).toBe('Unusual 8.7 times as often as others of its kind, which is allowed for');
    expect(restlessText(2)).toBe('Unusual 2 times as often as others of its kind, which is allowed for');
    expect(restlessText(1.9)).toBe('');
  });

  it('never says odds that are off by more than a quarter', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-14, max: 0.5, noNaN: true }), (probability) => {
        const words = /^1 in ([\d.,]+)(?: (\w+))?$/.exec(oddsText(probability));
        const scale = { million: 1e6, billion: 1e9, trillion: 1e12 }[words?.[2] ?? ''] ?? 1;
        const said = Number((words?.[1] ?? '').replaceAll(',', '')) * scale;
        expect(said * probability).toBeGreaterThan(0.75);
        expect(said * probability).toBeLessThan(1.25);
      }),
    );
  });

  it('bytes, durations, counts, shares', () => {
    expect([0, 999, 1000, 3_214_880_112, 640_000_000, 999_600].map(bytesText)).toEqual([
      '0 B',
      '999 B',
      '1 kB',
      '3.2 GB',
      '640 MB',
      '1 MB',
    ]);
    expect([0, 400, 42_000, 200_000, 8_040_000, 270_000_000, 5_184_000_000].map(durationText)).toEqual([
      '0 s',
      '<1 s',
      '42 s',
      '3 min 20 s',
      '2 h 14 min',
      '3 d 3 h',
      '60 d',
    ]);
    expect([0, 999, 1204, 1_234_567.5].map(countText)).toEqual(['0', '999', '1,204', '1,234,567.5']);
    expect([0, 0.0006, 0.124].map(percentText)).toEqual(['0 %', '0.06 %', '12 %']);
    expect([quantityText(3e9, 'bytes'), quantityText(90, 's'), quantityText(1284, 'objects'), quantityText(0.12345, '')]).toEqual([
      '3 GB',
      '1 min 30 s',
      '1,284 objects',
      '0.123',
    ]);
  });

  it('times are UTC whatever the zone of the machine', () => {
    const time = Date.UTC(2026, 2, 9, 4, 5, 6);
    expect([utcText(time, 'full'), utcText(time, 'short'), utcText(time, 'date')]).toEqual([
      '9 Mar 2026 04:05:06',
      '9 Mar 04:05',
      '9 Mar 2026',
    ]);
    expect(beforeEnd(time, time + 7_200_000)).toBe('2 h before the data ends');
  });

  it('cuts in the middle, never through a character', () => {
    expect(cutMiddle('abcdefghij', 5)).toBe('ab…ij');
    expect(cutMiddle('👩👩👩👩', 3)).toBe('👩…👩');
    expect(cutMiddle('abc', 3)).toBe('abc');
  });
});
