import type { SourceStatus, Window } from '../../connectors/connector.js';

const HOUR = 3_600_000;
/** A long history begins with windows of a fourth of what it has later: nothing can be judged before the first has been read. */
const EARLY_PARTS = 4;
const FEW = 3;

/**
 * Cuts the history of all sources into windows of whole hours that hold about `records` each, so that a long history is read, judged and
 * let go of bit by bit. Where a long history begins they hold less.
 *
 * @param from event time before which nothing is read, epoch milliseconds
 */
export function historySlices(sources: readonly SourceStatus[], from: number | null, records: number): readonly Window[] {
  const times = sources.flatMap(({ first, last }) => [first, last]).filter((time) => time !== undefined);
  if (times.length === 0) return [];
  const total = sources.reduce((sum, source) => sum + source.records, 0);
  const firstHour = Math.floor(Math.min(...times) / HOUR);
  const endHour = Math.floor(Math.max(...times) / HOUR) + 1;
  const hours = Math.max(1, Math.ceil((endHour - firstHour) / Math.max(1, Math.ceil(total / records))));
  const regular = (hour: number): number => Math.min((Math.floor(hour / hours) + 1) * hours, endHour);
  const early = { end: regular(firstHour + hours - 1), hours: Math.ceil(hours / EARLY_PARTS) };
  const isLong = endHour - firstHour > FEW * hours;
  const slices: Window[] = [];
  for (let hour = Math.max(firstHour, Math.ceil((from ?? -Infinity) / HOUR)); hour < endHour;) {
    // At multiples, so that a worker that takes over makes the same cuts.
    const part = firstHour + (Math.floor((hour - firstHour) / early.hours) + 1) * early.hours;
    const end = isLong && hour < early.end ? Math.min(part, early.end) : regular(hour);
    slices.push({ from: hour * HOUR, to: end * HOUR });
    hour = end;
  }
  return slices;
}
