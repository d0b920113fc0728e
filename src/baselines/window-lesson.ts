/** What one window of a subject taught, so that it can be taken back. */
export interface WindowLesson {
  readonly subject: number;
  /** Hours since the epoch. */
  readonly hour: number;
  /** Pairs of list position and value hash. */
  readonly lists: readonly number[];
  readonly hashes: readonly number[];
  /** y = log1p(amount) by amount position, rhythm removed; NaN where it did not apply. */
  readonly amounts: Float64Array;
  readonly hourBin: number;
}
