import type { Model } from '../detection/model.js';
import type { Tactic } from '../documents/common.js';

/** Models of this folder say what to do about a window, not what it is. */
const RESPONSE = 'Response / ';
/** Windows of a model that what is known of it without the other is worth. */
const UNCONDITIONED = 5;

/** What of a model makes a kind. */
export type KindModel = Pick<Model, 'name'> & { readonly attack: Pick<Model['attack'], 'tactic'> };

/** How often models name an unusual window of one unit. */
export interface KindFrequencies {
  /** Share of the windows that the model names, above 0. */
  readonly rateOf: (name: string) => number;
  /** Windows that the model names. */
  readonly countOf: (name: string) => number;
  /** Windows that both name; symmetric. */
  readonly togetherOf: (one: string, other: string) => number;
}

/** Rates of models by unit, of pairs of them as triples of two positions among the rates and a share, and of statistics by band. */
export interface PriorKinds {
  readonly rates: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly pairs: Readonly<Record<string, readonly number[]>>;
  readonly tails: Readonly<Record<string, readonly number[]>>;
}

/** False for a model that only says what to do. */
export const isKind = (model: Pick<Model, 'name'>): boolean => !model.name.startsWith(RESPONSE);

/** Two ways in which the models of a window can be rare; only the order of each matters, neither claims a probability. */
export const KIND_LEGS = ['rarest', 'together'] as const;
export type KindLeg = (typeof KIND_LEGS)[number];

/** (Σ s³)^⅓ over tactics, s = −ln of the rate of the rarest model of that tactic. The rarest decides, further tactics add a little. */
const rarestOf = (kinds: readonly Kind[]): number => {
  const rarest = new Map<Tactic, number>();
  for (const { tactic, rate } of kinds) rarest.set(tactic, Math.max(rarest.get(tactic) ?? 0, -Math.log(rate)));
  let sum = 0;
  for (const nats of rarest.values()) sum += nats ** 3;
  return Math.cbrt(sum);
};

/**
 * From the commonest model to the rarest the sum of −ln of its share of the windows named by that commoner one which makes it most likely, or
 * of all windows if none does: the surprisal of models that come together, in a first-order dependence tree (Chow & Liu 1968, IEEE
 * Transactions on Information Theory 14:462). What always comes together counts once; what never came together counts in full.
 */
const togetherOf = (kinds: readonly Kind[], { countOf, togetherOf: countTogether }: KindFrequencies): number => {
  const commonest = [...kinds].sort((a, b) => b.rate - a.rate || (a.name < b.name ? -1 : 1));
  let sum = 0;
  commonest.forEach(({ name, rate }, index) => {
    let likeliest = rate;
    for (const given of commonest.slice(0, index)) {
      const share = (countTogether(given.name, name) + UNCONDITIONED * rate) / (countOf(given.name) + UNCONDITIONED);
      likeliest = Math.max(likeliest, Math.min(1, share));
    }
    sum -= Math.log(likeliest);
  });
  return sum;
};

interface Kind {
  readonly name: string;
  readonly tactic: Tactic;
  readonly rate: number;
}

/** How rare the models of a window are: by the rarest of them, and by their coming together. */
export const kindStatistics = (models: readonly KindModel[], frequencies: KindFrequencies): Readonly<Record<KindLeg, number>> => {
  const kinds = models
    .filter(isKind)
    .map(({ name, attack }) => ({ name, tactic: attack.tactic, rate: Math.min(1, frequencies.rateOf(name)) }));
  return { rarest: rarestOf(kinds), together: togetherOf(kinds, frequencies) };
};
