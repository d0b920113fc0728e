import type { CallOptions, SourceStatus, Window } from '../connector.js';
import { exportRows } from './export-search.js';
import { anyTerm, groupTerms } from './spl-terms.js';
import type { SplunkSourceGroup } from './platform-settings.js';
import type { SplunkPlatform } from './splunk-platform.js';

export type Lag = NonNullable<SourceStatus['lagSeconds']>;

/** Events for the percentiles; the 95th of a thousand is known to about one and a half percentage points. */
const SAMPLE = 1000;

/** Percentiles of the seconds between event and indexing, from the last events of a sourcetype in a window. */
export async function lagOf(
  platform: SplunkPlatform,
  group: SplunkSourceGroup,
  sourcetype: string,
  window: Window,
  options: CallOptions,
): Promise<Lag | undefined> {
  const terms = `${groupTerms(group, undefined, platform.settings)} ${anyTerm('sourcetype', [sourcetype])}`;
  const text = `${terms} | head ${String(SAMPLE)} | eval lag=_indextime-_time | table lag`;
  const lags: number[] = [];
  for await (const { lag } of exportRows(platform, { what: `sample the lag of ${sourcetype}`, text, time: window }, options)) {
    if (Number.isFinite(Number(lag))) lags.push(Number(lag));
  }
  if (lags.length === 0) return undefined;
  lags.sort((left, right) => left - right);
  return { p50: quantile(lags, 0.5), p95: quantile(lags, 0.95), p99: quantile(lags, 0.99) };
}

/** Smallest value with at least the share `q` of the sorted values at or below it. */
function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.max(Math.ceil(q * sorted.length) - 1, 0)] ?? 0;
}
