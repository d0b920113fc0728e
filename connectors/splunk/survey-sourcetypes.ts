import type { Registry } from '../../src/activity/registry.js';
import type { CallOptions, Window } from '../connector.js';
import { sourceOf, textIn } from './event-mapper.js';
import { fewRows } from './export-search.js';
import type { SplunkSourceGroup } from './platform-settings.js';
import { ALL_TIME } from './read-activities.js';
import { groupTerms } from './spl-terms.js';
import type { SplunkPlatform } from './splunk-platform.js';

/** One sourcetype of a group. */
export interface FoundSourcetype {
  readonly sourcetype: string;
  /** Name of the mapping that reads it, by its name; undefined where none does. */
  readonly source: string | undefined;
  readonly events: number;
  /** Epoch milliseconds. */
  readonly first: number;
  readonly last: number;
}

/** Which sourcetypes lie in a group's indexes, those included that no mapping knows, unless the group names them; from the index files alone. */
export async function surveySourcetypes(
  platform: SplunkPlatform,
  registry: Registry,
  group: SplunkSourceGroup,
  window: Window | undefined,
  options: CallOptions,
): Promise<readonly FoundSourcetype[]> {
  const { settings } = platform;
  const named = typeof group.sourcetypes === 'string' ? undefined : group.sourcetypes;
  const terms = groupTerms(group, named, settings);
  const text = `| tstats count min(_time) as first max(_time) as last where ${terms} by sourcetype`;
  const rows = await fewRows(platform, { what: `count the events of the group ${group.name}`, text, time: window ?? ALL_TIME }, options);
  return rows.map((row) => {
    const sourcetype = textIn(row, 'sourcetype');
    return {
      sourcetype,
      source: sourceOf(sourcetype, registry, settings.sourcetypes),
      events: Number(row.count),
      first: Math.round(Number(row.first) * 1000),
      last: Math.round(Number(row.last) * 1000),
    };
  });
}
