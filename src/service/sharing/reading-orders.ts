import type { ActivityRequest } from '../../../connectors/connector.js';
import { AccessDeniedError, SourceUnavailableError, WindowIncompleteError } from '../../errors.js';
import type { Reading } from '../reading.js';

/** What the thread that judges asks of one that reads. */
export type ReadingOrder =
  | { readonly kind: 'read'; readonly id: number; readonly request: ActivityRequest }
  /** A batch was taken: another may be sent. */
  | { readonly kind: 'more'; readonly id: number }
  | { readonly kind: 'stop'; readonly id: number };

/** And what it gets. */
export type ReadingReply =
  | { readonly kind: 'reading'; readonly id: number; readonly reading: Reading }
  | { readonly kind: 'end'; readonly id: number }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: SentFailure };

/** An error as a message holds it: its class does not pass between threads. */
export interface SentFailure {
  readonly name: string;
  readonly message: string;
  readonly passing: boolean;
}

export function sentFailure(error: unknown): SentFailure {
  const passing = error instanceof SourceUnavailableError && error.passing;
  return error instanceof Error
    ? { name: error.name, message: error.message, passing }
    : { name: 'Error', message: String(error), passing };
}

export function failureOf({ name, message, passing }: SentFailure): Error {
  if (name === WindowIncompleteError.name) return new WindowIncompleteError(message);
  if (name === SourceUnavailableError.name) return new SourceUnavailableError(message, { passing });
  return name === AccessDeniedError.name ? new AccessDeniedError(message) : new Error(message);
}
