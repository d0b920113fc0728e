import type { Registry } from '../../src/activity/registry.js';
import type { CallOptions, SourceStatus, Window } from '../connector.js';
import type { Lag } from '../lag-percentiles.js';
import { lagOf } from './ingest-lag.js';
import { surveySourcetypes } from './survey-sourcetypes.js';
import { ALL_TIME } from './read-activities.js';
import type { SplunkPlatform } from './splunk-platform.js';

interface Counted {
  readonly mapped: boolean;
  records: number;
  first: number;
  last: number;
  lag: Lag | undefined;
  /** Events behind the lag. */
  most: number;
}

/** Which sourcetypes the groups hold, by the mapping that reads them; those that no mapping knows by name stand under their own. */
export async function listSources(
  platform: SplunkPlatform,
  registry: Registry,
  window: Window | undefined,
  options: CallOptions,
): Promise<readonly SourceStatus[]> {
  const found = new Map<string, Counted>();
  for (const group of platform.settings.groups) {
    for (const { sourcetype, source, events, first, last } of await surveySourcetypes(platform, registry, group, window, options)) {
      const lag = source === undefined ? undefined : await lagOf(platform, group, sourcetype, window ?? ALL_TIME, options);
      const name = source ?? sourcetype;
      const before = found.get(name);
      if (before === undefined) found.set(name, { mapped: source !== undefined, records: events, first, last, lag, most: events });
      else {
        before.records += events;
        before.first = Math.min(before.first, first);
        before.last = Math.max(before.last, last);
        // Percentiles cannot be added, so that of the larger part stands for both.
        if (events > before.most) [before.lag, before.most] = [lag, events];
      }
    }
  }
  return [...found.entries()]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([source, { mapped, records, first, last, lag }]) => ({
      source,
      ...(mapped ? {} : { mapped }),
      records,
      first,
      last,
      ...(lag === undefined ? {} : { lagSeconds: lag }),
    }));
}
