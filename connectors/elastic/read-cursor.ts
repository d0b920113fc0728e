import { UsageError } from '../../src/errors.js';

/** Times as the server sorts by them: ISO texts with all digits that the server keeps, or epoch milliseconds where it writes no texts. */
export type SortKey = readonly (string | number)[];

/** Where reading goes on: behind everything at or before `after` in a leg of a group. */
export interface ReadCursor {
  readonly group: string;
  readonly leg: number;
  /** Values of the leg's fields of time; empty: from the leg's beginning. */
  readonly after: SortKey;
}

export function formatCursor(cursor: ReadCursor): string {
  return Buffer.from(JSON.stringify([cursor.group, cursor.leg, cursor.after])).toString('base64url');
}

/** @throws UsageError if the text is no cursor */
export function parseCursor(text: string): ReadCursor {
  const invalid = (cause?: unknown) => new UsageError(`"${text}" is no cursor of the elastic connector`, { cause });
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch (cause) {
    throw invalid(cause);
  }
  if (!Array.isArray(parsed)) throw invalid();
  const [group, leg, after] = parsed as readonly unknown[];
  if (typeof group !== 'string' || typeof leg !== 'number' || !Number.isInteger(leg) || leg < 0 || !isKey(after)) throw invalid();
  return { group, leg, after };
}

function isKey(value: unknown): value is SortKey {
  return Array.isArray(value) && value.every((element) => typeof element === 'string' || typeof element === 'number');
}
