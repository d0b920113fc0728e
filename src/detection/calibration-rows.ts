import { claimedProbability, priorProbability } from './prior-probability.js';
import { FACET_TAILS, LEG_TAILS, UNIT_TAILS } from './prior-tails.js';
import { KIND_FACETS, LEGS, WIDEST } from './raw-score.js';
import { ACCOUNT, DEVICE, unitKind } from './unit-layout.js';

/** Strata by how many windows stand behind a subject: none, fewer than 8, fewer than 40, more. */
export const STRATA = 4;
export const stratumOf = (windows: number): number => (windows < 1 ? 0 : windows < 8 ? 1 : windows < 40 ? 2 : 3);

/** Rows of the calibrators: first windows are too few to be compared with each other alone, so they are with the first eight. */
export const MATURITIES = 3;
export const maturityOf = (stratum: number): number => Math.max(stratum - 1, 0);

/**
 * Position of the facet that tells how usual the hour of the week is, by kind, or −1. Its raw surprisal is a share already, of the hours that
 * are at most as usual, and it grows for weeks while the week becomes known: what the first days taught about it, when no weekend had been lived
 * yet, would make any later weekend a wonder. So its calibration may find it less improbable than it claims, never more.
 */
export const HOUR_FACETS: readonly number[] = KIND_FACETS.map(({ facets }) => facets.findIndex(({ family }) => family === 'time'));

/**
 * Row of a group, before maturities. Those of whole kinds come first; then those of subjects without a group, who are no more like all others
 * than any group is; then the groups. Mailboxes and alerts have no groups.
 */
export const rowOfGroup = (kind: number, group: number): number =>
  kind === ACCOUNT || kind === DEVICE ? KIND_FACETS.length + group : kind;

type PriorTail = readonly number[] | undefined;

/** Prior tails by row, for the rows of whole kinds, which come first. */
const FACET_PRIORS: readonly PriorTail[] = Array.from({ length: KIND_FACETS.length * MATURITIES * WIDEST }, (_, row) => {
  const at = Math.floor(row / WIDEST);
  return FACET_TAILS[`${at % MATURITIES} ${KIND_FACETS[Math.floor(at / MATURITIES)]?.facets[row % WIDEST]?.name ?? ''}`];
});
const LEG_PRIORS: readonly PriorTail[] = Array.from({ length: KIND_FACETS.length * MATURITIES * LEGS.length }, (_, row) => {
  const at = Math.floor(row / LEGS.length);
  return LEG_TAILS[`${at % MATURITIES} ${unitKind(Math.floor(at / MATURITIES))} ${LEGS[row % LEGS.length] ?? ''}`];
});
const UNIT_PRIORS: readonly PriorTail[] = Array.from({ length: KIND_FACETS.length * MATURITIES * 2 }, (_, row) => {
  const at = Math.floor(row / 2);
  return UNIT_TAILS[`${at % MATURITIES} ${unitKind(Math.floor(at / MATURITIES))}${row % 2 === 1 ? ' own' : ''}`];
});

export const facetPrior = (row: number, surprisal: number, units: number): number =>
  claimedProbability(FACET_PRIORS[row], surprisal, units);
export const legPrior = (row: number, surprisal: number): number => priorProbability(LEG_PRIORS[row], surprisal);
export const unitPrior = (row: number, surprisal: number, units: number): number => claimedProbability(UNIT_PRIORS[row], surprisal, units);
