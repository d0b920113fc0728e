import type { CallOptions } from '../connector.js';
import type { ElasticSettings, ElasticSourceGroup } from './elastic-settings.js';
import { HitPages, type Hit } from './hit-pages.js';
import { recordFields } from './hit-records.js';
import { mergedTies } from './merge-pages.js';
import { EVENT_TIME } from './read-query.js';
import type { PointInTime } from './point-in-time.js';
import type { SortKey } from './read-cursor.js';
import type { ReadLeg } from './read-plan.js';

/**
 * The documents of a leg behind `after`, in groups of equal time, read by several readers side by side. They share the documents by a hash
 * of their time: by default each would get a stretch of the index, that is of time, and all but one would wait to be merged.
 */
export function walkLeg(
  point: PointInTime,
  leg: ReadLeg,
  group: ElasticSourceGroup,
  settings: ElasticSettings,
  after: SortKey,
  options: CallOptions,
): AsyncGenerator<readonly Hit[], void, void> {
  const { slices, pageSize, product } = settings;
  const source = recordFields(group.read);
  const pages = Array.from({ length: slices }, (_value, id) => {
    const slice = slices === 1 ? undefined : { id: String(id), max: slices, field: leg.order[0] ?? EVENT_TIME };
    return new HitPages(point, leg, { size: pageSize, slice, after, source, breaksTies: product === 'elasticsearch' }, options);
  });
  return mergedTies(pages);
}
