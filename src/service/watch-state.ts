import { SnapshotReader, SnapshotWriter } from '../baselines/snapshot.js';
import type { AnomalyDocument } from '../documents/anomaly.js';
import type { HourOfActivities } from '../pipeline/hour-buckets.js';
import type { RetiredIncidents } from '../pipeline/incident-desk.js';
import { type ChainOptions, StageChain } from '../pipeline/stage-chain.js';
import { ClosedTally } from './closed-tally.js';
import type { OpenHours } from './open-hours.js';

const HOUR = 3_600_000;
const STATE_VERSION = '2';

/** The open hours, as far as this looks at them. */
type Open = Pick<OpenHours, 'given' | 'read'>;

/** A copy of the chain that has gone through some open hours. */
interface Ready {
  readonly chain: StageChain;
  /** Those hours, and how many activities each had been given. */
  readonly through: Open['given'];
}

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
  #ready: Ready | undefined;
  /** What the open hours had been given when `prepare` was last called. */
  #given: ReadonlyMap<number, number> = new Map();

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
    this.#ready = undefined;
    const { units, anomalies } = this.chain.step(hour.hour, hour.activities, 'live', tell);
    this.tally.add(hour, units, anomalies);
    return { units, anomalies };
  }

  /** Lets go of incidents that nothing can change any more, of what the closed hours brought. */
  retire(now: number): RetiredIncidents {
    this.#ready = undefined;
    const retired = this.chain.correlator.retire(now);
    this.tally.retire(retired.incidents);
    return retired;
  }

  /** The chain as it would be if the open hours ended now. */
  ahead(open: Open): StageChain {
    const { given } = open;
    if (given.length === 0) return this.chain;
    const { chain, through } = this.#takeReady(given) ?? { chain: this.#copy(), through: [] };
    for (const { hour, activities } of open.read(Infinity, given[through.length]?.[0] ?? Infinity)) chain.step(hour, activities);
    return chain;
  }

  /** Makes a copy for the next `ahead`, and takes it through the open hours that nothing has been added to since this was last called. */
  prepare(open: Open): void {
    this.#ready = undefined;
    const { given } = open;
    const before = this.#given;
    this.#given = new Map(given);
    if (given.length === 0) return;
    const changed = given.findIndex(([hour, count]) => before.get(hour) !== count);
    const through = changed < 0 ? given : given.slice(0, changed);
    const chain = this.#copy();
    const last = through.at(-1)?.[0];
    if (last !== undefined) for (const { hour, activities } of open.read((last + 1) * HOUR)) chain.step(hour, activities);
    this.#ready = { chain, through };
  }

  save(): Buffer {
    const writer = new SnapshotWriter();
    writer.json(this.tally.save());
    writer.array(this.chain.save());
    return writer.finish(STATE_VERSION);
  }

  #copy(): StageChain {
    return StageChain.restore(this.#options, this.chain.save());
  }

  /** What was prepared, which is used up, if the hours that it has gone through are as they were. */
  #takeReady(given: Open['given']): Ready | undefined {
    const ready = this.#ready;
    this.#ready = undefined;
    if (ready === undefined) return undefined;
    return ready.through.join() === given.slice(0, ready.through.length).join() ? ready : undefined;
  }
}
