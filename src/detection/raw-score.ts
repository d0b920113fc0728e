import { FACETS, type FacetDefinition } from './facet-catalogue.js';
import { UNIT_KINDS } from './finding.js';
import { UNIT_LAYOUT } from './unit-layout.js';

/** The facets of one unit kind, with where each reads from. */
export interface KindFacets {
  readonly facets: readonly FacetDefinition[];
  /** List position by facet, or −1. */
  readonly list: readonly number[];
  /** Amount position by facet, or −1. */
  readonly amount: readonly number[];
  readonly position: ReadonlyMap<string, number>;
}

export const KIND_FACETS: readonly KindFacets[] = UNIT_KINDS.map((unit, kind) => {
  const facets = FACETS.filter((facet) => facet.unit === unit);
  const layout = UNIT_LAYOUT.kinds[kind];
  return {
    facets,
    list: facets.map((facet) => (facet.kind === 'values' ? (layout?.lists.indexOf(facet.name) ?? -1) : -1)),
    amount: facets.map((facet) => (facet.kind === 'amount' ? (layout?.amounts.indexOf(facet.name) ?? -1) : -1)),
    position: new Map(facets.map((facet, index) => [facet.name, index])),
  };
});

/** Most facets of any kind; calibrator rows are `group × WIDEST + facet`. */
export const WIDEST = Math.max(...KIND_FACETS.map(({ facets }) => facets.length));

/** The ways in which the facets of one window are taken together, each calibrated by how often it reaches such a value. */
export const LEGS = ['strongest', 'several', 'all'] as const;

/** What a facet rests on, for explanation. */
export interface FacetBasis {
  /** Position of the telling activity in the window's activities, or −1. */
  index: number;
  /** Hash of the telling value, 0 if none. */
  hash: number;
  /** Number behind it (an amount, a count of names, seconds of a period …), NaN if none. */
  observed: number;
  detail: string;
}

/** Raw surprisals of one window, before calibration. Arrays are indexed by the kind's facets. */
export class RawScore {
  /** Nats by own history and what others share; 0 where the facet did not apply. */
  readonly raw: Float64Array;
  /** Nats by own history alone. */
  readonly own: Float64Array;
  readonly basis: (FacetBasis | undefined)[];
  /** Filled in by calibration, as are the two below. */
  readonly calibrated: Float64Array;
  /** Bins of the raw surprisals. */
  readonly bins: Uint8Array;
  /** In the order of `LEGS`. */
  readonly legs = new Float64Array(LEGS.length);

  constructor(kind: number) {
    const size = KIND_FACETS[kind]?.facets.length ?? 0;
    this.raw = new Float64Array(size);
    this.own = new Float64Array(size);
    this.calibrated = new Float64Array(size);
    this.bins = new Uint8Array(size);
    this.basis = new Array<FacetBasis | undefined>(size).fill(undefined);
  }

  /** As if new. */
  clear(): void {
    this.raw.fill(0);
    this.own.fill(0);
    this.basis.fill(undefined);
    this.calibrated.fill(0);
    this.bins.fill(0);
    this.legs.fill(0);
  }

  /** Says which activity and value a facet that is already set rests on. */
  restOn(facet: number, index: number, hash: number): void {
    const basis = this.basis[facet];
    if (basis !== undefined) this.basis[facet] = { ...basis, index, hash };
  }

  set(facet: number, raw: number, own: number, basis: FacetBasis): void {
    if (facet < 0 || raw <= (this.raw[facet] ?? 0)) return;
    this.raw[facet] = raw;
    this.own[facet] = own;
    this.basis[facet] = basis;
  }
}
