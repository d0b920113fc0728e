import { CalibratorBank } from '../baselines/calibrator.js';
import { cauchyCombination } from '../baselines/combine.js';
import type { PatternOfLife } from '../baselines/pattern-of-life.js';
import { Restlessness } from '../baselines/restlessness.js';
import type { SnapshotReader, SnapshotWriter } from '../baselines/snapshot.js';
import { StratumWeights } from '../baselines/stratum-weights.js';
import { surprisalBin } from '../baselines/surprisal-bins.js';
import { facetPrior, HOUR_FACETS, legPrior, MATURITIES, maturityOf, rowOfGroup, STRATA, stratumOf, unitPrior } from './calibration-rows.js';
import { KIND_FACETS, LEGS, type RawScore, WIDEST } from './raw-score.js';
import { ALERT, unitKind } from './unit-layout.js';
import type { UnitScore } from './unit-score.js';
import { fillLegs } from './window-legs.js';

/**
 * How far beyond what was counted a probability may go, how many pseudo-units stand behind the prior, and how heavy a tail may be: raw
 * surprisals may be wrong in any way, sums and combinations of calibrated ones have exponential tails.
 */
const OF_FACETS = { reach: 4, priorUnits: 50, heaviest: 0.4 };
const OF_COMBINATIONS = { reach: 100, priorUnits: 200, heaviest: 0.05 };

/** Share of recent windows below which belonging to a stratum, or one of even newer subjects, is told as a facet of its own. */
const TELLING_SHARE = 0.05;

/** Half-lives in days of what calibrators count, and of how many windows each stratum holds. */
const CALIBRATOR_HALF_LIFE = 30;
const STRATUM_HALF_LIFE = 7;

/** Numbers gathered of a window: two rows, its subject, its own omnibus, its legs. */
const GATHERED = 4 + LEGS.length;

/** By kind, the facet that tells how new a subject is, or −1. */
const AGES: readonly number[] = KIND_FACETS.map(({ position }, kind) => position.get(`${unitKind(kind)}-age`) ?? -1);

/**
 * The three stages of calibration (algorithms 2.1, 2.10): every facet against how often such a surprisal occurs among peers, each way of
 * taking facets together against how often it reaches such a value, and their Cauchy combination against how often that occurs. So the
 * dependence between the facets of one window is measured, not assumed.
 */
export class Calibration {
  readonly #pattern: PatternOfLife;
  readonly #facets: CalibratorBank;
  readonly #legs: CalibratorBank;
  readonly #units: CalibratorBank;
  readonly #weights: StratumWeights;
  readonly #restlessness: Restlessness;
  /** Windows of a pass that gathers legs first, `GATHERED` numbers each. */
  readonly #gathered: number[] = [];
  /** Of the legs of the window in hand. */
  readonly #surprisals = new Float64Array(LEGS.length);
  /** Of the facet in hand, what its kind as a whole gives. */
  readonly #pool = { row: 0, probability: 1 };
  #youngEstate = false;

  constructor(
    pattern: PatternOfLife,
    facets = new CalibratorBank(OF_FACETS, facetPrior),
    legs = new CalibratorBank(OF_COMBINATIONS, legPrior),
    units = new CalibratorBank(OF_COMBINATIONS, unitPrior),
    weights = new StratumWeights(KIND_FACETS.length, STRATA),
    restlessness = new Restlessness(KIND_FACETS.length),
  ) {
    this.#pattern = pattern;
    this.#facets = facets;
    this.#legs = legs;
    this.#units = units;
    this.#weights = weights;
    this.#restlessness = restlessness;
    this.#legs.reserve(KIND_FACETS.length * MATURITIES * LEGS.length);
    this.reserve();
  }

  /** An estate of less than two days knows nothing of weekly life, whatever the windows of one subject. */
  setEstateAge(hours: number): void {
    this.#youngEstate = hours < 48;
  }

  /** Makes room for groups that have come into being. */
  reserve(): void {
    const groups = KIND_FACETS.length + this.#pattern.groupCount;
    this.#facets.reserve(groups * MATURITIES * WIDEST);
    this.#units.reserve(groups * MATURITIES * 2);
  }

  #stratum(subject: number): number {
    const stratum = stratumOf(this.#pattern.windowsOf(subject));
    return this.#youngEstate ? Math.min(stratum, 1) : stratum;
  }

  /** Counts a window of the subject as one of its stratum; called for all windows of an hour before any of them is judged. */
  meet(subject: number): void {
    this.#weights.learn(this.#pattern.kindOf(subject), this.#stratum(subject));
  }

