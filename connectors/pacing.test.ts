import { describe, expect, it } from 'vitest';
import { delayAfter } from './pacing.js';

describe('delayAfter', () => {
  it('doubles its ceiling up to half a minute and draws below it', () => {
    expect([1, 2, 3].map((attempt) => delayAfter(attempt, undefined, 1))).toEqual([250, 500, 1000]);
    expect(delayAfter(20, undefined, 1)).toBe(30_000);
    expect(delayAfter(3, undefined, 0)).toBe(0);
  });

  it('waits at least as long as the server asks, up to half a minute', () => {
    expect(delayAfter(1, 2000, 0)).toBe(2000);
    expect(delayAfter(1, 2000, 1)).toBe(2250);
    expect(delayAfter(1, 3_600_000, 0)).toBe(30_000);
  });
});
