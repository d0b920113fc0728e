import type { ElasticSourceGroup } from './elastic-settings.js';
import { ALERT_INDICES, DEFAULT_INDICES } from './privileges.js';

/** A group with what holds where nothing is said about it. */
export function groupNamed(
  name: string,
  group: Pick<ElasticSourceGroup, 'indices'> & {
    readonly [K in keyof Omit<ElasticSourceGroup, 'name' | 'indices'>]?: ElasticSourceGroup[K] | undefined;
  },
): ElasticSourceGroup {
  const { indices, ingestField = 'event.ingested', read = 'source', datasets = 'known' } = group;
  return { name, indices, ingestField, read, datasets };
}

/**
 * What is read if the configuration names nothing. Alerts of Elastic Security carry the time of ingest of the event they are about, so
 * their own time counts; and they promise their fields, not the form in which they are stored.
 */
export const DEFAULT_GROUPS: readonly ElasticSourceGroup[] = [
  groupNamed('logs', { indices: DEFAULT_INDICES }),
  groupNamed('alerts', { indices: ALERT_INDICES, ingestField: '@timestamp', read: 'fields' }),
];
