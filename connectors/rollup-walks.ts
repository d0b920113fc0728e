import type { RollupRow, Window } from './connector.js';
import { tellLater } from './tell-later.js';

export interface WalkOptions {
  /** Width of a row in time, milliseconds: walks are cut at multiples of it. */
  readonly interval: number;
  /** Rows that a walk should bring at most. */
  readonly rows: number;
  /** How many walks are made at a time. */
  readonly sideBySide: number;
}

const FIRST = 3_600_000;
const LONGEST = 86_400_000;
/** Part of `rows` that a walk is planned to bring, since hours differ. */
const FILLED = 0.7;
/** How much longer than the one before a walk is at most. */
const GROWTH = 8;

/** The rows of a window, in order of the walks in which `rowsIn` brings them; each walk is as long as those before it let expect. */
export async function* inWalks(
  window: Window,
  { interval, rows, sideBySide }: WalkOptions,
  rowsIn: (walk: Window) => Promise<readonly RollupRow[]>,
): AsyncGenerator<RollupRow, void, void> {
  const whole = (length: number) => Math.max(1, Math.floor(length / interval)) * interval;
  let length = whole(FIRST);
  let { from } = window;
  const waiting: { readonly walk: Window; readonly coming: Promise<readonly RollupRow[]> }[] = [];
  const begin = () => {
    while (waiting.length < sideBySide && from < window.to) {
      const walk = { from, to: Math.min(Math.floor(from / interval) * interval + length, window.to) };
      waiting.push({ walk, coming: tellLater(rowsIn(walk)) });
      from = walk.to;
    }
  };
  begin();
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { walk, coming } = next;
    const found = await coming;
    const fitting = ((walk.to - walk.from) * FILLED * rows) / Math.max(1, found.length);
    length = whole(Math.min(fitting, (walk.to - walk.from) * GROWTH, Math.max(LONGEST, interval)));
    begin();
    yield* found;
  }
}
