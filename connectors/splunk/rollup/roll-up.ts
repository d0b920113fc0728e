import type { Registry } from '../../../src/activity/registry.js';
import { samplesOf } from '../../activity-query.js';
import type { CallOptions, RollupRow, RollupSpec, Window } from '../../connector.js';
import { inWalks } from '../../rollup-walks.js';
import { RowMerger } from '../../row-merger.js';
import type { SplunkPlatform } from '../splunk-platform.js';
import { wantedRow, type SplunkRollup } from './rollup-keys.js';
import { filteredSearch, readRows, rowsOfModel, statsRows, unfiltered, type GroupRollup } from './rollup-search.js';
import { rollupWay } from './rollup-way.js';

/** Rows that one search is planned to bring. */
const ROWS = 20_000;

/**
 * Rows as reading the events of the window gives them, in order of their start, then keys. What Splunk can group it groups: by `tstats` over
 * an accelerated data model, by `stats` over the index, as a sample of the window shows that it may; the rest is read and grouped here.
 */
export async function* rollUp(
  platform: SplunkPlatform,
  registry: Registry,
  spec: RollupSpec,
  window: Window,
  options: CallOptions,
): AsyncGenerator<RollupRow, void, void> {
  const samples = samplesOf(spec);
  const merger = new RowMerger(samples);
  for (const group of platform.settings.groups) {
    const asked = { platform, registry, group, spec, samples, options };
    for await (const row of rowsOfGroup(asked, window)) merger.add(row);
  }
  const keyOf = (row: RollupRow): string => Object.values(row.keys).join('\0');
  const rows = [...merger.before(Infinity)].map((row) => ({ row, key: keyOf(row) }));
  rows.sort((left, right) => left.row.start - right.row.start || (left.key < right.key ? -1 : 1));
  for (const { row } of rows) yield row;
}

async function* rowsOfGroup(asked: GroupRollup, window: Window): AsyncGenerator<RollupRow, void, void> {
  const { platform, spec } = asked;
  const way = await rollupWay(asked, window);
  if (way.kind === 'read') {
    yield* await readRows(asked, filteredSearch(asked), spec, window, window);
    return;
  }
  const { rollup } = way;
  const sideBySide = Math.max(1, platform.settings.searchQuota - 1);
  const rowsIn = (stretch: Window): Promise<readonly RollupRow[]> => rowsOfStretch(asked, rollup, way.kind, window, stretch);
  for await (const row of inWalks(way.extent, { interval: spec.interval, rows: ROWS, sideBySide }, rowsIn)) {
    const wanted = wantedRow(row, rollup, spec);
    if (wanted !== undefined) yield wanted;
  }
}

/** Rows of a stretch. Where the data model or a search does not suffice after all, the next way is gone. */
async function rowsOfStretch(
  asked: GroupRollup,
  rollup: SplunkRollup,
  kind: 'model' | 'stats',
  window: Window,
  stretch: Window,
): Promise<readonly RollupRow[]> {
  const ofModel = kind === 'model' ? await rowsOfModel(asked, rollup, stretch) : undefined;
  const rows = ofModel ?? (await statsRows(asked, rollup, window, stretch));
  return rows ?? readRows(asked, filteredSearch(asked), unfiltered(asked, rollup), window, stretch);
}
