import { describe, expect, it } from 'vitest';
import type { Tactic } from '../documents/common.js';
import { kindStatistics, type KindFrequencies, type KindModel } from './kind-statistic.js';

const WINDOWS = 10_000;

/** Frequencies among 10,000 windows from counts of models and of pairs `a b`. */
const frequencies = (counts: Readonly<Record<string, number>>, pairs: Readonly<Record<string, number>> = {}): KindFrequencies => ({
  rateOf: (name) => (counts[name] ?? 0) / WINDOWS,
  countOf: (name) => counts[name] ?? 0,
  togetherOf: (one, other) => pairs[`${one} ${other}`] ?? pairs[`${other} ${one}`] ?? 0,
});
const model = (name: string, tactic: Tactic = 'impact'): KindModel => ({ name, attack: { tactic } });
const models = (...names: readonly string[]): readonly KindModel[] => names.map((name) => model(name));

describe('the rarest of the models of a window', () => {
  const known = frequencies({ a: 500, b: 200, c: 100 });
  const [a, b, c] = [Math.log(20), Math.log(50), Math.log(100)];

  it('is −ln of the rate of a single model, 0 without one', () => {
    expect(kindStatistics(models('a'), known).rarest).toBeCloseTo(a, 12);
    expect(kindStatistics([], known)).toEqual({ rarest: 0, together: 0 });
  });

  it('is the cube root of summed cubes over tactics, each by its rarest model', () => {
    expect(kindStatistics([model('a'), model('b', 'discovery')], known).rarest).toBeCloseTo(Math.cbrt(a ** 3 + b ** 3), 12);
    expect(kindStatistics(models('a', 'c'), known).rarest).toBeCloseTo(c, 12);
  });

  it('passes over models that say what to do', () => {
    expect(kindStatistics(models('Response / Block'), known)).toEqual({ rarest: 0, together: 0 });
  });
});

describe('the coming together of the models of a window', () => {
  it('counts models that never came together in full', () => {
    const { together } = kindStatistics(models('a', 'b'), frequencies({ a: 1000, b: 100 }));
    expect(together).toBeCloseTo(Math.log(10) + Math.log(100), 12);
  });

  it('counts what always comes together once', () => {
    const { together } = kindStatistics(models('a', 'b'), frequencies({ a: 1000, b: 1000 }, { 'a b': 1000 }));
    expect(together).toBeCloseTo(Math.log(10), 1);
  });

  it('takes each model as what makes it most likely leaves it, in whichever order they are given', () => {
    const known = frequencies({ a: 4000, b: 1000, c: 500 }, { 'a c': 200, 'b c': 450 });
    const given = -Math.log((450 + 5 * 0.05) / 1005);
    const { together } = kindStatistics(models('a', 'b', 'c'), known);
    expect(together).toBeCloseTo(Math.log(2.5) + Math.log(10) + given, 12);
    expect(kindStatistics(models('c', 'a', 'b'), known).together).toBe(together);
  });
});
