/** Bins of a histogram of surprisals: bin b holds s with ⌊24·log2(1 + s)⌋ = b, the last all beyond; 168 bins reach s = 127 nats. */
export const BINS = 168;
const BINS_PER_DOUBLING = 24;

const LOWER_EDGES = Float64Array.from({ length: BINS + 1 }, (_, bin) => 2 ** (bin / BINS_PER_DOUBLING) - 1);

/** Bin of a surprisal ≥ 0. */
export const surprisalBin = (surprisal: number): number =>
  surprisal === 0 ? 0 : Math.min(BINS - 1, Math.floor(BINS_PER_DOUBLING * Math.log2(1 + surprisal)));

export const lowerEdge = (bin: number): number => LOWER_EDGES[bin] ?? Infinity;
