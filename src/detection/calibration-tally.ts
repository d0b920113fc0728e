import type { FacetFamily } from '../documents/anomaly.js';
import { KIND_FACETS } from './raw-score.js';

/** Units scored and how many fell at or below each probability, by facet family and `combined`. */
export type CalibrationTally = Map<string, { units: number; at1e2: number; at1e3: number; at1e4: number }>;

/** Below it a facet cannot be among those of 1 in 100. */
const COUNTED_SURPRISAL = 4.6;

/**
 * Counts one judged window.
 *
 * @param surprisals calibrated, by facet of the kind.
 * @param probability of the window.
 */
export function countWindow(tally: CalibrationTally, kind: number, surprisals: Float64Array, probability: number): void {
  const facets = KIND_FACETS[kind]?.facets ?? [];
  for (let index = 0; index < facets.length; index += 1) {
    const facet = facets[index];
    const surprisal = surprisals[index] ?? 0;
    if (facet !== undefined) count(tally, facet.family, surprisal > COUNTED_SURPRISAL ? Math.exp(-surprisal) : 1);
  }
  count(tally, 'combined', probability);
}

function count(tally: CalibrationTally, family: FacetFamily | 'combined', probability: number): void {
  let row = tally.get(family);
  if (row === undefined) {
    row = { units: 0, at1e2: 0, at1e3: 0, at1e4: 0 };
    tally.set(family, row);
  }
  row.units += 1;
  if (probability > 1e-2) return;
  row.at1e2 += 1;
  if (probability <= 1e-3) row.at1e3 += 1;
  if (probability <= 1e-4) row.at1e4 += 1;
}
