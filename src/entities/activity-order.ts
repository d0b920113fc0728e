import type { Activity } from '../activity/activity.js';

/** Activities by time, then source, then id; the argument itself if it is in that order. */
export function inOrder(activities: readonly Activity[]): readonly Activity[] {
  for (let index = 1; index < activities.length; index++) {
    const [a, b] = [activities[index - 1], activities[index]];
    if (a !== undefined && b !== undefined && compare(a, b) > 0) return [...activities].sort(compare);
  }
  return activities;
}

function compare(a: Activity, b: Activity): number {
  if (a.time !== b.time) return a.time - b.time;
  if (a.source !== b.source) return a.source < b.source ? -1 : 1;
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  return 0;
}
