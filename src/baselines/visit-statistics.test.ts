import { describe, expect, test } from 'vitest';
import { VisitStatistics } from './visit-statistics.js';

const [MAIL, FILES, EXPORT] = [1, 2, 3];

const travellers = (): VisitStatistics => {
  const visits = new VisitStatistics();
  for (let trip = 0; trip < 99; trip += 1) visits.learn(new Set(trip % 3 === 0 ? [MAIL, FILES] : [MAIL]));
  visits.learn(new Set([EXPORT]));
  return visits;
};

describe('VisitStatistics', () => {
  test('what everybody does abroad says next to nothing, what one in a hundred does says ln 100', () => {
    expect(travellers().surprisal(new Set([MAIL]), false)).toBeLessThan(0.02);
    expect(travellers().surprisal(new Set([FILES]), false)).toBeCloseTo(-Math.log(33.5 / 101), 12);
    expect(travellers().surprisal(new Set([EXPORT]), false)).toBeCloseTo(-Math.log(1.5 / 101), 12);
    expect(travellers().surprisal(new Set([MAIL, EXPORT]), false)).toBeCloseTo(-Math.log(1.5 / 101) - Math.log(99.5 / 101), 12);
  });

  test('only the four rarest classes count', () => {
    const classes = (count: number): ReadonlySet<number> => new Set(Array.from({ length: count }, (_, index) => 100 + index));
    expect(travellers().surprisal(classes(9), false)).toBe(travellers().surprisal(classes(4), false));
  });

  test('a visit left out is one never learned', () => {
    const visits = travellers();
    const visit = new Set([EXPORT, FILES]);
    const never = visits.surprisal(visit, false);
    visits.learn(visit);
    expect(visits.surprisal(visit, true)).toBe(never);
  });

  test('knowing nothing, every class has half a chance', () => {
    expect(new VisitStatistics().surprisal(new Set([MAIL]), false)).toBeCloseTo(Math.LN2, 12);
    expect(new VisitStatistics().surprisal(new Set(), false)).toBe(0);
  });

  test('is the same after a round trip through JSON', () => {
    const loaded = VisitStatistics.fromJSON(JSON.parse(JSON.stringify(travellers())));
    expect(loaded.surprisal(new Set([FILES, EXPORT]), false)).toBe(travellers().surprisal(new Set([FILES, EXPORT]), false));
  });
});
