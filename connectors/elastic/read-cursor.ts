import { UsageError } from '../../src/errors.js';

/** Where reading goes on: behind everything at or before `after` in a leg of a group. */
export interface ReadCursor {
  readonly group: string;
  readonly leg: number;
  /** Values of the leg's fields of time as the server writes them; empty: from the leg's beginning. */
  readonly after: readonly string[];
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
  if (typeof group !== 'string' || typeof leg !== 'number' || !Number.isInteger(leg) || leg < 0 || !isTexts(after)) throw invalid();
  return { group, leg, after };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((element) => typeof element === 'string');
}
