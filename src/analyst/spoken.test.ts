import { describe, expect, it } from 'vitest';
import { cutMiddle, grouped, listed, spokenOdds, spokenSpan, spokenTime } from './spoken.js';

describe('numbers as people say them', () => {
  it.each([
    [0.000244, '1 in 4,100'],
    [1 / 90_000, '1 in 90,000'],
    [4.3e-7, '1 in 2.3 million'],
    [1e-9, '1 in 1 billion'],
    [1e-40, 'less than 1 in 1,000 trillion'],
    [0.7, 'as often as not'],
  ])('%d is %s', (probability, words) => {
    expect(spokenOdds(probability)).toBe(words);
  });

  it('groups thousands, lists and spans', () => {
    expect([grouped(412), grouped(4100), grouped(1234567.5)]).toEqual(['412', '4,100', '1,234,567.5']);
    expect([listed([]), listed(['a']), listed(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c']);
    expect([spokenSpan(30_000), spokenSpan(40 * 60_000), spokenSpan(3_600_000), spokenSpan(12 * 86_400_000)]).toEqual([
      'less than a minute',
      '40 minutes',
      'an hour',
      '12 days',
    ]);
    expect(spokenTime(Date.UTC(2026, 2, 3, 9, 4))).toBe('09:04 UTC on 3 March 2026');
  });

  it('cuts long names in the middle and never inside a character', () => {
    expect(cutMiddle('abcdefghij', 5)).toBe('ab…ij');
    expect(cutMiddle('😀😀😀😀', 3)).toBe('😀…😀');
  });
});
