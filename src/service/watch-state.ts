import { SnapshotReader, SnapshotWriter } from '../baselines/snapshot.js';
import type { AnomalyDocument } from '../documents/anomaly.js';
import type { HourOfActivities } from '../pipeline/hour-buckets.js';
import type { RetiredIncidents } from '../pipeline/incident-desk.js';
import { type ChainOptions, StageChain } from '../pipeline/stage-chain.js';
import { ClosedTally } from './closed-tally.js';

const STATE_VERSION = '2';

/** What one closed hour brought forth. */
export interface ClosedHour {
  readonly units: number;
  readonly anomalies: readonly AnomalyDocument[];
}

/** Everything that follows from the closed hours: what a snapshot holds. */
export class WatchState {
  readonly chain: StageChain;
  readonly tally: ClosedTally;
  readonly #options: ChainOptions;

  private constructor(options: ChainOptions, chain: StageChain, tally: ClosedTally) {
    this.#options = options;
    this.chain = chain;
    this.tally = tally;
  }

  static create(options: ChainOptions): WatchState {
    return new WatchState(options, StageChain.create(options), new ClosedTally());
  }

  /** @throws StateError if the bytes are not a state of this version or are damaged */
  static restore(options: ChainOptions, bytes: Buffer): WatchState {
    const reader = new SnapshotReader(bytes, STATE_VERSION);
    const tally = new ClosedTally(reader.json() as string);
    return new WatchState(options, StageChain.restore(options, Buffer.from(reader.array(Uint8Array))), tally);
  }

  /** @param tell false for history that is only learned from */
  close(hour: HourOfActivities, tell: boolean): ClosedHour {
    const { units, anomalies } = this.chain.step(hour.hour, hour.activities, 'live', tell);
    this.tally.add(hour, units, anomalies);
    return { units, anomalies };
  }

  /** Lets go of incidents that nothing can change any more, of what the closed hours brought. */
  retire(now: number): RetiredIncidents {
    const retired = this.chain.correlator.retire(now);
    this.tally.retire(retired.incidents);
    return retired;
  }

  /** The chain as it would be if these hours ended now. */
  ahead(hours: Iterable<HourOfActivities>): StageChain {
    let chain = this.chain;
    for (const { hour, activities } of hours) {
      if (chain === this.chain) chain = StageChain.restore(this.#options, chain.save());
      chain.step(hour, activities);
    }
    return chain;
  }

  save(): Buffer {
    const writer = new SnapshotWriter();
    writer.json(this.tally.save());
    writer.array(this.chain.save());
    return writer.finish(STATE_VERSION);
  }
}
