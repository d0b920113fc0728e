import { CalibratorBank } from '../baselines/calibrator.js';
import { brownCombination, cauchyCombination } from '../baselines/combine.js';
import type { PatternOfLife } from '../baselines/pattern-of-life.js';
import type { SnapshotReader, SnapshotWriter } from '../baselines/snapshot.js';
import { priorProbability } from './prior-probability.js';
import { FACET_TAILS, UNIT_TAILS } from './prior-tails.js';
import { KIND_FACETS, type RawScore, WIDEST } from './raw-score.js';
import { ALERT, unitKind } from './unit-layout.js';

/** How far beyond what was counted a facet's and a window's probability may go. */
const FACET_REACH = 4;
const UNIT_REACH = 1_000;

/** What a facet adds that rests on the same event, or the same kind of amount, as a more surprising one: one cause lights many facets. */
const SAME_CAUSE = 0.2;

/** Amounts that grow together: doing more of anything raises them all. */
const TOGETHER: ReadonlySet<string> = new Set([
  'activity-volume',
  'read-volume',
  'distinct-resources',
  'mail-volume',
  'connection-volume',
  'fan-out',
]);

/** How many windows stand behind a subject, in three steps: fewer than 8, fewer than 40, more. */
const MATURITIES = 3;
const maturityOf = (windows: number): number => (windows < 8 ? 0 : windows < 40 ? 1 : 2);

/** By kind, for each facet: it is one of the amounts that grow together. */
const GROWS_TOGETHER: readonly (readonly boolean[])[] = KIND_FACETS.map(({ facets }) => facets.map(({ name }) => TOGETHER.has(name)));

const rowNames = (row: number): { readonly kind: number; readonly maturity: number } => ({
  kind: Math.floor(row / MATURITIES),
  maturity: row % MATURITIES,
});

type PriorTail = readonly number[] | undefined;

/** Prior tails by row, for the rows of whole kinds, which come first. */
const FACET_PRIORS: readonly PriorTail[] = Array.from({ length: KIND_FACETS.length * MATURITIES * WIDEST }, (_, row) => {
  const { kind, maturity } = rowNames(Math.floor(row / WIDEST));
  return FACET_TAILS[`${maturity} ${KIND_FACETS[kind]?.facets[row % WIDEST]?.name ?? ''}`];
});
const UNIT_PRIORS: readonly PriorTail[] = Array.from({ length: KIND_FACETS.length * MATURITIES * 2 }, (_, row) => {
  const { kind, maturity } = rowNames(Math.floor(row / 2));
  return UNIT_TAILS[`${maturity} ${unitKind(kind)}${row % 2 === 1 ? ' own' : ''}`];
});

const facetPrior = (row: number, surprisal: number): number => priorProbability(FACET_PRIORS[row], surprisal);
const unitPrior = (row: number, surprisal: number): number => priorProbability(UNIT_PRIORS[row], surprisal);

/** The calibrated reading of one window. Probabilities in (0, 1], surprisals in nats. */
export interface UnitScore {
  /** Calibrated surprisal by facet of the kind. */
  readonly facets: Float64Array;
  /** 2 Σ surprisals of the causes: what Brown's method combines. */
  readonly x: number;
  /** Omnibus surprisal before its own calibration. */
  readonly omnibus: number;
  readonly ownOmnibus: number;
  probability: number;
  probabilityOwn: number;
  probabilityPeers: number;
  probabilityEstate: number;
}

/**
 * The two stages of calibration (algorithms 2.1, 2.10): every facet against how often such a surprisal occurs among peers, their
 * omnibus combination CCT(CCT over facets, Brown over causes), and that combination against how often it occurs.
 */
export class Calibration {
  readonly #pattern: PatternOfLife;
  readonly #facets: CalibratorBank;
  readonly #units: CalibratorBank;

  constructor(
    pattern: PatternOfLife,
    facets = new CalibratorBank(FACET_REACH, facetPrior),
    units = new CalibratorBank(UNIT_REACH, unitPrior),
  ) {
    this.#pattern = pattern;
    this.#facets = facets;
    this.#units = units;
    this.reserve();
  }

  /** The most that any subject's maturity counts while the whole estate is young: see `setEstateAge`. */
  estateMaturity = MATURITIES - 1;

  /** An estate of less than two days knows nothing of weekly life, whatever the windows of one subject. */
  setEstateAge(hours: number): void {
    this.estateMaturity = hours < 48 ? 0 : MATURITIES - 1;
  }

  /** Makes room for groups that have come into being. */
  reserve(): void {
    const rows = this.#pattern.groupCount * MATURITIES;
    this.#facets.reserve(rows * WIDEST);
    this.#units.reserve(rows * 2);
  }

