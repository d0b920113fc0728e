import type { SnapshotReader, SnapshotWriter } from './snapshot.js';
import { logStudentTail } from './special-functions.js';
import { grown } from './typed-growth.js';

/** Strength of the peer prior in pseudo-observations (algorithms: κ0 = 5, α0 = 5). */
const PRIOR_STRENGTH = 5;

/**
 * Least variance of one window on the log1p scale, (0.45)²: counts are whole numbers, so even an amount that never varied may be one or
 * two higher without meaning anything (0 → 1 is 0.69 here, 1.5 of these deviations).
 */
const LEAST_VARIANCE = 0.2;

/** Weight beyond which a mean moves like an exponentially weighted one. */
const MEMORY = 500;

/** The peer group's view of an amount on the log1p scale. */
export interface AmountPrior {
  readonly mean: number;
  readonly variance: number;
}

export interface AmountJudgement {
  /** −ln P(a window of this entity reaches this amount). */
  surprisal: number;
  /** Observations behind the judgement. */
  observations: number;
  /** Centre and scale of the predictive distribution, on the log1p scale. */
  centre: number;
  scale: number;
}

/** 10th and 90th percentile of what is usual, on the original scale. */
export function usualRange({ centre, scale }: AmountJudgement): { readonly low: number; readonly high: number } {
  return { low: Math.max(0, Math.expm1(centre - Z90 * scale)), high: Math.max(0, Math.expm1(centre + Z90 * scale)) };
}

/** Standard normal 90th percentile. */
const Z90 = 1.2815515655446004;

/**
 * Running weight, mean and squared deviation of y = log1p(amount) for each series: 12 bytes a series. Judged by the
 * normal-inverse-gamma predictive, a Student t (Murphy 2007, "Conjugate Bayesian analysis of the Gaussian distribution", eq. 110).
 */
export class AmountStore {
  #series = 0;
  #weight = new Float32Array(256);
  #mean = new Float32Array(256);
  #squares = new Float32Array(256);

  allocate(count: number): number {
    const first = this.#series;
    this.#series += count;
    this.#weight = grown(this.#weight, this.#series);
    this.#mean = grown(this.#mean, this.#series);
    this.#squares = grown(this.#squares, this.#series);
    return first;
  }

  /** Welford's update with weight in (0, 1]; beyond `MEMORY` observations old ones fade. */
  learn(series: number, y: number, weight: number): void {
    const before = this.#weight[series] ?? 0;
    const mean = this.#mean[series] ?? 0;
    const capped = Math.min(before, MEMORY);
    const after = capped + weight;
    const delta = y - mean;
    const moved = mean + (delta * weight) / after;
    this.#mean[series] = moved;
    this.#squares[series] = (this.#squares[series] ?? 0) * (before === 0 ? 1 : capped / before) + weight * delta * (y - moved);
    this.#weight[series] = after;
  }

  /** @param without an observation of weight 1 to leave out of the series first (it was learned already). */
  judge(series: number, y: number, prior: AmountPrior, without: number | undefined, into: AmountJudgement): AmountJudgement {
    let n = this.#weight[series] ?? 0;
    let mean = this.#mean[series] ?? 0;
    let squares = this.#squares[series] ?? 0;
    if (without !== undefined && n >= 1) {
      if (n <= 1.0001) {
        n = 0;
        mean = 0;
        squares = 0;
      } else {
        const previous = (mean * n - without) / (n - 1);
        squares = Math.max(0, squares - (without - previous) * (without - mean));
        mean = previous;
        n -= 1;
      }
    }
    const kappa = PRIOR_STRENGTH + n;
    const alpha = PRIOR_STRENGTH + n / 2;
    const centre = (PRIOR_STRENGTH * prior.mean + n * mean) / kappa;
    const beta = PRIOR_STRENGTH * prior.variance + 0.5 * squares + (PRIOR_STRENGTH * n * (mean - prior.mean) ** 2) / (2 * kappa);
    const scale = Math.sqrt((beta * (kappa + 1)) / (alpha * kappa) + LEAST_VARIANCE);
    into.surprisal = -logStudentTail((y - centre) / scale, 2 * alpha);
    into.observations = n;
    into.centre = centre;
    into.scale = scale;
    return into;
  }

  merge(from: number, into: number): void {
    const a = this.#weight[into] ?? 0;
    const b = this.#weight[from] ?? 0;
    if (b === 0) return;
    const delta = (this.#mean[from] ?? 0) - (this.#mean[into] ?? 0);
    this.#mean[into] = (this.#mean[into] ?? 0) + (delta * b) / (a + b);
    this.#squares[into] = (this.#squares[into] ?? 0) + (this.#squares[from] ?? 0) + (delta * delta * a * b) / (a + b);
    this.#weight[into] = a + b;
    this.#weight[from] = 0;
    this.#mean[from] = 0;
    this.#squares[from] = 0;
  }

  get bytes(): number {
    return this.#series * 12;
  }

  save(writer: SnapshotWriter): void {
    writer.numbers([this.#series]);
    writer.array(this.#weight.subarray(0, this.#series));
    writer.array(this.#mean.subarray(0, this.#series));
    writer.array(this.#squares.subarray(0, this.#series));
  }

  static load(reader: SnapshotReader): AmountStore {
    const store = new AmountStore();
    [store.#series = 0] = reader.numbers();
    store.#weight = reader.array(Float32Array);
    store.#mean = reader.array(Float32Array);
    store.#squares = reader.array(Float32Array);
    return store;
  }
}
