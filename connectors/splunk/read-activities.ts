import type { Registry } from '../../src/activity/registry.js';
import { CIM_MODELS } from '../../src/activity/sources/cim/cim-mappings.js';
import { chosenGroups } from '../chosen-groups.js';
import type { ActivityBatch, ActivityRequest, CallOptions, Window } from '../connector.js';
import { EventMapper, fieldsRead, sourcetypesRead } from './event-mapper.js';
import type { EventSearch } from './event-slice.js';
import { byIndexTime } from './event-slices.js';
import { extentOf } from './index-extent.js';
import type { SplunkPlatformSettings, SplunkSourceGroup } from './platform-settings.js';
import { formatCursor, parseCursor, type ReadCursor } from './read-cursor.js';
import { groupTerms } from './spl-terms.js';
import type { SplunkPlatform } from './splunk-platform.js';

/** How full a slice is meant to be, so that most are not too large. */
const FILLED = 0.6;

export const ALL_TIME: Window = { from: -Infinity, to: Infinity };

/** Reads what was asked for, group by group, in order of the time of indexing; see the promises of the port. */
export async function* readActivities(
  platform: SplunkPlatform,
  registry: Registry,
  request: ActivityRequest,
  options: CallOptions,
): AsyncGenerator<ActivityBatch, void, void> {
  const cursor = request.cursor === undefined ? undefined : parseCursor(request.cursor);
  for (const [index, group] of chosenGroups(platform.settings.groups, request.group, cursor?.group).entries()) {
    yield* readGroup(platform, registry, request, group, index === 0 ? cursor : undefined, options);
  }
}

/** What to search for in a group. */
export function eventSearch(
  group: SplunkSourceGroup,
  registry: Registry,
  settings: SplunkPlatformSettings,
  sources?: readonly string[],
): EventSearch {
  const sourcetypes = sourcetypesRead(group, registry, settings, sources);
  const models = CIM_MODELS.filter(({ name, mapping }) => group.models.includes(name) && sources?.includes(mapping.name) !== false);
  const tagged = models.map(({ tags }) => `(${tags.map((tag) => `tag=${tag}`).join(' ')})`);
  return {
    what: `read events of the group ${group.name}`,
    terms: groupTerms(group, sourcetypes, settings, tagged),
    // Tags are known to searches alone, not to the index.
    indexed: groupTerms(group, tagged.length === 0 ? sourcetypes : undefined, settings),
    fields: fieldsRead(group),
  };
}

async function* readGroup(
  platform: SplunkPlatform,
  registry: Registry,
  request: ActivityRequest,
  group: SplunkSourceGroup,
  cursor: ReadCursor | undefined,
  options: CallOptions,
): AsyncGenerator<ActivityBatch, void, void> {
  const { settings } = platform;
  const search = eventSearch(group, registry, settings, request.source === undefined ? undefined : [request.source]);
  const { window = ALL_TIME, ingested = ALL_TIME } = request;
  const extent = await boundsOf(platform, search, window, ingested, options);
  if (extent === undefined) return;
  const { indexed, width } = extent;
  const time = (slice: Window): Window =>
    request.window ?? { from: ingested.from === -Infinity ? -Infinity : slice.from * 1000 - settings.oldestEvent, to: Infinity };
  const from = cursor?.position ?? { indexed: indexed.from, time: -Infinity };
  // The window is one of `_time`, by which the search asks; a mapping may tell another time, and nothing is left out for that.
  const mapper = new EventMapper(registry, settings.sourcetypes, { source: request.source }, group.models);
  for await (const { events, next } of byIndexTime(platform, search, { indexed, time, width }, from, options)) {
    for (const event of events) mapper.map(event);
    if (mapper.size > 0) yield { ...mapper.take(), cursor: formatCursor({ group: group.name, position: next }) };
  }
}

interface Bounds {
  readonly indexed: Window;
  /** Seconds in which about as many events were indexed as a search may give. */
  readonly width: number | undefined;
}

/** Bounds of index time in whole seconds; an event indexed in a second counts as taken in at its beginning. */
async function boundsOf(
  platform: SplunkPlatform,
  search: EventSearch,
  window: Window,
  ingested: Window,
  options: CallOptions,
): Promise<Bounds | undefined> {
  const asked = { from: Math.ceil(ingested.from / 1000), to: Math.ceil(ingested.to / 1000) };
  if (Number.isFinite(asked.from) && Number.isFinite(asked.to)) return { indexed: asked, width: undefined };
  const extent = await extentOf(platform, search, window, options);
  if (extent === undefined) return undefined;
  const { from, to } = extent.indexed;
  const width = Math.max(1, Math.floor(((to - from) * platform.settings.eventsPerSearch * FILLED) / Math.max(1, extent.events)));
  return { indexed: { from: Math.max(asked.from, from), to: Math.min(asked.to, to) }, width };
}
