import { setTimeout as wait } from 'node:timers/promises';

/** Clock, sleep and chance, so that tests decide them. */
export interface Pacing {
  /** Epoch milliseconds. */
  now(): number;
  sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void>;
  /** Uniform in [0, 1). */
  random(): number;
}

export const systemPacing: Pacing = {
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    await wait(milliseconds, undefined, signal === undefined ? {} : { signal });
  },
  random: () => Math.random(),
};

const FIRST_DELAY = 250;
const LONGEST_DELAY = 30_000;

/** How often a request is tried, the first time included. */
export const ATTEMPTS = 6;

/**
 * Milliseconds before attempt `attempt` + 1: exponential with full jitter, so that workers that were refused together do not come back
 * together. A wait that the server asks for is kept, and stretched likewise.
 */
export function delayAfter(attempt: number, asked: number | undefined, random: number): number {
  const ceiling = Math.min(FIRST_DELAY * 2 ** (attempt - 1), LONGEST_DELAY);
  if (asked === undefined) return ceiling * random;
  return Math.min(asked, LONGEST_DELAY) + ceiling * random;
}
