import type { Activity } from '../activity/activity.js';
import { inPieces } from '../activity/activity-list.js';
import { activitiesOf, hourBlocks, type HourBlock } from '../pipeline/hour-blocks.js';
import { HourBuckets, type HourOfActivities } from '../pipeline/hour-buckets.js';

const HOUR = 3_600_000;

/** Activities of hours that may still be added to, in memory or on disk. */
export class OpenHours {
  readonly #folder: string;
  #buckets: HourBuckets;
  #generation = 0;
  readonly #given = new Map<number, number>();
  /** The last hour that nothing may be added to any more. */
  #closed: number;
  /** Whether anything was added since this was last asked. */
  #changed = false;

  /** @param folder for what does not fit into memory */
  constructor(folder: string, closed: number) {
    this.#folder = folder;
    this.#closed = closed;
    this.#buckets = this.#empty();
  }

  get closed(): number {
    return this.#closed;
  }

  /** Activities held, repeats and those of hours closed lately included. */
  get size(): number {
    return this.#buckets.size;
  }

  /** Takes activities in; those of hours that are closed come back. */
  add(activities: readonly Activity[]): readonly Activity[] {
    const late: Activity[] = [];
    const timely: Activity[] = [];
    for (const activity of activities) (activity.time < (this.#closed + 1) * HOUR ? late : timely).push(activity);
    this.#take(hourBlocks(timely));
    return late;
  }

  /** Takes activities in that are encoded; those of hours that are closed come back. */
  addBlocks(blocks: readonly HourBlock[]): readonly Activity[] {
    this.#take(blocks.filter(({ hour }) => hour > this.#closed));
    return blocks.filter(({ hour }) => hour <= this.#closed).flatMap(activitiesOf);
  }

  /** Takes in what is known of the hour closed last, so that its activities are recognised if they come again in the next one. */
  recall(activities: readonly Activity[]): void {
    this.#take(hourBlocks(activities.filter(({ time }) => time >= this.#closed * HOUR)));
  }

  /** Those of the hour closed last that it did not hold; of hours before it nothing is known any more. */
  unknown(activities: readonly Activity[]): readonly Activity[] {
    const lately = activities.filter(({ time }) => Math.floor(time / HOUR) === this.#closed);
    if (lately.length === 0) return [];
    const { names } = this.#buckets.readHour(this.#closed).activities;
    return lately.filter(({ source, action, id }) => !names.known(source, action).has(id));
  }

  /** Open hours in order, and how many activities each was ever given, repeats included: a number that grows with whatever is added. */
  get given(): readonly (readonly [hour: number, count: number])[] {
    return [...this.#given].filter(([hour]) => hour > this.#closed).sort(([left], [right]) => left - right);
  }

  /** Open hours from `from` on that end at or before `limit` (epoch milliseconds; without it all of them), in order. */
  *read(limit = Infinity, from = this.#closed + 1): Generator<HourOfActivities> {
    for (const hour of this.#buckets.read(from)) {
      if ((hour.hour + 1) * HOUR > limit) return;
      yield hour;
    }
  }

  /** Closes all hours up to `hour`; what they held is let go of, except what the next one needs to recognise repeats. */
  close(hour: number): void {
    if (hour <= this.#closed) return;
    this.#closed = hour;
    for (const known of this.#given.keys()) if (known <= hour) this.#given.delete(known);
    // Small slices of a long history close hours often: what stays is copied only once it is the smaller part.
    if (2 * this.#buckets.sizeBefore(hour) < this.#buckets.size) return;
    const before = this.#buckets;
    this.#buckets = this.#empty();
    for (const { activities } of before.read(hour)) for (const some of inPieces(activities)) this.#buckets.add(some);
    before.dispose();
  }

  /** True once after something was added. */
  takeChange(): boolean {
    const changed = this.#changed;
    this.#changed = false;
    return changed;
  }

  dispose(): void {
    this.#buckets.dispose();
  }

  #take(blocks: readonly HourBlock[]): void {
    if (blocks.length === 0) return;
    this.#buckets.addBlocks(blocks);
    for (const { hour, count } of blocks) this.#given.set(hour, (this.#given.get(hour) ?? 0) + count);
    this.#changed = true;
  }

  #empty(): HourBuckets {
    this.#generation += 1;
    return new HourBuckets(`${this.#folder}/${this.#generation}`);
  }
}
