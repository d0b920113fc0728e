import type { CallOptions, Window } from '../connector.js';
import type { EventSearch } from './event-slice.js';
import { fewRows } from './export-search.js';
import type { SplunkPlatform } from './splunk-platform.js';

/** From when to when events were indexed, whole seconds, half-open, and how many they are. */
export interface IndexExtent {
  readonly indexed: Window;
  readonly events: number;
}

/** The extent of the events of a window of event time, from the index files alone; undefined: none are there. */
export async function extentOf(
  platform: SplunkPlatform,
  search: EventSearch,
  time: Window,
  options: CallOptions,
): Promise<IndexExtent | undefined> {
  const text = `| tstats count min(_indextime) as first max(_indextime) as last where ${search.indexed ?? search.terms}`;
  const [row] = await fewRows(platform, { what: search.what, text, time }, options);
  const [first, last, events] = [row?.first, row?.last, row?.count].map((value) => Number(value ?? Number.NaN));
  if (first === undefined || last === undefined || !Number.isFinite(first) || !Number.isFinite(last)) return undefined;
  return { indexed: { from: Math.floor(first), to: Math.floor(last) + 1 }, events: events ?? 0 };
}
