import type { Activity } from '../activity/activity.js';

/** What was read of one source. */
export interface SourceReading {
  readonly source: string;
  readonly count: number;
  /** Time of the newest event, epoch milliseconds. */
  readonly newest: number;
}

/** Activities counted by source. */
export function sourceReadings(activities: readonly Activity[]): readonly SourceReading[] {
  const sources = new Map<string, { count: number; newest: number }>();
  for (const { source, time } of activities) {
    const known = sources.get(source);
    if (known === undefined) sources.set(source, { count: 1, newest: time });
    else {
      known.count += 1;
      known.newest = Math.max(known.newest, time);
    }
  }
  return [...sources].map(([source, counts]) => ({ source, ...counts }));
}
