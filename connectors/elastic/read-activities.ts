import type { Registry } from '../../src/activity/registry.js';
import { UsageError } from '../../src/errors.js';
import type { ActivityBatch, ActivityRequest, CallOptions } from '../connector.js';
import type { ElasticGateway } from './elastic-gateway.js';
import type { ElasticSourceGroup } from './elastic-settings.js';
import { HitMapper } from './hit-mapper.js';
import { inGroup, type GroupView } from './in-group.js';
import { leanFields, leanReading } from './lean-reading.js';
import { formatCursor, parseCursor, type ReadCursor } from './read-cursor.js';
import { readLegs } from './read-plan.js';
import { walkLeg } from './walk-leg.js';

/** Reads what was asked for, group by group, in order of time; see the promises of the port. */
export async function* readActivities(
  gateway: ElasticGateway,
  registry: Registry,
  request: ActivityRequest,
  options: CallOptions,
): AsyncGenerator<ActivityBatch, void, void> {
  const cursor = request.cursor === undefined ? undefined : parseCursor(request.cursor);
  const groups = groupsFrom(gateway.settings.groups, request.group, cursor);
  for (const [index, group] of groups.entries()) {
    const from = index === 0 ? cursor : undefined;
    yield* inGroup(gateway, group, leanFields(registry.mappings), options, (view) => readGroup(gateway, registry, request, view, from));
  }
}

function groupsFrom(
  groups: readonly ElasticSourceGroup[],
  wanted: string | undefined,
  cursor: ReadCursor | undefined,
): readonly ElasticSourceGroup[] {
  const chosen = wanted === undefined ? groups : groups.filter((group) => group.name === wanted);
  if (chosen.length === 0 && wanted !== undefined) {
    throw new UsageError(`there is no group "${wanted}"; known groups: ${groups.map((group) => group.name).join(', ')}`);
  }
  if (cursor === undefined) return chosen;
  const start = chosen.findIndex((group) => group.name === cursor.group);
  if (start < 0) throw new UsageError(`the cursor belongs to the group "${cursor.group}", which is not read`);
  return chosen.slice(start);
}

async function* readGroup(
  gateway: ElasticGateway,
  registry: Registry,
  request: ActivityRequest,
  view: GroupView,
  cursor: ReadCursor | undefined,
): AsyncGenerator<ActivityBatch, void, void> {
  const { settings } = gateway;
  const { group, point, signal } = view;
  const mapper = new HitMapper(registry, request);
  const lean = leanReading(registry.mappings, group, view.types);
  for (const [index, leg] of readLegs(request, group, view.types, settings, registry.mappings).entries()) {
    if (cursor !== undefined && index < cursor.leg) continue;
    const after = cursor?.leg === index ? cursor.after : [];
    for await (const hits of walkLeg(point, leg, group, settings, after, { signal }, lean)) {
      for (const hit of hits) mapper.map(hit);
      const last = hits[hits.length - 1];
      if (mapper.size === 0 || last === undefined) continue;
      yield { ...mapper.take(), cursor: formatCursor({ group: group.name, leg: index, after: last.sort.slice(0, leg.order.length) }) };
    }
  }
}
