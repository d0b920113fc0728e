import type { Window } from '../../connectors/connector.js';

/**
 * Hours are closed only at multiples of this in the time of taking in, so that what an hour holds depends on when its records came and
 * never on when a worker looked. Milliseconds.
 */
export const CLOSING_STEP = 10 * 60_000;

/** The last time at or before `time` at which hours are closed. */
export const markBefore = (time: number): number => Math.floor(time / CLOSING_STEP) * CLOSING_STEP;

/** What was taken in between two marks, and the event time up to which hours were closed before it came. */
export interface BetweenMarks {
  readonly ingested: Window;
  /** Epoch milliseconds. */
  readonly closedBy: number;
}

/** Cuts a window of the time of taking in at its marks. @param lateness for which hours stay open, milliseconds */
export function* betweenMarks({ from, to }: Window, lateness: number): Generator<BetweenMarks, void, void> {
  for (let begin = from; begin < to; begin = markBefore(begin) + CLOSING_STEP) {
    yield { ingested: { from: begin, to: Math.min(to, markBefore(begin) + CLOSING_STEP) }, closedBy: markBefore(begin) - lateness };
  }
}
