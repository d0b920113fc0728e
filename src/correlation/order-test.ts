/**
 * Coefficients of the Gaussian binomial [a + b choose a]_q: entry u counts the arrangements of a + b things in which u of the
 * a·b pairs are out of order (Mann & Whitney 1947).
 */
const outOfOrderCounts = (a: number, b: number): number[] => {
  const degree = a * b;
  const counts = new Array<number>(degree + 1).fill(0);
  counts[0] = 1;
  for (let i = 1; i <= a; i += 1) {
    for (let u = degree; u >= b + i; u -= 1) counts[u] = (counts[u] ?? 0) - (counts[u - b - i] ?? 0);
    for (let u = i; u <= degree; u += 1) counts[u] = (counts[u] ?? 0) + (counts[u - i] ?? 0);
  }
  return counts;
};

const convolve = (left: readonly number[], right: readonly number[]): number[] => {
  const result = new Array<number>(left.length + right.length - 1).fill(0);
  left.forEach((a, i) => {
    right.forEach((b, j) => {
      result[i + j] = (result[i + j] ?? 0) + a * b;
    });
  });
  return result;
};

export interface OrderTest {
  /** (pairs in order − pairs out of order) / pairs that differ, −1 to 1; 0 where all are alike. */
  readonly statistic: number;
  /** Chance that a random arrangement of the same stages is at least as orderly. */
  readonly probability: number;
}

/** More stages than this add nothing to the test and cost exactness: [40 choose 20] is still an exact integer. */
const MAXIMUM_STAGES = 40;

/**
 * How well a sequence of kill-chain positions ascends, against every permutation of itself. The statistic has the range of
 * ALFA's (ups − downs) / changes but counts all pairs, because its permutation distribution is then known exactly: that of
 * Jonckheere and Terpstra (Jonckheere 1954), a product of Mann-Whitney distributions, so nothing is sampled.
 *
 * @example orderTest([2, 8, 12]).probability // 1/6: one of six arrangements
 */
export const orderTest = (sequence: readonly number[]): OrderTest => {
  const stages = sequence.slice(0, MAXIMUM_STAGES);
  const multiplicity = new Map<number, number>();
  let before = 0;
  let outOfOrder = 0;
  let pairs = 0;
  let distribution = [1];
  for (const [index, stage] of stages.entries()) {
    for (let earlier = 0; earlier < index; earlier += 1) {
      if (stages[earlier] === stage) continue;
      pairs += 1;
      if ((stages[earlier] ?? 0) > stage) outOfOrder += 1;
    }
    multiplicity.set(stage, (multiplicity.get(stage) ?? 0) + 1);
  }
  if (pairs === 0) return { statistic: 0, probability: 1 };
  for (const [, count] of [...multiplicity].sort(([a], [b]) => a - b)) {
    if (before > 0) {
      const counts = outOfOrderCounts(count, before);
      const total = counts.reduce((sum, value) => sum + value, 0);
      distribution = convolve(
        distribution,
        counts.map((value) => value / total),
      );
    }
    before += count;
  }
  let probability = 0;
  for (let u = 0; u <= outOfOrder; u += 1) probability += distribution[u] ?? 0;
  return { statistic: (pairs - 2 * outOfOrder) / pairs, probability: outOfOrder === pairs ? 1 : Math.min(1, probability) };
};
