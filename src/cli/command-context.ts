import type { Writable } from 'node:stream';
import type { Logger } from 'winston';

/** What a command may touch of the process around it. */
export interface CommandContext {
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly log: Logger;
  /** For `${NAME}` in configuration files. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
  /** Monotonic milliseconds, for rates. */
  readonly clock: () => number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** True if `stream` ends at a terminal, on which a line may be rewritten and colour makes sense. */
export function isTerminal(stream: Writable): boolean {
  return 'isTTY' in stream && stream.isTTY === true;
}

/** Writes and waits until the stream has taken it, so that a slow pipe holds the program back. */
export function print(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
