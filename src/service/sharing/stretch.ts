import { createHash } from 'node:crypto';
import type { ActivityRequest, Window } from '../../../connectors/connector.js';

/** Bounds of time, epoch milliseconds; `null` where there is none. */
type Bounds = readonly [from: number | null, to: number | null];

/** What is read at one go of one group of sources, so that any worker may read it: some parts that are judged one after another. */
export interface Stretch {
  readonly group: string;
  /** Event time and time of taking in of each part. */
  readonly parts: readonly { readonly window: Bounds | null; readonly ingested: Bounds }[];
}

/** What a part of a stretch asks for, of whatever group. */
export type PartRequest = Pick<ActivityRequest, 'window'> & { readonly ingested: Window };

/** Stretches of each group that hold the parts. */
export function stretchesOf(groups: readonly string[], parts: readonly PartRequest[]): readonly Stretch[] {
  const stored = parts.map(({ window, ingested }) => ({
    window: window === undefined ? null : boundsOf(window),
    ingested: boundsOf(ingested),
  }));
  return groups.map((group) => ({ group, parts: stored }));
}

/** Two stretches of one name hold the same, if the same is known to map and enrich them. */
export function stretchId(stretch: Stretch, reading: string): string {
  return createHash('sha256')
    .update(JSON.stringify([reading, stretch]))
    .digest('hex')
    .slice(0, 20);
}

export function requestsOf({ group, parts }: Stretch): readonly ActivityRequest[] {
  return parts.map(({ window, ingested }) => ({
    group,
    ...(window === null ? {} : { window: windowOf(window) }),
    ingested: windowOf(ingested),
  }));
}

/** Number of the part that asks for this, or −1. */
export function partFor({ parts }: Stretch, { window, ingested }: PartRequest): number {
  const wanted = JSON.stringify([window === undefined ? null : boundsOf(window), boundsOf(ingested)]);
  return parts.findIndex((part) => JSON.stringify([part.window, part.ingested]) === wanted);
}

const boundsOf = ({ from, to }: Window): Bounds => [Number.isFinite(from) ? from : null, Number.isFinite(to) ? to : null];
const windowOf = ([from, to]: Bounds): Window => ({ from: from ?? -Infinity, to: to ?? Infinity });