  /**
   * Rows are those of the subject's kind and group at its maturity: like is compared with like (Mondrian conformal prediction, Vovk et al. 2005).
   *
   * @param exclude 1 when the window's raw surprisals were learned already, else 0.
   * @param excludeLegs 1 when its legs were, else 0.
   */
  combine(subject: number, raw: RawScore, exclude: number, excludeLegs: number): UnitScore {
    const kind = this.#pattern.kindOf(subject);
    const group = this.#pattern.groupOf(subject);
    const stratum = this.#stratum(subject);
    const maturity = maturityOf(stratum);
    const rows = { kind: kind * MATURITIES + maturity, group: rowOfGroup(kind, group) * MATURITIES + maturity, stratum };
    const facets = raw.calibrated.fill(0);
    const pool = this.#pool;
    for (let facet = 0; facet < facets.length; facet += 1) {
      const surprisal = raw.raw[facet] ?? 0;
      if (surprisal <= 0) continue;
      const bin = surprisalBin(surprisal);
      raw.bins[facet] = bin;
      pool.row = rows.kind * WIDEST + facet;
      const wide = this.#facets.probability(pool.row, surprisal, undefined, exclude, bin);
      pool.probability = wide;
      const p = rows.group === rows.kind ? wide : this.#facets.probability(rows.group * WIDEST + facet, surprisal, pool, exclude, bin);
      facets[facet] = facet === HOUR_FACETS[kind] ? Math.min(surprisal, -Math.log(p)) : -Math.log(p);
    }
    fillLegs(kind, raw);
    const together = this.#together(rows.kind, raw.legs, excludeLegs);
    const restlessness = this.#restlessness.of(kind, subject, excludeLegs === 1 ? together : undefined);
    return {
      rows,
      subject,
      facets,
      legs: raw.legs,
      together,
      restlessness,
      omnibus: besides(together, restlessness),
      ownOmnibus: cauchyCombination(raw.own, raw.own.length),
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
    const kind = this.#pattern.kindOf(subject);
    const row = kind * MATURITIES + maturityOf(this.#stratum(subject));
    const share = this.#facets.probability(row * WIDEST + facet, surprisal, undefined, exclude);
    return facet === HOUR_FACETS[kind] ? Math.max(share, Math.exp(-surprisal)) : share;
  }

  /**
   * Fills in the calibrated probabilities of the combination. Those of own history, peers and estate are shares of comparable windows; the
   * probability of the window itself also weighs how rare windows of such new subjects are.
   *
   * @param weigh false where strata are not times of life, as over several passes.
   */
  judge(subject: number, score: UnitScore, exclude: number, weigh: boolean): void {
    const { kind, group, stratum } = score.rows;
    score.probabilityEstate = this.#units.probability(kind * 2, score.omnibus, undefined, exclude);
    score.probabilityPeers =
      group === kind
        ? score.probabilityEstate
        : this.#units.probability(group * 2, score.omnibus, { row: kind * 2, probability: score.probabilityEstate }, exclude);
    score.probabilityOwn = this.#units.probability(kind * 2 + 1, score.ownOmnibus, undefined, exclude);
    score.probability = score.probabilityPeers;
    if (!weigh) return;
    const of = this.#pattern.kindOf(subject);
    score.probability = Math.min(1, score.probability / this.#weights.weight(of, stratum));
    const share = this.#weights.shareUpTo(of, stratum);
    const age = AGES[of] ?? -1;
    if (age >= 0 && share < TELLING_SHARE) score.facets[age] = -Math.log(share);
  }

  learnFacets(score: UnitScore, raw: RawScore): void {
    const { kind, group } = score.rows;
    this.#facets.learnRows(kind * WIDEST, raw.raw, raw.bins);
    if (group !== kind) this.#facets.learnRows(group * WIDEST, raw.raw, raw.bins);
  }

  learnUnit(score: UnitScore): void {
    this.#learnLegs(score.rows.kind, score.legs);
    this.#restlessness.learn(this.#pattern.kindOf(score.subject), score.subject, score.together, score.probability);
    this.#learnOmnibus(score.rows.kind, score.rows.group, score.omnibus, score.ownOmnibus);
  }

  /** Learns the legs of a window now and its combination once those of all windows are known: see `endGathering`. */
  gather(score: UnitScore): void {
    this.#learnLegs(score.rows.kind, score.legs);
    this.#gathered.push(score.rows.kind, score.rows.group, score.subject, score.ownOmnibus, ...score.legs);
  }

  endGathering(): void {
    const gathered = this.#gathered;
    const windows = Array.from({ length: gathered.length / GATHERED }, (_, window) => {
      const [row = 0, group = 0, subject = 0, own = 0, ...legs] = gathered.slice(window * GATHERED, (window + 1) * GATHERED);
      return { row, group, subject, own, kind: this.#pattern.kindOf(subject), together: this.#together(row, legs, 1) };
    });
    for (const { kind, subject, together } of windows) this.#restlessness.learn(kind, subject, together, 1);
    for (const { row, group, subject, own, kind, together } of windows)
      this.#learnOmnibus(row, group, besides(together, this.#restlessness.of(kind, subject, together)), own);
    gathered.length = 0;
  }

  #together(kindRow: number, legs: ArrayLike<number>, exclude: number): number {
    for (let leg = 0; leg < legs.length; leg += 1)
      this.#surprisals[leg] = -Math.log(this.#legs.probability(kindRow * LEGS.length + leg, legs[leg] ?? 0, undefined, exclude));
    return cauchyCombination(this.#surprisals);
  }

  #learnLegs(kindRow: number, legs: Float64Array): void {
    for (let leg = 0; leg < legs.length; leg += 1) this.#legs.learn(kindRow * LEGS.length + leg, legs[leg] ?? 0);
  }

  #learnOmnibus(kindRow: number, groupRow: number, omnibus: number, own: number): void {
    this.#units.learn(kindRow * 2, omnibus);
    this.#units.learn(kindRow * 2 + 1, own);
    if (groupRow !== kindRow) this.#units.learn(groupRow * 2, omnibus);
  }

  /** One subject turned out to be another. */
  merge(from: number, into: number): void {
    this.#restlessness.merge(from, into);
  }

  /** Adds what another estate showed of every kind as a whole, for `tails`. */
  absorb(other: Calibration): void {
    const rows = KIND_FACETS.length * MATURITIES;
    this.#facets.absorb(other.#facets, rows * WIDEST);
    this.#legs.absorb(other.#legs, rows * LEGS.length);
    this.#units.absorb(other.#units, rows * 2);
  }

  /** Tails of every kind as a whole: what `prior-tails.ts` is made from. */
  tails(shares: readonly number[]): Readonly<Record<'facets' | 'legs' | 'units', Readonly<Record<string, readonly number[]>>>> {
    const facets: Record<string, readonly number[]> = {};
    const legs: Record<string, readonly number[]> = {};
    const units: Record<string, readonly number[]> = {};
    KIND_FACETS.forEach((kindFacets, kind) => {
      if (kind === ALERT) return;
      for (let maturity = 0; maturity < MATURITIES; maturity += 1) {
        const row = kind * MATURITIES + maturity;
        kindFacets.facets.forEach(({ name }, facet) => {
          if (facet !== AGES[kind]) facets[`${maturity} ${name}`] = this.#facets.tail(row * WIDEST + facet, shares);
        });
        LEGS.forEach((name, leg) => {
          legs[`${maturity} ${unitKind(kind)} ${name}`] = this.#legs.tail(row * LEGS.length + leg, shares);
        });
        units[`${maturity} ${unitKind(kind)}`] = this.#units.tail(row * 2, shares);
        units[`${maturity} ${unitKind(kind)} own`] = this.#units.tail(row * 2 + 1, shares);
      }
    });
    return { facets, legs, units };
  }

  /** A day has passed. */
  fade(): void {
    this.#facets.decay(2 ** (-1 / CALIBRATOR_HALF_LIFE));
    this.#legs.decay(2 ** (-1 / CALIBRATOR_HALF_LIFE));
    this.#units.decay(2 ** (-1 / CALIBRATOR_HALF_LIFE));
    this.#weights.decay(2 ** (-1 / STRATUM_HALF_LIFE));
    this.#restlessness.decay(2 ** (-1 / CALIBRATOR_HALF_LIFE));
  }

  get bytes(): number {
    return this.#facets.bytes + this.#legs.bytes + this.#units.bytes + this.#restlessness.bytes;
  }

  save(writer: SnapshotWriter): void {
    this.#facets.save(writer);
    this.#legs.save(writer);
    this.#units.save(writer);
    this.#weights.save(writer);
    this.#restlessness.save(writer);
    writer.array(Float64Array.from(this.#gathered));
  }

  static load(reader: SnapshotReader, pattern: PatternOfLife): Calibration {
    const calibration = new Calibration(
      pattern,
      CalibratorBank.load(reader, OF_FACETS, facetPrior),
      CalibratorBank.load(reader, OF_COMBINATIONS, legPrior),
      CalibratorBank.load(reader, OF_COMBINATIONS, unitPrior),
      StratumWeights.load(reader, KIND_FACETS.length, STRATA),
      Restlessness.load(reader, KIND_FACETS.length),
    );
    for (const value of reader.array(Float64Array)) calibration.#gathered.push(value);
    return calibration;
  }
}

/** Surprisal (nats) of a window of a subject that is so many times as restless as others of its kind. */
function besides(together: number, restlessness: number): number {
  return Math.max(0, together - Math.log(restlessness));
}
