import type { BenchCase, Contestant, Figure } from './bench-case.js';

export interface Timing {
  readonly name: string;
  /** Median over the runs. */
  readonly seconds: number;
  readonly perSecond: number;
  /** Speed as a multiple of the baseline's: 2 is twice as fast. */
  readonly ratio: number;
  readonly goalPerSecond: number | undefined;
  readonly goalRatio: number | undefined;
}

export interface CaseResult {
  readonly name: string;
  readonly question: string;
  readonly unit: string;
  readonly items: number;
  readonly runs: number;
  /** The baseline first. */
  readonly timings: readonly Timing[];
  readonly figures: readonly Figure[];
  /** Of the process that ran this case alone, preparation included. */
  readonly peakRssBytes: number;
}

const DEFAULT_RUNS = 5;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

async function secondsOf(contestant: Contestant): Promise<number> {
  globalThis.gc?.();
  const started = performance.now();
  await contestant.run();
  return (performance.now() - started) / 1000;
}

/** One run of each to warm up unless the case does without, then baseline and contestants in turn, so that a slow spell of the machine hits all alike. */
export async function measure(name: string, benchCase: BenchCase): Promise<CaseResult> {
  const prepared = await benchCase.prepare();
  const runs = benchCase.runs ?? DEFAULT_RUNS;
  const contestants = [prepared.baseline, ...prepared.contestants];
  const seconds = contestants.map((): number[] => []);
  for (let run = benchCase.warmUp === false ? 0 : -1; run < runs; run += 1) {
    for (const [index, contestant] of contestants.entries()) {
      const taken = await secondsOf(contestant);
      if (run >= 0) seconds[index]?.push(taken);
    }
  }
  const baselineSeconds = median(seconds[0] ?? []);
  const figures = prepared.figures?.() ?? [];
  prepared.dispose?.();
  return {
    name,
    question: benchCase.question,
    unit: prepared.unit,
    items: prepared.items,
    runs,
    timings: contestants.map((contestant, index) => {
      const taken = median(seconds[index] ?? []);
      return {
        name: contestant.name,
        seconds: taken,
        perSecond: prepared.items / taken,
        ratio: baselineSeconds / taken,
        goalPerSecond: contestant.goalPerSecond,
        goalRatio: contestant.goalRatio,
      };
    }),
    figures,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  };
}
