import type { HourBlock } from './hour-blocks.js';
import type { HourBuckets } from './hour-buckets.js';
import type { ReplayOptions } from './replay.js';
import { ScoringRun } from './scoring-run.js';

const HOUR = 3_600_000;

/**
 * Scores hours that are believed to be complete while later ones are still being read. If an activity turns up for an hour that has been
 * scored, all of it is thrown away, so that nothing but the time it takes depends on the order of the input.
 */
export class EarlyScoring {
  readonly #options: ReplayOptions;
  readonly #buckets: HourBuckets;
  #run: ScoringRun | undefined;
  #allowed: boolean;

  /** @param allowed false if an earlier run may have left a checkpoint to go on from. */
  constructor(options: ReplayOptions, buckets: HourBuckets, allowed: boolean) {
    this.#options = options;
    this.#buckets = buckets;
    this.#allowed = allowed;
  }

  /** Scores one hour that ends before `reached`, epoch milliseconds; false if there is none. */
  advance(reached: number): boolean {
    if (!this.#allowed) return false;
    this.#run ??= new ScoringRun(this.#options, this.#buckets);
    return this.#run.advance(Math.floor(reached / HOUR));
  }

  /** To be told of all that is added to the buckets. */
  added(blocks: readonly HourBlock[]): void {
    const run = this.#run;
    if (run === undefined || !blocks.some(({ hour }) => hour <= run.hour)) return;
    run.discard();
    this.#run = undefined;
    this.#allowed = false;
  }

  /** What has been scored, if anything; to be gone on with once all has been read. */
  get run(): ScoringRun | undefined {
    return this.#run;
  }
}
