import type { estypes } from '@elastic/elasticsearch';
import type { Activity } from '../../../src/activity/activity.js';
import type { Registry } from '../../../src/activity/registry.js';
import type { CallOptions } from '../../connector.js';
import { unusedRecords, type SampledActivities } from '../../coverage-diagnosis.js';
import { recordFields, recordOf } from '../hit-records.js';
import type { GroupView } from '../in-group.js';

/** Of a share of one half it is known to five percentage points. */
const SAMPLE = 400;
const SEED = 2;

/** Activities of documents that are drawn at random. */
export async function sampleActivities(
  { point, group }: GroupView,
  registry: Registry,
  filter: readonly estypes.QueryDslQueryContainer[],
  options: CallOptions,
): Promise<SampledActivities> {
  const random = { random_score: { seed: SEED, field: '_seq_no' }, boost_mode: 'replace' as const };
  const answer = await point.search<Record<string, unknown>>(
    {
      size: SAMPLE,
      track_total_hits: false,
      ...recordFields(group.read),
      query: { function_score: { query: { bool: { filter: [...filter] } }, ...random } },
    },
    'sample documents',
    options,
  );
  const mappers = new Map<string, ReturnType<Registry['mapperFor']>>();
  const activities: Activity[] = [];
  const reasons: Readonly<Record<'dead' | 'skipped', string[]>> = { dead: [], skipped: [] };
  let records = 0;
  for (const { _index: index, _id: id, _source: source, fields } of answer.hits.hits) {
    const record = recordOf({ index, id: id ?? '', source, fields, sort: [] });
    if (record === undefined) continue;
    const mapper = mappers.get(index) ?? registry.mapperFor({ name: index, dataset: '' });
    mappers.set(index, mapper);
    const mapped = mapper.map(record);
    records += 1;
    if (mapped.kind === 'activities') activities.push(...mapped.activities);
    else reasons[mapped.kind].push(mapped.reason);
  }
  return { activities, records, dead: unusedRecords(reasons.dead), skipped: unusedRecords(reasons.skipped) };
}
