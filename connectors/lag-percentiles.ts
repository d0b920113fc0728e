/** Seconds between event and ingest. */
export interface Lag {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Events drawn for the percentiles; the 95th of a thousand is known to about one and a half percentage points. */
export const LAG_SAMPLE = 1000;

/** Percentiles of lags in seconds; undefined of none. */
export function lagPercentiles(lags: readonly number[]): Lag | undefined {
  if (lags.length === 0) return undefined;
  const sorted = [...lags].sort((left, right) => left - right);
  return { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), p99: quantile(sorted, 0.99) };
}

/** Smallest value with at least the share `q` of the sorted values at or below it. */
function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.max(Math.ceil(q * sorted.length) - 1, 0)] ?? 0;
}
