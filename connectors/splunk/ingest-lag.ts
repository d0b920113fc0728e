import type { CallOptions, Window } from '../connector.js';
import { LAG_SAMPLE, lagPercentiles, type Lag } from '../lag-percentiles.js';
import { exportRows } from './export-search.js';
import { anyTerm, groupTerms } from './spl-terms.js';
import type { SplunkSourceGroup } from './platform-settings.js';
import type { SplunkPlatform } from './splunk-platform.js';

/** Percentiles of the seconds between event and indexing, from the last events of a sourcetype in a window. */
export async function lagOf(
  platform: SplunkPlatform,
  group: SplunkSourceGroup,
  sourcetype: string,
  window: Window,
  options: CallOptions,
): Promise<Lag | undefined> {
  const terms = `${groupTerms(group, undefined, platform.settings)} ${anyTerm('sourcetype', [sourcetype])}`;
  const text = `${terms} | head ${String(LAG_SAMPLE)} | eval lag=_indextime-_time | table lag`;
  const lags: number[] = [];
  for await (const { lag } of exportRows(platform, { what: `sample the lag of ${sourcetype}`, text, time: window }, options)) {
    if (Number.isFinite(Number(lag))) lags.push(Number(lag));
  }
  return lagPercentiles(lags);
}
