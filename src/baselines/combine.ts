/** Probability of at least one success in `tries`: 1 − (1 − p)^tries (Šidák 1967), exact for tiny p. */
export function sidak(p: number, tries: number): number {
  if (tries <= 1 || p >= 1) return Math.min(p, 1);
  return -Math.expm1(tries * Math.log1p(-p));
}

/** ln p of the same correction, for p given as surprisal s = −ln p. Returns the corrected surprisal, ≥ 0. */
export function sidakSurprisal(surprisal: number, tries: number): number {
  if (tries <= 1) return surprisal;
  if (surprisal > 30) return Math.max(0, surprisal - Math.log(tries));
  const corrected = sidak(Math.exp(-surprisal), tries);
  return corrected >= 1 ? 0 : -Math.log(corrected);
}

/**
 * The Cauchy transform of a p-value given as surprisal: tan((½ − p)π), which is 1/(πp) for small p. Values p ≥ ½ give 0: the
 * truncated form (Fang et al., arXiv 2103.12967), so that facets which did not apply neither help nor hide the others.
 */
export function cauchyScore(surprisal: number): number {
  if (surprisal <= Math.LN2) return 0;
  if (surprisal > 20) return Math.exp(surprisal) / Math.PI;
  return Math.tan((0.5 - Math.exp(-surprisal)) * Math.PI);
}

/** Surprisal of a mean Cauchy score T: −ln(½ − atan(T)/π), exact for large T. */
export function cauchySurprisal(score: number): number {
  if (score > 1e6) return Math.log(score * Math.PI);
  return -Math.log(0.5 - Math.atan(score) / Math.PI);
}

/**
 * Cauchy combination test (Liu & Xie 2020) over surprisals with equal weights `1/k`; `k` may exceed the number given when some
 * did not apply. Valid under dependence between the p-values. Returns the combined surprisal.
 */
export function cauchyCombination(surprisals: ArrayLike<number>, k: number = surprisals.length): number {
  if (k === 0) return 0;
  const { length } = surprisals;
  let sum = 0;
  for (let index = 0; index < length; index += 1) sum += cauchyScore(surprisals[index] ?? 0);
  return cauchySurprisal(sum / k);
}
