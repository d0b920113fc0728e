import { UsageError } from '../src/errors.js';

/** A cursor as a text that means nothing to whoever keeps it. */
export const cursorText = (parts: readonly unknown[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');

/** @param connector its name */
export const notACursor = (text: string, connector: string, cause?: unknown): UsageError =>
  new UsageError(`"${text}" is no cursor of the ${connector} connector`, { cause });

/** What such a text was made of. @throws UsageError if it is none */
export function cursorParts(text: string, connector: string): readonly unknown[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch (cause) {
    throw notACursor(text, connector, cause);
  }
  if (!Array.isArray(parsed)) throw notACursor(text, connector);
  return parsed;
}
