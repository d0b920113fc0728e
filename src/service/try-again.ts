import type { Logger } from 'winston';
import { SourceUnavailableError, WindowIncompleteError } from '../errors.js';

const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 60_000;

export interface TryAgainOptions {
  /** Milliseconds from the first failure on after which it is not tried again; `Infinity`: it always is. */
  readonly patience: number;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Waits, unless `signal` is aborted first. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly onFailure?: (error: Error) => void;
}

/** A cluster that is starting, out of reach or busy: what failed is worth another try. Wrong credentials or certificates are not. */
const mayPass = (error: unknown): error is WindowIncompleteError | SourceUnavailableError =>
  error instanceof WindowIncompleteError || (error instanceof SourceUnavailableError && error.passing);

/**
 * Does something, and does it again with growing pauses, of one second first and of a minute at most, while the platform fails in a way
 * that may pass.
 *
 * @throws what the last try threw
 */
export async function tryAgain<T>(attempt: () => Promise<T>, options: TryAgainOptions): Promise<T> {
  const { patience, clock, sleep, signal, log, onFailure } = options;
  let since: number | undefined;
  for (let delay = FIRST_DELAY; ; delay = Math.min(2 * delay, LONGEST_DELAY)) {
    try {
      return await attempt();
    } catch (err) {
      since ??= clock();
      if (!mayPass(err) || signal.aborted || clock() + delay - since > patience) throw err;
      onFailure?.(err);
      log.warn('the platform failed in a way that may pass; trying again', { err, service: { pause_seconds: delay / 1000 } });
      await sleep(delay, signal);
      signal.throwIfAborted();
    }
  }
}
