/** RITA's published sub-scores, each 0–1, shown as explanation. */
export interface BeaconScores {
  /** Regularity of the gaps: Bowley skew and median absolute deviation. */
  readonly timing: number;
  /** Evenness over 24 equal bins of the span. */
  readonly histogram: number;
  /** Share of the span that is covered. */
  readonly duration: number;
  /** Surprisal of the strongest periodicity under chance arrival, nats. */
  readonly surprisal: number;
  /** Period of the strongest periodicity, seconds; 0 if none was tested. */
  readonly periodSeconds: number;
  /** Sessions after collapsing bursts. */
  readonly sessions: number;
}

const NONE: BeaconScores = { timing: 0, histogram: 0, duration: 0, surprisal: 0, periodSeconds: 0, sessions: 0 };

/** Sessions from which on a periodicity is tested. */
export const FEWEST_SESSIONS = 6;

/** Sessions above which the earliest are dropped: the test costs sessions × frequencies. */
const MOST_SESSIONS = 240;

/** Longest gaps left out where the usual gap is told. */
const LONGEST_SHARE = 0.1;

function quantile(sorted: readonly number[], q: number): number {
  const position = (sorted.length - 1) * q;
  const low = Math.floor(position);
  const below = sorted[low] ?? 0;
  const above = sorted[Math.min(low + 1, sorted.length - 1)] ?? below;
  return below + (above - below) * (position - low);
}

/** RITA v5's timing score over non-zero gaps in seconds: the mean of 1 − |Bowley skew| and 1 − MAD/median. */
export function timingScore(gaps: readonly number[]): number {
  const sorted = gaps.filter((gap) => gap > 0).sort((a, b) => a - b);
  if (sorted.length < 3) return 0;
  const [q1, q2, q3] = [quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)];
  const spread = q3 - q1;
  const skew = spread < 10 || q2 === q1 || q2 === q3 ? 0 : (q1 + q3 - 2 * q2) / spread;
  const deviations = sorted.map((gap) => Math.abs(gap - q2)).sort((a, b) => a - b);
  const mad = quantile(deviations, 0.5);
  const evenness = q2 < 1 ? 1 : Math.max(0, (q2 - mad) / q2);
  return (1 - Math.abs(skew) + evenness) / 2;
}

/**
 * Tests arrival times for a period. Bursts (gaps below a twentieth of the usual one, at least 0.05 s) count once: contacts that come in
 * pairs would double the power of any frequency. The usual gap is the mean without the longest tenth, which are nights and outages. The
 * power of a point process at frequency f, S(f) = |Σ e^{2πift}|²/n, is exponential with mean 1 under chance arrival
 * (Bartlett 1963), so the largest of m frequencies has P(max ≥ g) = 1 − (1 − e^{−g})^m, Fisher's test.
 *
 * @param times seconds, ascending.
 */
export function beaconScores(times: readonly number[]): BeaconScores {
  const sessions = collapse(times).slice(-MOST_SESSIONS);
  const first = sessions[0];
  const last = sessions.at(-1);
  if (first === undefined || last === undefined || sessions.length < FEWEST_SESSIONS || last - first <= 0)
    return { ...NONE, sessions: sessions.length };
  const span = last - first;
  const gaps = sessions.slice(1).map((time, index) => time - (sessions[index] ?? time));
  const { surprisal, period } = periodicity(sessions, first, span);
  return {
    timing: timingScore(gaps),
    histogram: evenness(sessions, first, span),
    duration: Math.min(1, span / 3600),
    surprisal,
    periodSeconds: period,
    sessions: sessions.length,
  };
}

function collapse(times: readonly number[]): readonly number[] {
  const gaps = times
    .slice(1)
    .map((time, index) => time - (times[index] ?? time))
    .filter((gap) => gap > 0.05)
    .sort((a, b) => a - b);
  if (gaps.length === 0) return times.slice(0, 1);
  const usual = gaps.slice(0, Math.ceil(gaps.length * (1 - LONGEST_SHARE)));
  const threshold = Math.max(0.05, usual.reduce((sum, gap) => sum + gap, 0) / usual.length / 20);
  const sessions: number[] = [];
  for (const time of times) if (sessions.length === 0 || time - (sessions.at(-1) ?? 0) > threshold) sessions.push(time);
  return sessions;
}

function periodicity(sessions: readonly number[], first: number, span: number): { readonly surprisal: number; readonly period: number } {
  const count = sessions.length;
  const tested = Math.min(2 * count, 480);
  const lowest = 3;
  let best = 0;
  let bestFrequency = 0;
  for (let step = lowest * 2; step < lowest * 2 + tested * 2; step += 1) {
    const frequency = step / (2 * span);
    let cosine = 0;
    let sine = 0;
    for (const time of sessions) {
      const angle = 2 * Math.PI * frequency * (time - first);
      cosine += Math.cos(angle);
      sine += Math.sin(angle);
    }
    const power = (cosine * cosine + sine * sine) / count;
    if (power > best * 1.0001) {
      best = power;
      bestFrequency = frequency;
    }
  }
  const chance = best > 30 ? 2 * tested * Math.exp(-best) : -Math.expm1(2 * tested * Math.log1p(-Math.exp(-best)));
  return { surprisal: chance >= 1 ? 0 : -Math.log(Math.max(chance, 1e-300)), period: bestFrequency === 0 ? 0 : 1 / bestFrequency };
}

/** RITA's histogram score without the bimodal branch: 1 − σ/μ over 24 equal bins, 0 where σ > μ. */
function evenness(sessions: readonly number[], first: number, span: number): number {
  const bins = new Array<number>(24).fill(0);
  for (const time of sessions) {
    const bin = Math.min(23, Math.floor(((time - first) / span) * 24));
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  const mean = sessions.length / 24;
  const deviation = Math.sqrt(bins.reduce((sum, count) => sum + (count - mean) ** 2, 0) / 24);
  return Math.max(0, 1 - deviation / mean);
}
