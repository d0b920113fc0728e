import type { Registry } from '../../src/activity/registry.js';
import { chosenGroups } from '../chosen-groups.js';
import type { ActivityBatch, ActivityRequest, CallOptions } from '../connector.js';
import type { ElasticGateway } from './elastic-gateway.js';
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
  const groups = chosenGroups(gateway.settings.groups, request.group, cursor?.group);
  for (const [index, group] of groups.entries()) {
    const from = index === 0 ? cursor : undefined;
    yield* inGroup(gateway, group, leanFields(registry.mappings), options, (view) => readGroup(gateway, registry, request, view, from));
  }
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
  // The window is one of the platform's time of an event, by which the query asks; a mapping may tell another, and nothing is left out for that.
  const mapper = new HitMapper(registry, { source: request.source });
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
