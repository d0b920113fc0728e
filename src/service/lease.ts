import type { StateStore } from '../../connectors/connector.js';
import { LeaseLostError } from '../errors.js';

export interface LeaseValue {
  readonly holder: string;
  /** Epoch milliseconds after which anybody may take it. */
  readonly until: number;
  /** Counts takers, so that a log tells who took over from whom. */
  readonly turn: number;
}

/** Name of the state entry of a job's lease. */
export const leaseKey = (job: string): string => `lease/${job}`;

export interface LeaseOptions {
  readonly job: string;
  /** Who holds it, unique among all workers. */
  readonly holder: string;
  readonly milliseconds: number;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

/**
 * The right to do a job, held by one worker at a time and lost unless renewed. It rests on compare-and-set alone. Two workers may believe
 * that they hold it for as long as their clocks differ; therefore what a job stores is compared and set too.
 */
export class Lease {
  readonly #store: StateStore;
  readonly #options: LeaseOptions;
  #version: string | undefined;
  #until = 0;
  #turn = 0;

  constructor(store: StateStore, options: LeaseOptions) {
    this.#store = store;
    this.#options = options;
  }

  get held(): boolean {
    return this.#version !== undefined && this.#options.clock() < this.#until;
  }

  /** Takes the lease if it is free, lapsed or already held. */
  async acquire(): Promise<boolean> {
    const entry = await this.#store.get(this.#key);
    const current = entry?.value as LeaseValue | undefined;
    const now = this.#options.clock();
    if (current !== undefined && current.holder !== this.#options.holder && current.until > now) {
      this.#version = undefined;
      return false;
    }
    this.#turn = current?.holder === this.#options.holder ? current.turn : (current?.turn ?? 0) + 1;
    return this.#set(entry?.version, now + this.#options.milliseconds);
  }

  /**
   * Holds on to it; asks the store only once a third of its time has passed.
   *
   * @throws LeaseLostError if somebody else has taken it
   */
  async renew(): Promise<void> {
    const now = this.#options.clock();
    if (this.#version !== undefined && this.#until - now > (2 * this.#options.milliseconds) / 3) return;
    if (this.#version === undefined || !(await this.#set(this.#version, now + this.#options.milliseconds))) {
      this.#version = undefined;
      throw new LeaseLostError(`The lease of the job ${this.#options.job} has gone to another worker; this one stands by.`);
    }
  }

  /** Gives it up, so that another worker need not wait. */
  async release(): Promise<void> {
    if (this.#version === undefined) return;
    await this.#set(this.#version, 0);
    this.#version = undefined;
  }

  async #set(expected: string | undefined, until: number): Promise<boolean> {
    const value: LeaseValue = { holder: this.#options.holder, until, turn: this.#turn };
    this.#version = await this.#store.compareAndSet(this.#key, value, expected);
    this.#until = until;
    return this.#version !== undefined;
  }

  get #key(): string {
    return leaseKey(this.#options.job);
  }
}