  /** Rows of the subject's kind and group at its maturity: like is compared with like (Mondrian conformal prediction, Vovk et al. 2005). */
  #rows(subject: number): { readonly kind: number; readonly group: number } {
    const maturity = Math.min(maturityOf(this.#pattern.windowsOf(subject)), this.estateMaturity);
    return { kind: this.#pattern.kindOf(subject) * MATURITIES + maturity, group: this.#pattern.groupOf(subject) * MATURITIES + maturity };
  }

  /** @param exclude 1 when the window's raw surprisals were learned already, else 0. */
  combine(subject: number, raw: RawScore, exclude: number): UnitScore {
    const { kind, group } = this.#rows(subject);
    const count = raw.raw.length;
    const facets = raw.calibrated.fill(0);
    const together = GROWS_TOGETHER[this.#pattern.kindOf(subject)] ?? [];
    const causes: number[] = [];
    const most: number[] = [];
    const all: number[] = [];
    for (let facet = 0; facet < count; facet += 1) {
      const surprisal = raw.raw[facet] ?? 0;
      if (surprisal <= 0) continue;
      const wide = this.#facets.probability(kind * WIDEST + facet, surprisal, undefined, exclude);
      const p = group === kind ? wide : this.#facets.probability(group * WIDEST + facet, surprisal, wide, exclude);
      const calibrated = -Math.log(p);
      facets[facet] = calibrated;
      const event = raw.basis[facet]?.index ?? -1;
      const cause = event >= 0 ? event : together[facet] === true ? -1 : -2 - facet;
      const known = causes.indexOf(cause);
      if (known < 0) {
        causes.push(cause);
        most.push(calibrated);
        all.push(calibrated);
      } else {
        most[known] = Math.max(most[known] ?? 0, calibrated);
        all[known] = (all[known] ?? 0) + calibrated;
      }
    }
    let sum = 0;
    for (let cause = 0; cause < causes.length; cause += 1) {
      const greatest = most[cause] ?? 0;
      sum += greatest + SAME_CAUSE * ((all[cause] ?? 0) - greatest);
    }
    const { mean, variance } = this.#pattern.groups.moments(this.#pattern.groupOf(subject), this.#pattern.kindOf(subject));
    const omnibus = cauchyCombination([cauchyCombination(facets, count), brownCombination(sum, mean, variance)]);
    return {
      facets,
      x: 2 * sum,
      omnibus,
      ownOmnibus: ownCombination(raw),
      probability: 1,
      probabilityOwn: 1,
      probabilityPeers: 1,
      probabilityEstate: 1,
    };
  }

  /**
   * How often windows of the whole kind, at the subject's maturity, reach a surprisal in a facet: a raw surprisal is a model's claim, this is
   * a share.
   */
  facetShare(subject: number, facet: number, surprisal: number, exclude: number): number {
    return this.#facets.probability(this.#rows(subject).kind * WIDEST + facet, surprisal, undefined, exclude);
  }

  /** Fills in the calibrated probabilities of the combination. */
  judge(subject: number, score: UnitScore, exclude: number): void {
    const { kind, group } = this.#rows(subject);
    score.probabilityEstate = this.#units.probability(kind * 2, score.omnibus, undefined, exclude);
    score.probabilityPeers =
      group === kind ? score.probabilityEstate : this.#units.probability(group * 2, score.omnibus, score.probabilityEstate, exclude);
    score.probabilityOwn = this.#units.probability(kind * 2 + 1, score.ownOmnibus, undefined, exclude);
    score.probability = score.probabilityPeers;
  }

  learnFacets(subject: number, raw: RawScore): void {
    const { kind, group } = this.#rows(subject);
    for (let facet = 0; facet < raw.raw.length; facet += 1) {
      const surprisal = Math.max(raw.raw[facet] ?? 0, 0);
      this.#facets.learn(kind * WIDEST + facet, surprisal);
      if (group !== kind) this.#facets.learn(group * WIDEST + facet, surprisal);
    }
  }

  /** @param moments false where all windows must be combined by the same moments, as over several passes. */
  learnUnit(subject: number, score: UnitScore, moments: boolean): void {
    const { kind, group } = this.#rows(subject);
    this.#units.learn(kind * 2, score.omnibus);
    this.#units.learn(kind * 2 + 1, score.ownOmnibus);
    if (moments) this.#pattern.groups.learnMoments(this.#pattern.kindOf(subject), score.x);
    if (group === kind) return;
    this.#units.learn(group * 2, score.omnibus);
    if (moments) this.#pattern.groups.learnMoments(this.#pattern.groupOf(subject), score.x);
  }

  /** Tails of every kind as a whole, by maturity: what `prior-tails.ts` is made from. */
  tails(shares: readonly number[]): {
    readonly facets: Readonly<Record<string, readonly number[]>>;
    readonly units: Readonly<Record<string, readonly number[]>>;
  } {
    const facets: Record<string, readonly number[]> = {};
    const units: Record<string, readonly number[]> = {};
    KIND_FACETS.forEach((kindFacets, kind) => {
      if (kind === ALERT) return;
      for (let maturity = 0; maturity < MATURITIES; maturity += 1) {
        const row = kind * MATURITIES + maturity;
        kindFacets.facets.forEach(({ name }, facet) => {
          facets[`${maturity} ${name}`] = this.#facets.tail(row * WIDEST + facet, shares);
        });
        units[`${maturity} ${unitKind(kind)}`] = this.#units.tail(row * 2, shares);
        units[`${maturity} ${unitKind(kind)} own`] = this.#units.tail(row * 2 + 1, shares);
      }
    });
    return { facets, units };
  }

  decay(factor: number): void {
    this.#facets.decay(factor);
    this.#units.decay(factor);
  }

  get bytes(): number {
    return this.#facets.bytes + this.#units.bytes;
  }

  save(writer: SnapshotWriter): void {
    this.#facets.save(writer);
    this.#units.save(writer);
  }

  static load(reader: SnapshotReader, pattern: PatternOfLife): Calibration {
    return new Calibration(pattern, CalibratorBank.load(reader, facetPrior), CalibratorBank.load(reader, unitPrior));
  }
}

/** Own history alone, without peers: the same combination over the uncalibrated own surprisals. */
function ownCombination(raw: RawScore): number {
  return cauchyCombination(raw.own, raw.own.length);
}
