import { bytesText, countText } from '../src/report/numbers.js';
import type { CaseResult, Timing } from './measure.js';

/** Three significant digits. */
const short = (value: number): string => countText(Number(value.toPrecision(3)));

function verdict(timing: Timing): string {
  const goals: string[] = [];
  if (timing.goalPerSecond !== undefined) {
    const share = timing.perSecond / timing.goalPerSecond;
    goals.push(`${short(share)} of the goal of ${countText(timing.goalPerSecond)}/s`);
  }
  if (timing.goalRatio !== undefined) goals.push(`${short(timing.ratio / timing.goalRatio)} of the goal of ${short(timing.goalRatio)} ×`);
  return goals.join(', ');
}

/** The results of one case as aligned text: the baseline, then each contestant with its speed, ratio and standing against its goal. */
export function resultTable(result: CaseResult): string {
  const rows = result.timings.map((timing, index) => [
    timing.name,
    `${timing.seconds.toFixed(3)} s`,
    `${countText(Math.round(timing.perSecond))} ${result.unit}/s`,
    index === 0 ? 'baseline' : `${timing.ratio.toFixed(2)} × baseline`,
    verdict(timing),
  ]);
  const figures = result.figures.map(({ name, unit, value, goal }) => [
    name,
    `${short(value)} ${unit}`,
    '',
    '',
    goal === undefined ? '' : `goal at most ${short(goal)}`,
  ]);
  const all = [...rows, ...figures];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const lines = all.map(
    (row) => `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`,
  );
  const heading = `${result.name}: ${result.question}`;
  const conditions = `${countText(result.items)} ${result.unit}, median of ${String(result.runs)} runs, peak memory ${bytesText(result.peakRssBytes)}`;
  return `${[heading, `  ${conditions}`, ...lines.map((line) => line.trimEnd())].join('\n')}\n`;
}
