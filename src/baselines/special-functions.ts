/** Lanczos coefficients, g = 7, n = 9 (Godfrey 2001). Relative error below 1e-13 for x > 0. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/** ln Γ(x) for x > 0. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const y = x - 1;
  let sum: number = LANCZOS[0];
  for (let index = 1; index < LANCZOS.length; index += 1) sum += (LANCZOS[index] ?? 0) / (y + index);
  const t = y + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** Continued fraction of the incomplete beta function by the modified Lentz method (NIST DLMF 8.17.22). */
function betaFraction(a: number, b: number, x: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  if (Math.abs(d) < tiny) d = tiny;
  d = 1 / d;
  let h = d;
  for (let m = 1; m <= 300; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 + even * d;
    if (Math.abs(d) < tiny) d = tiny;
    c = 1 + even / c;
    if (Math.abs(c) < tiny) c = tiny;
    d = 1 / d;
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 + odd * d;
    if (Math.abs(d) < tiny) d = tiny;
    c = 1 + odd / c;
    if (Math.abs(c) < tiny) c = tiny;
    d = 1 / d;
    const delta = d * c;
    h *= delta;
    if (Math.abs(delta - 1) < 1e-14) break;
  }
  return h;
}

/** ln of the regularised incomplete beta function I_x(a, b), for 0 ≤ x ≤ 1; accurate in the far lower tail. */
export function logIncompleteBeta(a: number, b: number, x: number): number {
  if (x <= 0) return -Infinity;
  if (x >= 1) return 0;
  const front = a * Math.log(x) + b * Math.log1p(-x) + logGammaOfSixteenths(a + b) - logGammaOfSixteenths(a) - logGammaOfSixteenths(b);
  if (x < (a + 1) / (a + b + 2)) return front + Math.log(betaFraction(a, b, x) / a);
  const upper = Math.exp(front) * (betaFraction(b, a, 1 - x) / b);
  return Math.log1p(-Math.min(upper, 1));
}

/** ln Γ at sixteenths, filled in when first asked for: histories are counted in eighths, so these come again and again. */
const SIXTEENTHS = new Float64Array(16 * 512).fill(NaN);

function logGammaOfSixteenths(x: number): number {
  const index = x * 16;
  if (index >= SIXTEENTHS.length || !Number.isInteger(index)) return logGamma(x);
  const known = SIXTEENTHS[index] ?? NaN;
  if (!Number.isNaN(known)) return known;
  const value = logGamma(x);
  SIXTEENTHS[index] = value;
  return value;
}

/** ln P(T > t) for Student's t with `degrees` > 0 degrees of freedom (Abramowitz & Stegun 26.7.1). */
export function logStudentTail(t: number, degrees: number): number {
  const half = logIncompleteBeta(degrees / 2, 0.5, degrees / (degrees + t * t)) - Math.LN2;
  return t >= 0 ? half : Math.log1p(-Math.exp(half));
}

/** ln Q(a, x), the regularised upper incomplete gamma function (NIST DLMF 8.9.2, 8.7.1). */
export function logUpperGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  const front = a * Math.log(x) - x - logGamma(a);
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < 2000; n += 1) {
      term *= x / (a + n);
      sum += term;
      if (term < sum * 1e-16) break;
    }
    return Math.log1p(-Math.min(Math.exp(front) * sum, 1));
  }
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < 2000; n += 1) {
    const an = -n * (n - a);
    b += 2;
    d = an * d + b;
    if (Math.abs(d) < tiny) d = tiny;
    c = b + an / c;
    if (Math.abs(c) < tiny) c = tiny;
    d = 1 / d;
    const delta = d * c;
    h *= delta;
    if (Math.abs(delta - 1) < 1e-15) break;
  }
  return front + Math.log(h);
}

/** ln P(X > x) for a chi-squared variable with `degrees` (not necessarily whole) degrees of freedom. */
export function logChiSquaredTail(x: number, degrees: number): number {
  return logUpperGamma(degrees / 2, x / 2);
}

/** ln P(X ≥ k) for X negative binomial with shape r and success probability q (the Gamma–Poisson predictive), k ≥ 0. */
export function logNegativeBinomialTail(k: number, r: number, q: number): number {
  if (k <= 0) return 0;
  return logIncompleteBeta(k, r, 1 - q);
}
