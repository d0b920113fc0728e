import type { FacetFamily } from '../documents/anomaly.js';
import { KIND_FACETS } from './raw-score.js';

type Family = FacetFamily | 'combined';

/** Units scored and how many fell at or below each probability, by facet family and `combined`. */
export type CalibrationTally = Map<string, TallyRow>;

interface TallyRow {
  units: number;
  at1e2: number;
  at1e3: number;
  at1e4: number;
}

/** Below it a facet cannot be among those of 1 in 100. */
const COUNTED_SURPRISAL = 4.6;

/** By kind, its families in order of their first facet, and how many facets each has. */
const FAMILIES: readonly ReadonlyMap<Family, number>[] = KIND_FACETS.map(({ facets }) => {
  const sizes = new Map<Family, number>();
  for (const { family } of facets) sizes.set(family, (sizes.get(family) ?? 0) + 1);
  return sizes;
});

/**
 * Counts one judged window.
 *
 * @param surprisals calibrated, by facet of the kind.
 * @param probability of the window.
 */
export function countWindow(tally: CalibrationTally, kind: number, surprisals: Float64Array, probability: number): void {
  FAMILIES[kind]?.forEach((size, family) => {
    rowOf(tally, family).units += size;
  });
  for (let index = 0; index < surprisals.length; index += 1) {
    const surprisal = surprisals[index] ?? 0;
    const facet = surprisal > COUNTED_SURPRISAL ? KIND_FACETS[kind]?.facets[index] : undefined;
    if (facet !== undefined) count(rowOf(tally, facet.family), Math.exp(-surprisal));
  }
  const combined = rowOf(tally, 'combined');
  combined.units += 1;
  count(combined, probability);
}

function rowOf(tally: CalibrationTally, family: Family): TallyRow {
  let row = tally.get(family);
  if (row === undefined) {
    row = { units: 0, at1e2: 0, at1e3: 0, at1e4: 0 };
    tally.set(family, row);
  }
  return row;
}

function count(row: TallyRow, probability: number): void {
  if (probability > 1e-2) return;
  row.at1e2 += 1;
  if (probability <= 1e-3) row.at1e3 += 1;
  if (probability <= 1e-4) row.at1e4 += 1;
}
