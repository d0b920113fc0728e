/** Shares of windows for which a prior tail states the surprisal they reach. */
export const PRIOR_SHARES = [0.3, 0.1, 0.03, 0.01, 3e-3, 1e-3, 3e-4] as const;

const PRIOR_LOGS: readonly number[] = PRIOR_SHARES.map((share) => Math.log(share));

/** Beyond the last stated share, ln p falls by at most this much a nat: half as fast as the raw surprisal claims. */
const SLOPE = 0.5;

/** Position of the share from which on a tail shows how fast it falls beyond its last. */
const TAIL_FROM = 3;

/**
 * Probability of a raw surprisal at least as large, read from a tail: the surprisals that `PRIOR_SHARES` of windows reach, joined by straight
 * lines in (surprisal, ln p), and continued as they fell over the last three, but by no more than `SLOPE`. Without a tail, exp(−s/2).
 */
export const priorProbability = (tail: readonly number[] | undefined, surprisal: number): number => Math.exp(priorLog(tail, surprisal));

function priorLog(tail: readonly number[] | undefined, surprisal: number): number {
  if (tail === undefined) return -SLOPE * surprisal;
  let fromSurprisal = 0;
  let fromLog = 0;
  for (let index = 0; index < PRIOR_SHARES.length; index += 1) {
    const toSurprisal = Math.max(tail[index] ?? fromSurprisal, fromSurprisal);
    const toLog = PRIOR_LOGS[index] ?? 0;
    if (surprisal < toSurprisal) return fromLog + ((toLog - fromLog) * (surprisal - fromSurprisal)) / (toSurprisal - fromSurprisal);
    fromSurprisal = toSurprisal;
    fromLog = toLog;
  }
  const drop = (PRIOR_LOGS[TAIL_FROM] ?? 0) - fromLog;
  const slope = Math.min(SLOPE, drop / Math.max(fromSurprisal - (tail[TAIL_FROM] ?? 0), 1e-9));
  return fromLog - slope * (surprisal - fromSurprisal);
}

/** Units of an estate's own experience at which the claim of a raw surprisal counts a quarter. */
const CLAIM_UNITS = 100;

/**
 * The same for surprisals that are themselves claims of a probability, −ln p: without experience never below exp(−s), for a tail in which
 * something hardly ever occurred does not make it more improbable than its own model says. As an estate's own units come in, their count
 * decides and the claim fades.
 */
export function claimedProbability(tail: readonly number[] | undefined, surprisal: number, units: number): number {
  const log = priorLog(tail, surprisal);
  const prior = Math.exp(log);
  // From one unit on, the claim is the smaller by more than rounding where the tail lies above it.
  if (units >= 1 && log >= -surprisal) return prior;
  return Math.max(prior, Math.exp(-surprisal) / (1 + units / CLAIM_UNITS) ** 2);
}
