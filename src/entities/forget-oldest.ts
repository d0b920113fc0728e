/** Once there are too many, so many of a hundred stay: forgetting every day a few would cost as much as forgetting many. */
const KEPT = 75;

/**
 * The time before which what was last seen is forgotten so that no more than `most` are kept, but for those of equal time; −∞ while there
 * are no more than that. In the unit of `times`, which may be in any order.
 */
export const forgetBefore = (times: Iterable<number> & ArrayLike<number>, most: number): number => {
  if (times.length <= most) return -Infinity;
  const ordered = Float64Array.from(times).sort();
  return ordered[ordered.length - Math.max(1, Math.floor((most * KEPT) / 100))] ?? -Infinity;
};
