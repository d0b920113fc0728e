import { describe, expect, test } from 'vitest';
import { PatternOfLife } from '../baselines/pattern-of-life.js';
import { Calibration } from './calibration.js';
import { KIND_FACETS, RawScore } from './raw-score.js';
import { ACCOUNT, DEVICE, UNIT_LAYOUT } from './unit-layout.js';

const NO_BASIS = { index: -1, hash: 0, observed: NaN, detail: '' };

describe('a surprisal that occurred in none of 3,000 windows that were all less surprising', () => {
  test.each([
    { unit: 'account', kind: ACCOUNT, hour: 'hour-of-week', other: 'travel' },
    { unit: 'device', kind: DEVICE, hour: 'device-hour', other: 'beaconing' },
  ])('of the hour of the week of one $unit is a share and stays what it is; of another facet it is rarer than it claims', (row) => {
    const pattern = PatternOfLife.empty(UNIT_LAYOUT);
    const calibration = new Calibration(pattern);
    const subject = pattern.subject(row.kind, 0, 0);
    const [hour = -1, other = -1] = [row.hour, row.other].map((name) => KIND_FACETS[row.kind]?.position.get(name));
    const judge = (surprisal: number): { readonly raw: RawScore; readonly score: ReturnType<Calibration['combine']> } => {
      const raw = new RawScore(row.kind);
      for (const facet of [hour, other]) raw.set(facet, surprisal, surprisal, NO_BASIS);
      return { raw, score: calibration.combine(subject, raw, 0, 0) };
    };
    for (let window = 0; window < 3_000; window += 1) {
      const { raw, score } = judge(0.1 + (window % 10) / 10);
      calibration.learnFacets(score, raw);
    }
    const { facets } = judge(2.8).score;
    expect(facets[hour]).toBeCloseTo(2.8, 12);
    expect(facets[other]).toBeGreaterThan(5);
    expect(calibration.facetShare(subject, hour, 2.8, 0)).toBeCloseTo(Math.exp(-2.8), 12);
  });

  test('an hour that hours are often as unusual as is judged by how often', () => {
    const pattern = PatternOfLife.empty(UNIT_LAYOUT);
    const calibration = new Calibration(pattern);
    const subject = pattern.subject(ACCOUNT, 0, 0);
    const hour = KIND_FACETS[ACCOUNT]?.position.get('hour-of-week') ?? -1;
    const raw = new RawScore(ACCOUNT);
    raw.set(hour, 6, 6, NO_BASIS);
    for (let window = 0; window < 1_000; window += 1) calibration.learnFacets(calibration.combine(subject, raw, 0, 0), raw);
    expect(calibration.combine(subject, raw, 0, 0).facets[hour]).toBeLessThan(1);
  });
});

test('the same departure says less of an account that departs every other day than of one that never does', () => {
  const pattern = PatternOfLife.empty(UNIT_LAYOUT);
  const calibration = new Calibration(pattern);
  const [restless, calm] = [pattern.subject(ACCOUNT, 0, 0), pattern.subject(ACCOUNT, 1, 0)];
  const facet = KIND_FACETS[ACCOUNT]?.position.get('travel') ?? -1;
  const judge = (subject: number, surprisal: number): { readonly raw: RawScore; readonly score: ReturnType<Calibration['combine']> } => {
    const raw = new RawScore(ACCOUNT);
    raw.set(facet, surprisal, surprisal, NO_BASIS);
    const score = calibration.combine(subject, raw, 0, 0);
    calibration.judge(subject, score, 0, true);
    return { raw, score };
  };
  for (let window = 0; window < 4_000; window += 1) {
    const departs = window % 100 === 0;
    const { raw, score } = judge(departs || window % 100 === 1 ? restless : calm, departs ? 4 : 0.1 + (window % 10) / 10);
    calibration.learnFacets(score, raw);
    calibration.learnUnit(score);
  }
  const [ofRestless, ofCalm] = [judge(restless, 4).score, judge(calm, 4).score];
  expect(ofRestless.restlessness).toBeGreaterThan(5);
  expect(ofCalm.restlessness).toBeLessThan(1);
  expect(ofRestless.probability).toBeGreaterThan(3 * ofCalm.probability);
});
