import { cursorParts, cursorText, notACursor } from '../cursor-text.js';
import type { SlicePosition } from './event-slices.js';

/** Where reading goes on: at a position in a group. */
export interface ReadCursor {
  readonly group: string;
  readonly position: SlicePosition;
}

export function formatCursor({ group, position }: ReadCursor): string {
  return cursorText([group, position.indexed, position.time === -Infinity ? null : position.time]);
}

/** @throws UsageError if the text is no cursor */
export function parseCursor(text: string): ReadCursor {
  const [group, indexed, time] = cursorParts(text, 'splunk');
  const isTime = time === null || (typeof time === 'number' && Number.isFinite(time));
  if (typeof group !== 'string' || typeof indexed !== 'number' || !Number.isInteger(indexed) || !isTime) throw notACursor(text, 'splunk');
  return { group, position: { indexed, time: time ?? -Infinity } };
}
