import type { Registry } from '../../src/activity/registry.js';
import { Rollup } from '../activity-query.js';
import type { CallOptions, RollupRow, RollupSpec, Window } from '../connector.js';
import { EventMapper } from './event-mapper.js';
import { byEventTime } from './event-slices.js';
import { eventSearch } from './read-activities.js';
import type { SplunkPlatform } from './splunk-platform.js';

/**
 * Rows as reading the events of the window gives them, in order of their start. The events are read and grouped here: what a sourcetype's
 * fields mean is known to the mappings, not to Splunk.
 */
export async function* rollUp(
  platform: SplunkPlatform,
  registry: Registry,
  spec: RollupSpec,
  window: Window,
  options: CallOptions,
): AsyncGenerator<RollupRow, void, void> {
  const { settings } = platform;
  const rollup = new Rollup(spec);
  for (const group of settings.groups) {
    const search = eventSearch(group, registry, settings, [spec.source]);
    const mapper = new EventMapper(registry, settings.sourcetypes, { source: spec.source, window });
    for await (const { events } of byEventTime(platform, search, { indexed: undefined, time: window }, options)) {
      for (const event of events) mapper.map(event);
      for (const activity of mapper.take().activities) rollup.add(activity);
    }
  }
  yield* rollup.rows();
}
