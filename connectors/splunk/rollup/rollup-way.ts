import type { RollupRow, Window } from '../../connector.js';
import { RowMerger } from '../../row-merger.js';
import { entryContent } from '../diagnosis/entry-content.js';
import { fetchSlice } from '../event-slice.js';
import { isObject } from '../export-line.js';
import { fewRows } from '../export-search.js';
import { jsonOr } from '../splunk-http.js';
import { fitsModel } from './model-rollup.js';
import { inSplunk, type SplunkRollup } from './rollup-keys.js';
import { groupSearch, namedSourcetypes, readRows, rowsOfModel, statsRows, unfiltered, type GroupRollup } from './rollup-search.js';

/** How the rows of a group are made, and why not in a cheaper way. */
export type RollupWay =
  | {
      readonly kind: 'model' | 'stats';
      readonly rollup: SplunkRollup;
      readonly events: number;
      /** Part of the window in which events are. */
      readonly extent: Window;
      readonly why: readonly string[];
    }
  | { readonly kind: 'read'; readonly events: number; readonly why: readonly string[] };

/** Events of each stretch that is compared, and how many are read at most to find one. */
const SAMPLE = 100;
const MOST = 2000;

/**
 * Chooses by trying: the events at the beginning, in the middle and at the end of a window are read and grouped here, and a way of Splunk's that
 * does not give the same rows is not taken. What a site makes of fields (aliases, lookups, the time zone, how much of a time an index keeps)
 * is known to nobody beforehand.
 */
export async function rollupWay(filtered: GroupRollup, window: Window): Promise<RollupWay> {
  const { platform, spec, samples, options } = filtered;
  const rollup = inSplunk(spec, samples);
  if (rollup === undefined) return { kind: 'read', events: Number.NaN, why: ['a field of the rows is known to the mapping alone'] };
  const asked = { ...filtered, spec: unfiltered(filtered, rollup) };
  const { terms } = groupSearch(asked);
  const text = `| tstats count min(_time) as first max(_time) as last where ${terms}`;
  const [row] = await fewRows(platform, { what: `count ${spec.source}`, text, time: window }, options);
  const events = Number(row?.count ?? 0);
  if (events <= SAMPLE) return { kind: 'read', events, why: [`there are ${String(events)} events`] };
  // Index files may keep whole seconds.
  const [first, last] = [Math.floor(Number(row?.first)), Math.floor(Number(row?.last)) + 1];
  const extent = { from: Math.max(first * 1000, window.from), to: Math.min(last * 1000, window.to) };
  const stretches = await stretchesOf(asked, extent, events);
  if (stretches.length === 0) return { kind: 'read', events, why: ['events are too close in time to be compared'] };
  const why: string[] = [];
  const barred = await barredFromModel(asked, rollup);
  if (barred !== undefined) why.push(barred);
  const sample: { readonly stretch: Window; readonly read: string }[] = [];
  for (const stretch of stretches) {
    const rows = await readRows(asked, groupSearch(asked), asked.spec, stretch, stretch);
    sample.push({ stretch, read: told(rows, samples) });
  }
  const agrees = async (rowsIn: (stretch: Window) => Promise<readonly RollupRow[] | undefined>): Promise<boolean> => {
    for (const { stretch, read } of sample) {
      const rows = await rowsIn(stretch);
      if (rows === undefined || told(rows, samples) !== read) return false;
    }
    return true;
  };
  if (barred === undefined) {
    if (await agrees((stretch) => rowsOfModel(asked, rollup, stretch))) return { kind: 'model', rollup, events, extent, why };
    why.push(`the data model ${rollup.raw.model.name} does not tell the same of a sample of events as reading them`);
  }
  if (await agrees((stretch) => statsRows(asked, rollup, stretch, stretch))) return { kind: 'stats', rollup, events, extent, why };
  return { kind: 'read', events, why: [...why, 'the fields that Splunk finds do not tell the same of a sample of events as reading them'] };
}

/** Rows as text, by which they are compared. */
function told(rows: readonly RollupRow[], samples: number): string {
  const merger = new RowMerger(samples);
  for (const row of rows) merger.add(row);
  const texts = [...merger.before(Infinity)].map((row) => JSON.stringify(row));
  return texts.sort().join('\n');
}

/** Three stretches of the window with about `SAMPLE` events each; fewer where many events share a time. */
async function stretchesOf(asked: GroupRollup, extent: Window, events: number): Promise<readonly Window[]> {
  const length = extent.to - extent.from;
  const width = Math.max(1000, Math.ceil((length * SAMPLE) / events));
  const stretches: Window[] = [];
  for (const from of [extent.from, extent.from + length / 2, extent.to - width]) {
    const stretch = { from: Math.max(Math.floor(from), extent.from), to: Math.min(Math.ceil(from + width), extent.to) };
    const answer = await fetchSlice(asked.platform, groupSearch(asked), { indexed: undefined, time: stretch }, MOST, asked.options);
    if (answer.kind === 'whole') stretches.push(stretch);
  }
  return stretches;
}

/** Why the data model cannot be asked, if it cannot. */
async function barredFromModel(asked: GroupRollup, rollup: SplunkRollup): Promise<string | undefined> {
  const { name } = rollup.raw.model;
  if (!fitsModel(rollup, asked.spec, asked.samples)) return `rows like these are not in the data model ${name}`;
  if (namedSourcetypes(asked) === undefined) return 'sourcetypes that no mapping knows by name may hold more';
  const what = `look at the data model ${name}`;
  const found = await entryContent(asked.platform, what, asked.platform.inApp(`datamodel/model/${name}`), asked.options);
  if (found.kind === 'forbidden') return `this role may not see the data model ${name}`;
  const isAccelerated = found.kind === 'content' && isEnabled(found.content.acceleration);
  return isAccelerated ? undefined : `the data model ${name} is not there or not accelerated`;
}

/** A setting of acceleration, which comes as JSON text or as it is. */
function isEnabled(acceleration: unknown): boolean {
  const setting = typeof acceleration === 'string' ? jsonOr(acceleration, undefined) : acceleration;
  return isObject(setting) && (setting.enabled === true || setting.enabled === 1 || setting.enabled === '1');
}
