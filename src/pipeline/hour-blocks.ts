import type { Activity } from '../activity/activity.js';
import { ActivityDecoder, ActivityEncoder } from './activity-codec.js';
import { inOrder } from './event-order.js';

const HOUR = 3_600_000;

/** Activities of one hour in order of events, encoded. */
export interface HourBlock {
  /** Hours since the epoch. */
  readonly hour: number;
  readonly count: number;
  /** Time of the first, epoch milliseconds. */
  readonly first: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Activities by hour of event time, encoded, `completing` done to each first. */
export function hourBlocks(activities: readonly Activity[], completing?: (activity: Activity) => Activity): readonly HourBlock[] {
  const byHour = new Map<number, Activity[]>();
  for (const activity of activities) {
    const hour = Math.floor(activity.time / HOUR);
    const bucket = byHour.get(hour);
    if (bucket === undefined) byHour.set(hour, [activity]);
    else bucket.push(activity);
  }
  const encoder = new ActivityEncoder();
  return [...byHour].map(([hour, bucket]) => {
    const whole = completing === undefined ? bucket : bucket.map(completing);
    if (!isInOrder(whole)) whole.sort(inOrder);
    for (const activity of whole) encoder.add(activity);
    return { hour, count: whole.length, first: whole[0]?.time ?? 0, bytes: encoder.finish() };
  });
}

/** Whether there is nothing to sort, which costs far less to find out than to sort what is in order. */
function isInOrder(activities: readonly Activity[]): boolean {
  let last: Activity | undefined;
  for (const activity of activities) {
    if (last !== undefined && inOrder(last, activity) > 0) return false;
    last = activity;
  }
  return true;
}

/** The activities of a block. */
export function activitiesOf({ count, bytes }: HourBlock): readonly Activity[] {
  const reader = new ActivityDecoder().open(bytes);
  return Array.from({ length: count }, (_value, index) => reader.read(index === 0 ? reader.start : reader.position));
}
