/** A stretch of the time axis with evidence in it, with its place in pixels. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly x0: number;
  readonly x1: number;
}

/** A quiet gap that was folded away between two stretches. */
export interface Fold {
  readonly milliseconds: number;
  readonly x0: number;
  readonly x1: number;
}

export interface FoldedScale {
  readonly stretches: readonly Stretch[];
  readonly folds: readonly Fold[];
  /** Pixel of a time; times inside a fold lie on its edge. */
  readonly at: (time: number) => number;
}

export interface Interval {
  readonly from: number;
  readonly to: number;
}

export interface FoldedScaleOptions {
  readonly x0: number;
  readonly x1: number;
  readonly maximumFolds: number;
  readonly foldWidth: number;
  readonly minimumStretch: number;
  /** Room kept free of marks at both ends of a stretch. */
  readonly inset: number;
}

/** A gap is worth folding when it takes this share of the time that is still shown … */
const FOLD_SHARE = 0.2;
/** … and is at least this long. */
const FOLD_MINIMUM = 10 * 60_000;
/** A story told in one instant still needs an axis. */
const INSTANT_PADDING = 30_000;

const merged = (intervals: readonly Interval[]): Interval[] => {
  const result: Interval[] = [];
  for (const interval of [...intervals].sort((a, b) => a.from - b.from || a.to - b.to)) {
    const last = result.at(-1);
    if (last !== undefined && interval.from <= last.to) result[result.length - 1] = { from: last.from, to: Math.max(last.to, interval.to) };
    else result.push(interval);
  }
  return result;
};

const chooseFolds = (gaps: readonly Interval[], total: number, maximum: number): Interval[] => {
  const chosen: Interval[] = [];
  let shown = total;
  for (const gap of [...gaps].sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from)) {
    const length = gap.to - gap.from;
    if (chosen.length >= maximum || length < FOLD_MINIMUM || length < FOLD_SHARE * shown) break;
    chosen.push(gap);
    shown -= length;
  }
  return chosen.sort((a, b) => a.from - b.from);
};

/**
 * A time axis without its long quiet gaps. Every stretch gets a minimum width and a share of the rest by its duration, so
 * that a burst of a minute stays readable beside an afternoon; stretches therefore have scales of their own.
 */
export const foldedScale = (intervals: readonly Interval[], options: FoldedScaleOptions): FoldedScale => {
  const covered = merged(intervals);
  const start = covered[0]?.from ?? 0;
  const end = covered.at(-1)?.to ?? 0;
  const gaps = covered.slice(1).map((interval, index) => ({ from: covered[index]?.to ?? interval.from, to: interval.from }));
  const room = options.x1 - options.x0;
  const affordable = Math.floor((room - options.minimumStretch) / (options.foldWidth + options.minimumStretch));
  const folded = chooseFolds(gaps, end - start, Math.max(0, Math.min(options.maximumFolds, affordable)));
  const bounds = [start, ...folded.flatMap((gap) => [gap.from, gap.to]), end];
  const times: Interval[] = [];
  for (let index = 0; index < bounds.length; index += 2) {
    const from = bounds[index] ?? 0;
    const to = bounds[index + 1] ?? from;
    times.push(to > from ? { from, to } : { from: from - INSTANT_PADDING, to: to + INSTANT_PADDING });
  }
  const duration = times.reduce((sum, stretch) => sum + stretch.to - stretch.from, 0);
  const flexible = room - folded.length * options.foldWidth - times.length * options.minimumStretch;
  const stretches: Stretch[] = [];
  const folds: Fold[] = [];
  let x = options.x0;
  times.forEach((stretch, index) => {
    const width = options.minimumStretch + (flexible * (stretch.to - stretch.from)) / duration;
    stretches.push({ ...stretch, x0: x, x1: x + width });
    x += width;
    const gap = folded[index];
    if (gap !== undefined) {
      folds.push({ milliseconds: gap.to - gap.from, x0: x, x1: x + options.foldWidth });
      x += options.foldWidth;
    }
  });
  const at = (time: number): number => {
    const stretch = stretches.find((candidate) => time <= candidate.to) ?? stretches.at(-1);
    if (stretch === undefined) return options.x0;
    const share = Math.max(0, Math.min(1, (time - stretch.from) / (stretch.to - stretch.from)));
    return stretch.x0 + options.inset + share * (stretch.x1 - stretch.x0 - 2 * options.inset);
  };
  return { stretches, folds, at };
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  28 * DAY,
  84 * DAY,
  364 * DAY,
];

export interface Tick {
  readonly time: number;
  readonly x: number;
  /** Whole days: the axis shows dates, not clock times. */
  readonly wholeDays: boolean;
}

/** Round times within a stretch, at least `spacing` pixels apart; its first moment when no round time falls into it. */
export const ticksOf = (stretch: Stretch, at: (time: number) => number, spacing: number): Tick[] => {
  const width = stretch.x1 - stretch.x0;
  const step = STEPS.find((candidate) => (width * candidate) / (stretch.to - stretch.from) >= spacing) ?? 364 * DAY;
  const ticks: Tick[] = [];
  for (let time = Math.ceil(stretch.from / step) * step; time <= stretch.to; time += step)
    ticks.push({ time, x: at(time), wholeDays: step >= DAY });
  return ticks.length === 0 ? [{ time: stretch.from, x: at(stretch.from), wholeDays: false }] : ticks;
};
