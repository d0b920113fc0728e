import { describe, expect, test } from 'vitest';
import { RandomGenerator } from '../simulation/random.js';
import { beaconScores, timingScore } from './beacon.js';

/** Arrivals of a program that waits `period` seconds, each gap longer or shorter by up to `jitter` of it. */
const beacon = (period: number, jitter: number, hours: number, seed = 1): readonly number[] => {
  const random = RandomGenerator.keyed(seed, 'beacon');
  const times: number[] = [];
  for (let at = 1_000_000; at < 1_000_000 + hours * 3_600; at += period * (1 + jitter * (2 * random.next() - 1))) times.push(at);
  return times;
};

const poisson = (count: number, hours: number, seed: number): readonly number[] => {
  const random = RandomGenerator.keyed(seed, 'poisson');
  return Array.from({ length: count }, () => 1_000_000 + random.next() * hours * 3_600).sort((a, b) => a - b);
};

/** Visits of a person: a page brings a burst of requests, the next page comes after some minutes. */
const browsing = (hours: number, seed: number): readonly number[] => {
  const random = RandomGenerator.keyed(seed, 'browsing');
  const times: number[] = [];
  for (let at = 1_000_000; at < 1_000_000 + hours * 3_600; at += random.logNormal(90, 1.5)) {
    for (let request = 0, later = at; request < 1 + random.integer(8); request += 1, later += random.exponential(1)) times.push(later);
  }
  return times.sort((a, b) => a - b);
};

const gapsOf = (times: readonly number[]): readonly number[] => times.slice(1).map((time, index) => time - (times[index] ?? 0));

describe("RITA's timing score", () => {
  test.each([
    ['beacon of 60 s without jitter', beacon(60, 0, 24), 1, 1e-9],
    ['beacon of 60 s, 20 % jitter', beacon(60, 0.2, 24), 0.95, 0.05],
    ['beacon of 60 s, 50 % jitter', beacon(60, 0.5, 24), 0.87, 0.06],
    ['update poll every 900 s', beacon(900, 0.01, 24), 0.99, 0.01],
  ])('%s', (_, times, expected, tolerance) => {
    expect(Math.abs(timingScore(gapsOf(times)) - expected)).toBeLessThanOrEqual(tolerance);
  });

  test('machines score above people (algorithms 1.4: Poisson .66 in all four parts, browsing .37)', () => {
    const [machine, chance, person] = [beacon(600, 0.5, 24), poisson(200, 24, 3), browsing(24, 3)].map((times) =>
      timingScore(gapsOf(times)),
    );
    expect(machine).toBeGreaterThan(chance ?? 1);
    expect(chance).toBeGreaterThan(person ?? 1);
  });

  test('gaps of 10, 10, 20, 110, 110 s: Bowley skew 0.8, MAD/median 0.5, hence (0.2 + 0.5) / 2', () => {
    expect(timingScore([110, 10, 20, 10, 110])).toBeCloseTo(0.35, 12);
  });

  test('a median at a quartile counts as no skew', () => {
    expect(timingScore([10, 10, 10, 10, 300, 300])).toBe(1);
  });

  test('too few gaps say nothing; simultaneous contacts are no gaps', () => {
    expect(timingScore([])).toBe(0);
    expect(timingScore([60, 60])).toBe(0);
    expect(timingScore([0, 0, 60, 0, 60])).toBe(0);
  });
});

describe('beaconScores', () => {
  test.each([
    ['60 s, no jitter, one hour', beacon(60, 0, 1), 60],
    ['60 s, 20 % jitter, one hour', beacon(60, 0.05, 1), 60],
    ['300 s, three hours', beacon(300, 0.02, 3), 300],
  ])('finds the period of a beacon: %s', (_, times, period) => {
    const found = beaconScores(times);
    expect(found.surprisal).toBeGreaterThan(Math.log(1e4));
    const cycles = found.periodSeconds / period;
    expect(Math.min(Math.abs(cycles - 1), Math.abs(2 * cycles - 1), Math.abs(3 * cycles - 1))).toBeLessThan(0.03);
  });

  test('an update poll is as regular as a beacon: rarity must tell them apart, not this', () => {
    expect(beaconScores(beacon(900, 0.01, 24)).surprisal).toBeGreaterThan(Math.log(1e4));
  });

  test('half a period of jitter in an hour hides most of the rhythm, and is no false certainty', () => {
    expect(beaconScores(beacon(60, 0.5, 1)).surprisal).toBeLessThan(beaconScores(beacon(60, 0.05, 1)).surprisal);
  });

  test("p is valid under chance arrival: at most as often below x as x (Fisher's test on Bartlett's periodogram)", () => {
    const runs = 400;
    for (const [count, hours] of [
      [30, 1],
      [120, 1],
    ] as const) {
      const p = Array.from({ length: runs }, (_, seed) => Math.exp(-beaconScores(poisson(count, hours, seed)).surprisal));
      for (const x of [0.01, 0.05, 0.2]) {
        const share = p.filter((one) => one <= x).length / runs;
        expect(share, `${count} contacts, p ≤ ${x}`).toBeLessThanOrEqual(x + 3 * Math.sqrt((x * (1 - x)) / runs) + 1 / runs);
      }
    }
  });

  test('a burst counts once, so that pages with many parts are no rhythm', () => {
    const bursts = beacon(300, 0, 1).flatMap((time) => [time, time + 0.2, time + 0.5, time + 1]);
    expect(beaconScores(bursts).sessions).toBe(beacon(300, 0, 1).length);
  });

  test('chance arrival in pairs, as a page and its icon, is no rhythm either', () => {
    const runs = 200;
    const below = Array.from({ length: runs }, (_, seed) => {
      const random = RandomGenerator.keyed(seed, 'pairs');
      const pairs = poisson(60, 1, seed).flatMap((time) => [time, time + 0.1 + 0.2 * random.next()]);
      return beaconScores(pairs.sort((a, b) => a - b)).surprisal >= Math.log(100);
    }).filter(Boolean).length;
    expect(below / runs).toBeLessThanOrEqual(0.03);
  });

  test('an outage in the middle does not hide a beacon', () => {
    const times = [...beacon(10, 0.02, 0.1), ...beacon(10, 0.02, 0.1, 2).map((time) => time + 40_000)];
    expect(beaconScores(times).sessions).toBe(times.length);
  });

  test('says nothing of a few contacts or of a single instant', () => {
    expect(beaconScores([])).toMatchObject({ surprisal: 0, periodSeconds: 0, sessions: 0 });
    expect(beaconScores([5])).toMatchObject({ surprisal: 0, sessions: 1 });
    expect(beaconScores([1, 2, 3, 4, 5])).toMatchObject({ surprisal: 0, sessions: 5 });
    expect(beaconScores(Array.from({ length: 50 }, () => 7)).surprisal).toBe(0);
  });

  test('takes many contacts in bounded work: the latest 240 sessions', () => {
    expect(beaconScores(beacon(1, 0.01, 4)).sessions).toBe(240);
  });
});
