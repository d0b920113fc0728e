import { logGamma } from '../baselines/special-functions.js';

/** ln of the upper tail Q(k, x) = e^−x Σ_{i<k} x^i / i! of a Gamma(k, 1) variable, k a positive integer. */
const logErlangTail = (k: number, x: number): number => {
  if (x <= 0) return 0;
  let largest = -Infinity;
  const terms: number[] = [];
  for (let i = 0; i < k; i += 1) {
    const term = i * Math.log(x) - logGamma(i + 1);
    terms.push(term);
    largest = Math.max(largest, term);
  }
  let sum = 0;
  for (const term of terms) sum += Math.exp(term - largest);
  return Math.min(0, largest + Math.log(sum) - x);
};

/** Surprisal of a sum of `count` independent surprisals being at least `total`: Fisher's method, 2·total being χ² with 2·count degrees. */
export const gammaSurprisal = (count: number, total: number): number => (count === 0 ? 0 : -logErlangTail(count, total));

/**
 * ln P(k) of how many of `expected` events happen: negative binomial, a Poisson number whose rate varies as a Gamma of this shape (Greenwood &
 * Yule 1920); Poisson if the shape is infinite.
 */
const logCount = (k: number, expected: number, shape: number): number => {
  const arrangements = logGamma(k + 1);
  if (shape === Infinity) return k * Math.log(expected) - expected - arrangements;
  const log = Math.log1p(expected / shape);
  return logGamma(k + shape) - logGamma(shape) - arrangements - shape * log + k * (Math.log(expected / shape) - log);
};

/**
 * Surprisal (nats) of seeing p-values whose surprisals sum to at least `total`, each at most `threshold`, when
 * `expected` = threshold × looks of them were to be expected by chance: the truncated product method (Zaykin et al. 2002,
 * Genetic Epidemiology 22:170) with a Poisson or negative binomial number of p-values below the
 * threshold, P = Σ_k P(k; expected, shape) · Q(k, total − k·ln(1/threshold)).
 *
 * Unlike Fisher's method it stays honest when only the p-values below the threshold were ever reported, as is the case with
 * anomalies, and unlike a plain sum it charges for how much was looked at.
 *
 * @param shape of the Gamma by which their rate varies: the smaller, the more they come in clumps
 */
export const truncatedProductSurprisal = (total: number, threshold: number, expected: number, shape = Infinity): number => {
  if (total <= 0 || expected <= 0) return 0;
  const unit = -Math.log(threshold);
  const logs: number[] = [];
  const most = Math.ceil(total / unit);
  const beyond = most + Math.max(30, Math.ceil(4 * expected));
  for (let k = 1; k <= beyond; k += 1) {
    logs.push(logCount(k, expected, shape) + logErlangTail(k, total - k * unit));
  }
  const largest = Math.max(...logs);
  let sum = 0;
  for (const value of logs) sum += Math.exp(value - largest);
  return Math.max(0, -(largest + Math.log(sum)));
};
