import type { CallOptions, Window } from '../connector.js';
import { fetchSlice, type EventSearch, type EventSlice, type SplunkEvent } from './event-slice.js';
import type { SplunkPlatform } from './splunk-platform.js';

/** Events of one search, all of them within their slice, and where the next slice begins. */
export interface SlicedEvents {
  readonly events: readonly SplunkEvent[];
  readonly next: SlicePosition;
}

/** Where reading goes on: whole seconds of index time, and within that second epoch milliseconds of event time. */
export interface SlicePosition {
  readonly indexed: number;
  readonly time: number;
}

/** Width of the first slice, seconds, where nobody knows how many events there are; it doubles while slices have few events, and shrinks where they have too many. */
const FIRST_WIDTH = 600;
const WIDEST = 30 * 86_400;
/** Below this share of what a search may give, the next slice is wider. */
const FEW = 0.25;

/**
 * Events in order of index time, then event time, in slices of at most `eventsPerSearch` events, so that memory holds two of them. Only
 * events that share second of indexing and millisecond are never divided.
 *
 * @param indexed whole seconds
 */
export async function* byIndexTime(
  platform: SplunkPlatform,
  search: EventSearch,
  bounds: { readonly indexed: Window; readonly time: (indexed: Window) => Window; readonly width: number | undefined },
  from: SlicePosition,
  options: CallOptions,
): AsyncGenerator<SlicedEvents, void, void> {
  const most = platform.settings.eventsPerSearch;
  const { to } = bounds.indexed;
  let width = Math.min(bounds.width ?? FIRST_WIDTH, WIDEST);
  let { indexed: position } = from;
  if (from.time > -Infinity && position < to) {
    const second = { from: position, to: position + 1 };
    const time = bounds.time(second);
    yield* ofSecond(platform, search, { indexed: second, time: { from: Math.max(from.time, time.from), to: time.to } }, options);
    position += 1;
  }
  while (position < to) {
    const indexed = { from: position, to: Math.min(position + width, to) };
    const slice = { indexed, time: bounds.time(indexed) };
    const answer = await fetchSlice(platform, search, slice, most, options);
    if (answer.kind === 'whole') {
      position = indexed.to;
      if (answer.events.length < most * FEW) width = Math.min(width * 2, WIDEST);
      if (answer.events.length > 0) yield { events: answer.events, next: { indexed: position, time: -Infinity } };
    } else if (indexed.to - indexed.from > 1) width = Math.max(1, Math.floor((indexed.to - indexed.from) / 3));
    else {
      yield* ofSecond(platform, search, slice, options);
      position = indexed.to;
    }
  }
}

/** Events of one second of indexing, by event time. */
async function* ofSecond(
  platform: SplunkPlatform,
  search: EventSearch,
  slice: EventSlice & { readonly indexed: Window },
  options: CallOptions,
): AsyncGenerator<SlicedEvents, void, void> {
  const { from, to } = slice.indexed;
  for await (const { events, end } of byEventTime(platform, search, slice, options)) {
    if (events.length === 0) continue;
    yield { events, next: end >= slice.time.to ? { indexed: to, time: -Infinity } : { indexed: from, time: end } };
  }
}

/** Events in order of event time alone, in slices of at most `eventsPerSearch` events. */
export async function* byEventTime(
  platform: SplunkPlatform,
  search: EventSearch,
  slice: EventSlice,
  options: CallOptions,
): AsyncGenerator<{ readonly events: readonly SplunkEvent[]; readonly end: number }, void, void> {
  const most = platform.settings.eventsPerSearch;
  const parts: { readonly time: Window; readonly most: number }[] = [{ time: slice.time, most }];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const { time } = part;
    const answer = await fetchSlice(platform, search, { ...slice, time }, part.most, options);
    if (answer.kind === 'whole') yield { events: answer.events, end: time.to };
    else if (answer.cut === undefined) parts.push({ time, most: Infinity });
    else parts.push({ time: { from: answer.cut, to: time.to }, most }, { time: { from: time.from, to: answer.cut }, most });
  }
}
