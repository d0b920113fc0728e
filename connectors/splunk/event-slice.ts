import { WindowIncompleteError } from '../../src/errors.js';
import type { CallOptions, Window } from '../connector.js';
import type { SplunkRow } from './export-line.js';
import { exportRows } from './export-search.js';
import { indexedBefore, indexedFrom } from './spl-terms.js';
import type { SplunkPlatform } from './splunk-platform.js';

/** An event as a search gives it. */
export interface SplunkEvent {
  readonly row: SplunkRow;
  /** Epoch milliseconds. */
  readonly time: number;
  /** `_indextime`, whole seconds. */
  readonly indexed: number;
}

/** Which events to fetch: bounds of index time in whole seconds and of event time in epoch milliseconds, half-open. */
export interface EventSlice {
  readonly indexed: Window | undefined;
  readonly time: Window;
}

/** What to search for, before any bound. */
export interface EventSearch {
  readonly what: string;
  /** Terms of a search. */
  readonly terms: string;
  /** Terms that the index files alone can answer, and that hold for no fewer events; absent: the same. */
  readonly indexed?: string;
  /** What events go through before their fields are chosen, e.g. ` | where x=1`. */
  readonly commands?: string;
  /** Names of the fields that are needed, as `fields` takes them. */
  readonly fields: string;
}

/** Either all events of a slice in order, or, if there are more than were asked for, a time that divides them, if any does. */
export type SliceAnswer =
  { readonly kind: 'whole'; readonly events: readonly SplunkEvent[] } | { readonly kind: 'too-many'; readonly cut: number | undefined };

/**
 * @param most more events than these are not held
 * @throws WindowIncompleteError if the results are not whole
 */
export async function fetchSlice(
  platform: SplunkPlatform,
  search: EventSearch,
  slice: EventSlice,
  most: number,
  options: CallOptions,
): Promise<SliceAnswer> {
  const { indexed, time } = slice;
  const bounds = indexed === undefined ? [] : [indexedFrom(indexed.from), indexedBefore(indexed.to)];
  const text = `${[search.terms, ...bounds].join(' ')}${search.commands ?? ''} | fields ${search.fields}`;
  const events: SplunkEvent[] = [];
  for await (const row of exportRows(platform, { what: search.what, text, time }, options)) {
    const event = eventOf(row);
    // The end of a bound of index time counts in some releases.
    if (indexed !== undefined && (event.indexed < indexed.from || event.indexed >= indexed.to)) continue;
    if (events.length === most) return { kind: 'too-many', cut: cutOf(events, time) };
    events.push(event);
  }
  return { kind: 'whole', events: events.sort(inOrder) };
}

function eventOf(row: SplunkRow): SplunkEvent {
  const time = timeOf(row._time);
  const indexed = Number(row._indextime);
  if (!Number.isFinite(time) || !Number.isInteger(indexed)) {
    throw new WindowIncompleteError('an event came without its time or without the time at which it was indexed');
  }
  return { row, time, indexed };
}

/** Epoch milliseconds of a time as results hold it: a text with a zone, or seconds. */
function timeOf(value: unknown): number {
  const text = String(value);
  return /^\d+(?:\.\d+)?$/.test(text) ? Math.round(Number(text) * 1000) : Date.parse(text);
}

/** A time of which about half of the events lie before, so that both parts hold some; exports give the newest first. */
function cutOf(events: readonly SplunkEvent[], time: Window): number | undefined {
  const times = events.map((event) => event.time).sort((left, right) => left - right);
  const first = times[0] ?? 0;
  const descending = (events[0]?.time ?? 0) >= (events[events.length - 1]?.time ?? 0);
  if (descending && first > Math.max(time.from, 0) && first < (times[times.length - 1] ?? 0)) return first;
  const middle = times[Math.floor(times.length / 2)] ?? first;
  if (middle > first) return middle;
  // Half of them share the first time: what comes after it lies in the other part.
  return first + 1 < time.to && (times[times.length - 1] ?? 0) > first ? first + 1 : undefined;
}

/** By index time, then event time; ties by what the event says, wherever it lies: events that say the same are interchangeable. */
function inOrder(left: SplunkEvent, right: SplunkEvent): number {
  return left.indexed - right.indexed || left.time - right.time || compare(identityOf(left), identityOf(right));
}

const identityOf = ({ row }: SplunkEvent): string => JSON.stringify([row.sourcetype, row.index, row.source, row.host, row._raw]);
const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
