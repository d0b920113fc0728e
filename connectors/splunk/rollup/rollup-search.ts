import type { Registry } from '../../../src/activity/registry.js';
import { Rollup } from '../../activity-query.js';
import type { CallOptions, RollupRow, RollupSpec, Window } from '../../connector.js';
import { literalTerms } from '../ask-question.js';
import { EventMapper, sourceOf, sourcetypesRead } from '../event-mapper.js';
import type { EventSearch } from '../event-slice.js';
import { byEventTime } from '../event-slices.js';
import { fewRows } from '../export-search.js';
import type { SplunkSourceGroup } from '../platform-settings.js';
import { eventSearch } from '../read-activities.js';
import type { SplunkPlatform } from '../splunk-platform.js';
import { modelRows, modelSearch } from './model-rollup.js';
import type { SplunkRollup } from './rollup-keys.js';
import { faithfulness, statsAnswer, statsOf, UNFAITHFUL } from './stats-rollup.js';

/** One rollup over one group of sources. */
export interface GroupRollup {
  readonly platform: SplunkPlatform;
  readonly registry: Registry;
  readonly group: SplunkSourceGroup;
  readonly spec: RollupSpec;
  readonly samples: number;
  readonly options: CallOptions;
}

/** More rows than these are not fetched with one search. */
export const MOST_ROWS = 50_000;

export const groupSearch = ({ group, registry, platform, spec }: GroupRollup): EventSearch =>
  eventSearch(group, registry, platform.settings, [spec.source]);

/** The same for events that may be in a wanted row. */
export function filteredSearch(asked: GroupRollup): EventSearch {
  const search = groupSearch(asked);
  return { ...search, terms: [search.terms, ...literalTerms(asked.spec)].join(' ') };
}

/** The sourcetypes of a group that are the source by their name, in lower case; undefined where others may be it by their shape. */
export function namedSourcetypes({ group, registry, platform, spec }: GroupRollup): readonly string[] | undefined {
  const read = sourcetypesRead(group, registry, platform.settings, [spec.source]);
  return read?.every((name) => sourceOf(name, registry, platform.settings.sourcetypes) === spec.source) === true ? read : undefined;
}

/** Rows as reading the events of a stretch gives them, of activities in the window. */
export async function readRows(
  { platform, registry, group, options }: GroupRollup,
  search: EventSearch,
  spec: RollupSpec,
  window: Window,
  stretch: Window,
): Promise<readonly RollupRow[]> {
  const rollup = new Rollup(spec);
  const mapper = new EventMapper(registry, platform.settings.sourcetypes, { source: spec.source, window }, group.models);
  for await (const { events } of byEventTime(platform, search, { indexed: undefined, time: stretch }, options)) {
    for (const event of events) mapper.map(event);
    for (const activity of mapper.take().activities) rollup.add(activity);
  }
  return [...rollup.rows()];
}

/** What the rows are before filters are looked at, by the keys of a rollup. */
export function unfiltered({ spec: { where: _later, ...spec } }: GroupRollup, { keys }: SplunkRollup): RollupSpec {
  return { ...spec, groupBy: keys.map(([path]) => path) };
}

/** Rows that `stats` gives, and those of the events that it cannot group, of a stretch of the window; undefined: it has too many rows. */
export async function statsRows(
  asked: GroupRollup,
  rollup: SplunkRollup,
  window: Window,
  stretch: Window,
): Promise<readonly RollupRow[] | undefined> {
  const { platform, registry, spec, samples, options } = asked;
  const search = filteredSearch(asked);
  const known = registry.mappings.filter(({ name }) => name === spec.source).flatMap(({ name, datasets }) => [name, ...datasets]);
  const sourcetypes = [...known, ...Object.keys(platform.settings.sourcetypes)]
    .map((name) => name.toLowerCase())
    .filter((name) => sourceOf(name, registry, platform.settings.sourcetypes) === spec.source);
  const told = faithfulness(rollup, [...new Set(sourcetypes)].sort(), samples);
  const text = `${search.terms} | ${told} | ${statsOf(rollup, spec, window, samples)}`;
  const found = await fewRows(platform, { what: `group ${spec.source}`, text, time: stretch }, options);
  if (found.length > MOST_ROWS) return undefined;
  const { rows, unfaithful } = statsAnswer(found, rollup);
  if (unfaithful === 0) return rows;
  const rest = { ...search, commands: ` | ${told} | ${UNFAITHFUL}` };
  return [...rows, ...(await readRows(asked, rest, unfiltered(asked, rollup), window, stretch))];
}

/** Rows that the data model gives for a stretch; undefined if it does not hold each event of the search once, or cuts time in another way. */
export async function rowsOfModel(asked: GroupRollup, rollup: SplunkRollup, stretch: Window): Promise<readonly RollupRow[] | undefined> {
  const { platform, spec, options } = asked;
  const { terms } = groupSearch(asked);
  const what = `group ${spec.source} by ${rollup.raw.model.name}`;
  const found = await fewRows(platform, { what, text: modelSearch(rollup, spec, terms), time: stretch }, options);
  if (found.length > MOST_ROWS) return undefined;
  const rows = modelRows(found, rollup, spec);
  const [all] = await fewRows(platform, { what: `count ${spec.source}`, text: `| tstats count where ${terms}`, time: stretch }, options);
  const events = rows?.reduce((sum, { count }) => sum + count, 0);
  return events === Number(all?.count) ? rows : undefined;
}
