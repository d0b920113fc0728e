/** 97.5 % quantile of the standard normal distribution. */
const Z = 1.959_963_985;

/**
 * Interval of 95 % for a share of which `seen` of `units` independent cases were counted: the score interval of Wilson (1927),
 * which holds for few cases and for none.
 *
 * @example wilsonInterval(10, 100) // [0.0552, 0.1744]
 */
export const wilsonInterval = (seen: number, units: number): readonly [low: number, high: number] => {
  if (units <= 0) return [0, 1];
  const share = seen / units;
  const weight = (Z * Z) / units;
  const centre = (share + weight / 2) / (1 + weight);
  const half = (Z * Math.sqrt((share * (1 - share)) / units + weight / (4 * units))) / (1 + weight);
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
};
