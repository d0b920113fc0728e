import type { ElasticSettings, ElasticSourceGroup } from './elastic-settings.js';

/** All groups as one, for what is asked of everything by event time. */
export function wholeView(settings: ElasticSettings): ElasticSourceGroup {
  const { groups } = settings;
  return {
    name: '',
    indices: [...new Set(groups.flatMap((group) => group.indices))],
    ingestField: groups[0]?.ingestField ?? '@timestamp',
    read: groups.some((group) => group.read === 'fields') ? 'fields' : 'source',
    datasets: groups.some((group) => group.datasets === 'all') ? 'all' : 'known',
  };
}
