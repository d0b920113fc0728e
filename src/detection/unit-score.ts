/** Which rows a window is compared with: those of its kind and its group at its maturity. */
interface Rows {
  readonly kind: number;
  readonly group: number;
  readonly stratum: number;
}

/** The calibrated reading of one window. Probabilities in (0, 1], surprisals in nats. */
export interface UnitScore {
  readonly rows: Rows;
  readonly subject: number;
  /** Calibrated surprisal by facet of the kind. */
  readonly facets: Float64Array;
  /** Statistics in the order of `LEGS`. */
  readonly legs: Float64Array;
  /** Cauchy combination of the calibrated legs. */
  readonly together: number;
  /** How many times as often as its kind the subject is unusual, from 0.5. */
  readonly restlessness: number;
  /** The same beside how restless the subject is, before its own calibration. */
  readonly omnibus: number;
  readonly ownOmnibus: number;
  probability: number;
  probabilityOwn: number;
  probabilityPeers: number;
  probabilityEstate: number;
}
