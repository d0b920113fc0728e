import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';

/** Variable of the environment that names the file of the clock of a worker. */
export const CLOCK_VARIABLE = 'THROUGHLINE_MEASUREMENT_CLOCK';

/** Digits of a time, epoch milliseconds. */
const DIGITS = 16;

/** Epoch milliseconds that a clock shows, in whatever process. @throws Error if the file holds anything else */
export function timeIn(path: string): number {
  const text = readFileSync(path, 'utf8');
  const time = Number(text);
  if (text.length !== DIGITS || !Number.isSafeInteger(time)) throw new Error(`${path} does not show a time: ${JSON.stringify(text)}`);
  return time;
}

/** A clock in a file, in whole milliseconds, which goes only when told to. */
export class FastClock {
  readonly path: string;
  readonly #file: number;
  #now: number;
  /** Time of the wall when it was told last. */
  #told = Date.now();

  constructor(path: string, now: number) {
    this.path = path;
    this.#file = openSync(path, 'w');
    this.#now = Math.floor(now);
    this.#show();
  }

  get now(): number {
    return this.#now;
  }

  /** Goes on by what has passed on the wall since it was told last, times `speed`, but not beyond `limit`. */
  goOn(speed: number, limit: number): void {
    const passed = Date.now() - this.#told;
    this.#told += passed;
    this.setTo(Math.max(this.#now, Math.min(limit, this.#now + passed * speed)));
  }

  setTo(time: number): void {
    this.#now = Math.floor(time);
    this.#show();
  }

  close(): void {
    closeSync(this.#file);
  }

  #show(): void {
    writeSync(this.#file, String(this.#now).padStart(DIGITS, '0'), 0);
  }
}
