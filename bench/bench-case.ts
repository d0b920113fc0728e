/** One way of doing the work. */
export interface Contestant {
  readonly name: string;
  /** Does the whole work once. */
  readonly run: () => void | Promise<void>;
  /** Least number of items a second that counts as good. */
  readonly goalPerSecond?: number;
  /** Least speed as a multiple of the baseline's that counts as good. */
  readonly goalRatio?: number;
}

/** A figure that is not a speed, such as bytes of state an entity. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  /** Greatest value that counts as good. */
  readonly goal?: number;
}

export interface PreparedBench {
  /** What is counted: records, activities, flows. */
  readonly unit: string;
  readonly items: number;
  /** Runs over the same items in the same process as the contestants; speeds are told as multiples of it. */
  readonly baseline: Contestant;
  readonly contestants: readonly Contestant[];
  /** Called after the timed runs. */
  readonly figures?: () => readonly Figure[];
  readonly dispose?: () => void;
}

/** One question of speed or size. Every file in bench/cases exports one as `benchCase`. */
export interface BenchCase {
  readonly question: string;
  /** Timed runs of each contestant; the median counts. 5 unless given. */
  readonly runs?: number;
  /** A run of each before the timed ones, not counted. True unless given; of no use where work is done in processes of its own. */
  readonly warmUp?: boolean;
  /** Not timed. */
  readonly prepare: () => PreparedBench | Promise<PreparedBench>;
}
