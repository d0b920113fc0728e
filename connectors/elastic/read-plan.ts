import type { estypes } from '@elastic/elasticsearch';
import type { SourceMapping } from '../../src/activity/source-mapping.js';
import type { ActivityRequest } from '../connector.js';
import type { ElasticSettings, ElasticSourceGroup } from './elastic-settings.js';
import type { FieldTypes } from './field-types.js';
import { EVENT_TIME, lacking, readable, shifted, within } from './read-query.js';

/** One walk over documents in the order of some fields. */
export interface ReadLeg {
  /** Fields of time, most significant first. */
  readonly order: readonly string[];
  /** All of them are mapped as dates, which hold milliseconds; others may hold nanoseconds, or be no dates at all. */
  readonly milliseconds: boolean;
  readonly query: estypes.QueryDslQueryContainer;
}

/**
 * The walks that answer a request, one after another. By time of ingest these are two: the documents that carry such a time, in its order,
 * and those that do not, which are taken to have come `assumedLag` after they happened.
 */
export function readLegs(
  request: ActivityRequest,
  group: ElasticSourceGroup,
  types: FieldTypes,
  settings: ElasticSettings,
  mappings: readonly SourceMapping[],
): readonly ReadLeg[] {
  const sources = request.source === undefined ? undefined : [request.source];
  const common = [...within(EVENT_TIME, request.window), ...readable(mappings, sources, group, types)];
  const leg = (order: readonly string[], filter: readonly estypes.QueryDslQueryContainer[]): ReadLeg => ({
    order,
    milliseconds: inMilliseconds(order, types),
    query: { bool: { filter: [...common, ...filter] } },
  });
  const { ingested } = request;
  if (ingested === undefined) return [leg([EVENT_TIME], [])];
  const { ingestField } = group;
  if (ingestField === EVENT_TIME) return [leg([EVENT_TIME], within(EVENT_TIME, ingested))];
  const byEventTime = within(EVENT_TIME, shifted(ingested, settings.assumedLag));
  if (types.typesOf(ingestField).length === 0) return [leg([EVENT_TIME], byEventTime)];
  return [
    leg([ingestField, EVENT_TIME], [...within(ingestField, ingested), { exists: { field: ingestField } }]),
    leg([EVENT_TIME], [...byEventTime, lacking([ingestField])]),
  ];
}

/** Whether fields of time tell milliseconds and no more wherever they are mapped. */
export const inMilliseconds = (fields: readonly string[], types: FieldTypes): boolean =>
  fields.every((field) => types.typesOf(field).every((type) => type === 'date'));
