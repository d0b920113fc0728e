import { UsageError } from '../../src/errors.js';
import type { SlicePosition } from './event-slices.js';

/** Where reading goes on: at a position in a group. */
export interface ReadCursor {
  readonly group: string;
  readonly position: SlicePosition;
}

export function formatCursor({ group, position }: ReadCursor): string {
  const time = position.time === -Infinity ? null : position.time;
  return Buffer.from(JSON.stringify([group, position.indexed, time])).toString('base64url');
}

/** @throws UsageError if the text is no cursor */
export function parseCursor(text: string): ReadCursor {
  const invalid = (cause?: unknown) => new UsageError(`"${text}" is no cursor of the splunk connector`, { cause });
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch (cause) {
    throw invalid(cause);
  }
  if (!Array.isArray(parsed)) throw invalid();
  const [group, indexed, time] = parsed as readonly unknown[];
  const isTime = time === null || (typeof time === 'number' && Number.isFinite(time));
  if (typeof group !== 'string' || typeof indexed !== 'number' || !Number.isInteger(indexed) || !isTime) throw invalid();
  return { group, position: { indexed, time: time ?? -Infinity } };
}
