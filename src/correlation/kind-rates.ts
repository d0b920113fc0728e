import type { UnitKind } from '../detection/finding.js';
import type { Model } from '../detection/model.js';
import type { Tactic } from '../documents/common.js';
import { PRIOR_KINDS } from './prior-kinds.js';
import { BELIEVED, RarityTail, type RarityTailState } from './rarity-tail.js';

export interface KindRatesState {
  readonly units: readonly (readonly [unit: string, windows: number, counts: readonly (readonly [model: string, count: number])[]])[];
  readonly tails: readonly (readonly [band: string, tail: RarityTailState])[];
  readonly day: number;
}

const DAY = 86_400_000;
/** An occurrence counts half after so long: what an estate does changes with its tools. */
const HALF_LIFE = 90 * DAY;
/** Unusual windows that the prior rates are worth. */
const PRIOR_WINDOWS = 200;
/** A count decayed below this is forgotten, and the kind is new again. */
const LEAST = 0.02;
/** Stands for all models that neither the estate nor the prior ever saw fit. */
const NEVER = '';
/** Its rate where a unit has no prior, as third-party alerts. */
const NEVER_RATE = 0.01;
/** Models of this folder say what to do about a window, not what it is. */
const RESPONSE = 'Response / ';
/** The more improbable a window, the more models fit it: windows below and above this probability are compared with their like. */
const BAND = 5e-3;

interface UnitCounts {
  windows: number;
  readonly counts: Map<string, number>;
}

/** False for a model that only says what to do. */
export const isKind = (model: Model): boolean => !model.name.startsWith(RESPONSE);

/** Windows that are compared with one another. */
export const bandOf = (unit: string, probability: number): string => (probability <= BAND ? `${unit} below` : unit);

/**
 * How rare a statistic of models is: (Σ s³)^⅓ over tactics, s = −ln of the rate of the rarest model of that tactic. The rarest decides, further
 * tactics add a little.
 */
export const kindStatistic = (models: readonly Model[], rateOf: (name: string) => number): number => {
  const rarest = new Map<Tactic, number>();
  for (const { name, attack } of models.filter(isKind)) {
    rarest.set(attack.tactic, Math.max(rarest.get(attack.tactic) ?? 0, -Math.log(Math.min(1, rateOf(name)))));
  }
  let sum = 0;
  for (const nats of rarest.values()) sum += nats ** 3;
  return Math.cbrt(sum);
};

/**
 * How rare the models are that named a window, among the unusual windows of the estate so far. The rate of a model is
 * r_m = (n_m + a·π_m) / (N + a), with n_m of N windows named (halved every 90 days) and π_m the rate in simulated benign estates, worth a = 200
 * windows; models that never fitted share the rate at which one fitted for the first time (Good–Turing). What counts is not the
 * statistic of these rates but the share of windows that reached it, so that models which depend on one another, or are many, claim nothing
 * they are not worth.
 */
export class KindRates {
  readonly #units: Map<string, UnitCounts>;
  readonly #tails: Map<string, RarityTail>;
  #day: number;

  constructor(state?: KindRatesState) {
    this.#units = new Map((state?.units ?? []).map(([unit, windows, counts]) => [unit, { windows, counts: new Map(counts) }]));
    this.#tails = new Map((state?.tails ?? []).map(([band, tail]) => [band, new RarityTail(tail)]));
    this.#day = state?.day ?? 0;
  }

  /** 0 for a third-party alert, whose probability is that of its kind. Else −ln of the share of like windows before this one that were of as rare a kind; then counts it. Windows come in order of `time` (ms). */
  judge(unit: UnitKind, models: readonly Model[], time: number, probability: number): number {
    if (unit === 'alert') return 0;
    this.#decay(time);
    const band = bandOf(unit, probability);
    const counts = this.#counts(unit);
    const tail = this.#tail(band);
    const statistic = kindStatistic(models, (name) => this.#rate(unit, counts, name));
    const shown = Math.log((counts.windows + 1) / BELIEVED);
    const nats = Math.min(shown, tail.surprisal(statistic, PRIOR_KINDS.tails[band] ?? [1], PRIOR_WINDOWS));
    const kinds = new Set(models.filter(isKind).map(({ name }) => name));
    if ([...kinds].some((name) => !this.#known(unit, counts, name))) kinds.add(NEVER);
    for (const name of kinds) counts.counts.set(name, (counts.counts.get(name) ?? 0) + 1);
    counts.windows += 1;
    tail.add(statistic);
    return nats;
  }

  state(): KindRatesState {
    return {
      units: [...this.#units].map(([unit, { windows, counts }]) => [unit, windows, [...counts]]),
      tails: [...this.#tails].map(([band, tail]) => [band, tail.state()]),
      day: this.#day,
    };
  }

  #known(unit: UnitKind, counts: UnitCounts, name: string): boolean {
    return counts.counts.has(name) || PRIOR_KINDS.rates[unit]?.[name] !== undefined;
  }

  #rate(unit: UnitKind, counts: UnitCounts, name: string): number {
    const kind = this.#known(unit, counts, name) ? name : NEVER;
    const prior = PRIOR_KINDS.rates[unit]?.[kind] ?? (kind === NEVER ? NEVER_RATE : 0);
    return ((counts.counts.get(kind) ?? 0) + PRIOR_WINDOWS * prior) / (counts.windows + PRIOR_WINDOWS);
  }

  #counts(unit: UnitKind): UnitCounts {
    let counts = this.#units.get(unit);
    if (counts === undefined) {
      counts = { windows: 0, counts: new Map() };
      this.#units.set(unit, counts);
    }
    return counts;
  }

  #tail(band: string): RarityTail {
    let tail = this.#tails.get(band);
    if (tail === undefined) {
      tail = new RarityTail();
      this.#tails.set(band, tail);
    }
    return tail;
  }

  #decay(time: number): void {
    const day = Math.floor(time / DAY);
    if (day <= this.#day) return;
    const factor = 2 ** (((this.#day - day) * DAY) / HALF_LIFE);
    this.#day = day;
    for (const tail of this.#tails.values()) tail.decay(factor);
    for (const unit of this.#units.values()) {
      unit.windows *= factor;
      for (const [kind, count] of unit.counts) {
        if (count * factor < LEAST) unit.counts.delete(kind);
        else unit.counts.set(kind, count * factor);
      }
    }
  }
}
