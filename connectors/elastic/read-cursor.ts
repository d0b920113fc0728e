import { cursorParts, cursorText, notACursor } from '../cursor-text.js';

/** Times as the server sorts by them: epoch milliseconds, or ISO texts with all digits that the server keeps where they may be more. */
export type SortKey = readonly (string | number)[];

/** Where reading goes on: behind everything at or before `after` in a leg of a group. */
export interface ReadCursor {
  readonly group: string;
  readonly leg: number;
  /** Values of the leg's fields of time; empty: from the leg's beginning. */
  readonly after: SortKey;
}

export const formatCursor = ({ group, leg, after }: ReadCursor): string => cursorText([group, leg, after]);

/** @throws UsageError if the text is no cursor */
export function parseCursor(text: string): ReadCursor {
  const [group, leg, after] = cursorParts(text, 'elastic');
  const isLeg = typeof leg === 'number' && Number.isInteger(leg) && leg >= 0;
  if (typeof group !== 'string' || !isLeg || !isKey(after)) throw notACursor(text, 'elastic');
  return { group, leg, after };
}

function isKey(value: unknown): value is SortKey {
  return Array.isArray(value) && value.every((element) => typeof element === 'string' || typeof element === 'number');
}
