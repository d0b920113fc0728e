import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hourBin } from './hour-store.js';
import { HOUR_BINS, livedHours } from './lived-hours.js';

const lived = (from: number, to: number): readonly number[] => [...livedHours(from, to, new Float64Array(HOUR_BINS))];

describe('livedHours', () => {
  test('counts what going through hour by hour counts', () => {
    fc.assert(
      fc.property(fc.nat(20_000), fc.nat(1_000), (from, length) => {
        const counted = new Array<number>(HOUR_BINS).fill(0);
        for (let hour = from; hour < from + length; hour += 1) {
          const bin = hourBin(hour * 3_600_000);
          counted[bin] = (counted[bin] ?? 0) + 1;
        }
        expect(lived(from, from + length)).toEqual(counted);
      }),
    );
  });

  test('nothing was lived through in no time', () => {
    expect(lived(500_000, 500_000)).toEqual(new Array<number>(HOUR_BINS).fill(0));
    expect(lived(500_000, 499_000)).toEqual(new Array<number>(HOUR_BINS).fill(0));
  });
});
