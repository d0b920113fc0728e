import { describe, expect, test } from 'vitest';
import {
  logChiSquaredTail,
  logGamma,
  logIncompleteBeta,
  logNegativeBinomialTail,
  logStudentTail,
  logUpperGamma,
} from './special-functions.js';

describe('special functions against tables and closed forms', () => {
  test('ln Γ: Γ(5) = 24, Γ(1/2) = √π, Γ(1/4) = 3.62560990822191', () => {
    expect(logGamma(5)).toBeCloseTo(Math.log(24), 12);
    expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 12);
    expect(logGamma(0.25)).toBeCloseTo(Math.log(3.625609908221908), 12);
  });
  test.each([
    // Abramowitz & Stegun table 26.10, upper percentage points of Student's t
    [1, 31.821, 0.01],
    [4, 3.747, 0.01],
    [10, 2.764, 0.01],
    [10, 4.144, 0.001],
    [30, 3.385, 0.001],
    [120, 3.16, 0.001],
  ])('t with %i degrees of freedom exceeds %f with probability %f', (degrees, t, p) => {
    expect(Math.exp(logStudentTail(t, degrees)) / p).toBeCloseTo(1, 2);
  });
  test('t with one degree of freedom is Cauchy: P(T > t) = 1/2 − atan(t)/π', () => {
    for (const t of [-3, -0.5, 0, 0.7, 12, 1000]) expect(Math.exp(logStudentTail(t, 1))).toBeCloseTo(0.5 - Math.atan(t) / Math.PI, 10);
  });
  test('the far tail of t does not underflow: P(T > t) ≈ c·t^−ν for ν = 2 is 1/(2t²)', () => {
    expect(logStudentTail(1e6, 2)).toBeCloseTo(Math.log(1 / (2 * 1e12)), 6);
  });
  test('chi-squared: 2 degrees of freedom is exponential; 3.841 with 1 is 5 %', () => {
    for (const x of [0.1, 1, 10, 200, 2000]) expect(logChiSquaredTail(x, 2)).toBeCloseTo(-x / 2, 8);
    expect(Math.exp(logChiSquaredTail(3.841459, 1))).toBeCloseTo(0.05, 6);
    expect(Math.exp(logChiSquaredTail(29.5883, 10))).toBeCloseTo(0.001, 6);
  });
  test('upper gamma of whole a is a Poisson sum', () => {
    const poisson = (mean: number, upTo: number): number => {
      let term = Math.exp(-mean);
      let sum = term;
      for (let k = 1; k < upTo; k += 1) {
        term *= mean / k;
        sum += term;
      }
      return sum;
    };
    expect(Math.exp(logUpperGamma(4, 2.5))).toBeCloseTo(poisson(2.5, 4), 10);
  });
  test('negative binomial with r = 1 is geometric: P(X ≥ k) = (1 − q)^k', () => {
    for (const k of [1, 2, 5, 50]) expect(logNegativeBinomialTail(k, 1, 0.3)).toBeCloseTo(k * Math.log(0.7), 8);
  });
  test('incomplete beta: I_x(1, b) = 1 − (1 − x)^b and edges', () => {
    expect(Math.exp(logIncompleteBeta(1, 3, 0.2))).toBeCloseTo(1 - 0.8 ** 3, 10);
    expect(logIncompleteBeta(2, 3, 0)).toBe(-Infinity);
    expect(logIncompleteBeta(2, 3, 1)).toBe(0);
  });
});
