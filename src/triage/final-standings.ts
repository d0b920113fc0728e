import { standings, type BudgetOptions, type Counted, type Standing, type Waiting } from './alert-budget.js';

/**
 * Standings of those incidents, of which nothing is to come, that stand as they do however incidents that still change turn out. The more
 * of these count for a day and the higher, the higher is its threshold; so a standing that is the same if none of them counts and if all
 * count and surpass every other is the same in any case.
 *
 * @param openings when incidents that still change, or parts of them, may count as opened
 * @param past further incidents that count for the budget and change no more
 */
export const finalStandings = (
  closed: readonly Waiting[],
  openings: readonly number[],
  options: BudgetOptions,
  started: number,
  past: readonly Counted[],
): ReadonlyMap<string, Standing> => {
  const lowest = standings(closed, options, started, past);
  const highest = standings(closed, options, started, [...past, ...openings.map((opened) => ({ opened, nats: Number.MAX_VALUE }))]);
  return new Map(
    [...lowest].filter(([id, standing]) => {
      const other = highest.get(id);
      return other?.queue === standing.queue && other.needsPerson === standing.needsPerson && other.reason === standing.reason;
    }),
  );
};
