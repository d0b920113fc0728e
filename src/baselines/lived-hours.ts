/** Bins of the hour of the week: 24 hours × {Monday–Friday, weekend}. */
export const HOUR_BINS = 48;

/** Days of a week behind a bin. */
export const daysOf = (bin: number): number => (bin < 24 ? 5 : 2);

/** Weekend days among the days before `day`, days since the epoch; 1970-01-01 was a Thursday. */
function weekendsBefore(day: number): number {
  const sinceMonday = day + 3;
  const weeks = Math.floor(sinceMonday / 7);
  return 2 * weeks + Math.max(0, sinceMonday - 7 * weeks - 5);
}

/**
 * How often each bin of the week lay in [from, to), hours since the epoch. What nobody has lived through yet cannot be called rare: before
 * the first Saturday the weekend is unknown, not empty.
 */
export function livedHours(from: number, to: number, into: Float64Array): Float64Array {
  const until = Math.max(from, to);
  const first = Math.floor(from / 24);
  const last = Math.floor(until / 24);
  const weekends = weekendsBefore(last) - weekendsBefore(first);
  const beginsOnWeekend = weekendsBefore(first + 1) - weekendsBefore(first);
  const endsOnWeekend = weekendsBefore(last + 1) - weekendsBefore(last);
  for (let hour = 0; hour < 24; hour += 1) {
    const missed = hour < from - 24 * first ? 1 : 0;
    const added = hour < until - 24 * last ? 1 : 0;
    const ofWeekend = weekends - missed * beginsOnWeekend + added * endsOnWeekend;
    into[hour] = last - first - missed + added - ofWeekend;
    into[hour + 24] = ofWeekend;
  }
  return into;
}
