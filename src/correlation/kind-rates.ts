import { cauchyCombination } from '../baselines/combine.js';
import type { UnitKind } from '../detection/finding.js';
import type { Model } from '../detection/model.js';
import { isKind, KIND_LEGS, kindStatistics, type KindFrequencies, type KindLeg, type PriorKinds } from './kind-statistic.js';
import { PRIOR_KINDS } from './prior-kinds.js';
import { BELIEVED, RarityTail, type RarityTailState } from './rarity-tail.js';

export interface KindRatesState {
  readonly units: readonly (readonly [
    unit: string,
    windows: number,
    counts: readonly (readonly [model: string, count: number])[],
    pairs: readonly (readonly [pair: string, count: number])[],
  ])[];
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
/** The more improbable a window, the more models fit it: windows below and above this probability are compared with their like. */
const BAND = 5e-3;

/** A model says how something was done, not only that, if it names at most this share of unusual windows. */
const TELLING = 0.1;

interface UnitCounts {
  windows: number;
  readonly counts: Map<string, number>;
  /** By `pairOf`. */
  readonly pairs: Map<string, number>;
}

/** Windows that are compared with one another. */
export const bandOf = (unit: string, probability: number, leg: KindLeg): string => `${unit} ${probability <= BAND ? 'below ' : ''}${leg}`;

/** Key of two models, in whichever order they come. */
export const pairOf = (one: string, other: string): string => (one < other ? `${one}\n${other}` : `${other}\n${one}`);

/** Keys of all pairs of names. */
export const pairsOf = (names: readonly string[]): readonly string[] =>
  names.flatMap((name, index) => names.slice(0, index).map((other) => pairOf(name, other)));

/** Share of unusual windows that both models of a pair name, by unit and pair. */
const sharesOfPairs = ({ rates, pairs }: PriorKinds): ReadonlyMap<string, ReadonlyMap<string, number>> =>
  new Map(
    Object.entries(pairs).map(([unit, flat]) => {
      const names = Object.keys(rates[unit] ?? {});
      const shares = new Map<string, number>();
      for (let at = 0; at + 2 < flat.length; at += 3) {
        shares.set(pairOf(names[flat[at] ?? 0] ?? '', names[flat[at + 1] ?? 0] ?? ''), flat[at + 2] ?? 0);
      }
      return [unit, shares] as const;
    }),
  );

const increment = (counts: Map<string, number>, key: string): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};

/**
 * How rare the models are that named a window, among the unusual windows of the estate so far. The rate of a model is
 * r_m = (n_m + a·π_m) / (N + a), with n_m of N windows named (halved every 90 days) and π_m the rate in simulated benign estates, worth a = 200
 * windows; models that never fitted share the rate at which one fitted for the first time (Good–Turing). Pairs of models are counted in the same
 * way. What counts is not a statistic of these rates but the share of windows that reached it, so that models which depend on one another, or are
 * many, claim nothing they are not worth; the shares of both statistics are joined by the Cauchy combination.
 */
export class KindRates {
  readonly #units: Map<string, UnitCounts>;
  readonly #tails: Map<string, RarityTail>;
  readonly #prior: PriorKinds;
  readonly #priorPairs: ReadonlyMap<string, ReadonlyMap<string, number>>;
  #day: number;

  constructor(state?: KindRatesState, prior: PriorKinds = PRIOR_KINDS) {
    this.#prior = prior;
    this.#priorPairs = sharesOfPairs(prior);
    this.#units = new Map(
      (state?.units ?? []).map(([unit, windows, counts, pairs]) => [unit, { windows, counts: new Map(counts), pairs: new Map(pairs) }]),
    );
    this.#tails = new Map((state?.tails ?? []).map(([band, tail]) => [band, new RarityTail(tail)]));
    this.#day = state?.day ?? 0;
  }

  /** 0 for third-party alerts, which count by how rarely their rule fires. Else −ln of the share of like windows before this one that were of as rare a kind; then counts it. Windows come in order of `time` (ms). */
  judge(unit: UnitKind, models: readonly Model[], time: number, probability: number): number {
    if (unit === 'alert') return 0;
    const statistics = this.measure(unit, models, time);
    const shown = Math.log(this.#counts(unit).windows / BELIEVED);
    const legs = KIND_LEGS.map((leg) => {
      const band = bandOf(unit, probability, leg);
      const tail = this.#tail(band);
      const nats = Math.min(shown, tail.surprisal(statistics[leg], this.#prior.tails[band] ?? [1], PRIOR_WINDOWS));
      tail.add(statistics[leg]);
      return nats;
    });
    return Math.max(...legs) <= Math.LN2 ? Math.min(...legs) : cauchyCombination(legs);
  }

  /** Names of those models that so far named at most one unusual window of the unit in ten. */
  telling(unit: UnitKind, models: readonly Model[]): readonly string[] {
    const { rateOf } = this.#frequencies(unit, this.#counts(unit));
    return models.filter((model) => isKind(model) && rateOf(model.name) <= TELLING).map(({ name }) => name);
  }

  /** The statistics of a window among those before it, which is then counted. */
  measure(unit: UnitKind, models: readonly Model[], time: number): Readonly<Record<KindLeg, number>> {
    this.#decay(time);
    const counts = this.#counts(unit);
    const statistics = kindStatistics(models, this.#frequencies(unit, counts));
    const kinds = new Set(models.filter(isKind).map(({ name }) => name));
    for (const pair of pairsOf([...kinds])) increment(counts.pairs, pair);
    if ([...kinds].some((name) => !this.#known(unit, counts, name))) kinds.add(NEVER);
    for (const name of kinds) increment(counts.counts, name);
    counts.windows += 1;
    return statistics;
  }

  state(): KindRatesState {
    return {
      units: [...this.#units].map(([unit, { windows, counts, pairs }]) => [unit, windows, [...counts], [...pairs]]),
      tails: [...this.#tails].map(([band, tail]) => [band, tail.state()]),
      day: this.#day,
    };
  }

  #known(unit: UnitKind, counts: UnitCounts, name: string): boolean {
    return counts.counts.has(name) || this.#prior.rates[unit]?.[name] !== undefined;
  }

  #frequencies(unit: UnitKind, { windows, counts, pairs }: UnitCounts): KindFrequencies {
    const rates = this.#prior.rates[unit] ?? {};
    const priorPairs = this.#priorPairs.get(unit);
    const countOf = (name: string): number => {
      const kind = counts.has(name) || rates[name] !== undefined ? name : NEVER;
      return (counts.get(kind) ?? 0) + PRIOR_WINDOWS * (rates[kind] ?? (kind === NEVER ? NEVER_RATE : 0));
    };
    return {
      countOf,
      rateOf: (name) => countOf(name) / (windows + PRIOR_WINDOWS),
      togetherOf: (one, other) => {
        const pair = pairOf(one, other);
        return (pairs.get(pair) ?? 0) + PRIOR_WINDOWS * (priorPairs?.get(pair) ?? 0);
      },
    };
  }

  #counts(unit: UnitKind): UnitCounts {
    let counts = this.#units.get(unit);
    if (counts === undefined) {
      counts = { windows: 0, counts: new Map(), pairs: new Map() };
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
      for (const counted of [unit.counts, unit.pairs]) {
        for (const [key, count] of counted) {
          if (count * factor < LEAST) counted.delete(key);
          else counted.set(key, count * factor);
        }
      }
    }
  }
}
