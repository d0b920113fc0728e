import type { Activity } from './activity.js';

/** Activities in an order, of which not all need be in memory at once. An array is one. What is asked for twice may be two equal objects. */
export interface ActivityList extends Iterable<Activity> {
  readonly length: number;
  /** The activity at a position from 0 on; see `activityAt` where there may be none. */
  at(position: number): Activity | undefined;
}

/** The activity at a position; `undefined` for −1, which stands for none. */
export function activityAt(activities: ActivityList, position: number): Activity | undefined {
  return position < 0 ? undefined : activities.at(position);
}

/** Activities handed on at a time. */
const PIECE = 1_024;

/** All activities in their order, some at a time. */
export function* inPieces(activities: ActivityList): Generator<readonly Activity[], void, void> {
  let piece: Activity[] = [];
  for (const activity of activities) {
    piece.push(activity);
    if (piece.length < PIECE) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}
