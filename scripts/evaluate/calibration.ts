import { writeFileSync } from 'node:fs';
import type { BenignResult } from './calibration-estate.js';
import type { EvaluationOptions } from './evaluation-options.js';
import { inChildren } from './in-children.js';
import type { EstateRequest } from './replay-estate.js';
import { textTable } from './text-table.js';

interface Counts {
  units: number;
  at_1e2: number;
  at_1e3: number;
  at_1e4: number;
}

const LEVELS = [
  ['at_1e2', 1e-2],
  ['at_1e3', 1e-3],
  ['at_1e4', 1e-4],
] as const;

/** Realised ÷ nominal, with what was counted and what was to be expected. */
const ratio = (counted: number, units: number, nominal: number): string =>
  `${(counted / (units * nominal)).toFixed(2)} (${counted} of ${(units * nominal).toFixed(1)})`;

function pooled(estates: readonly BenignResult[]): ReadonlyMap<string, Counts> {
  const sums = new Map<string, Counts>();
  for (const { calibration } of estates) {
    for (const [family, counts] of Object.entries(calibration)) {
      const sum = sums.get(family) ?? { units: 0, at_1e2: 0, at_1e3: 0, at_1e4: 0 };
      sum.units += counts.units;
      for (const [level] of LEVELS) sum[level] += counts[level];
      sums.set(family, sum);
    }
  }
  return sums;
}

/** Replays estates without any attack: how often windows were as improbable as it was said. */
export async function evaluateCalibration(options: EvaluationOptions, print: (text: string) => void): Promise<void> {
  const { users, days, firstSeed, seeds, parallel, keep } = options;
  const jobs: EstateRequest[] = Array.from({ length: seeds }, (_, index) => ({
    users,
    days,
    seed: firstSeed + index,
    scenarios: [],
    keep,
  }));
  print(`${seeds} benign estates of ${users} users and ${days} days, seeds ${firstSeed} to ${firstSeed + seeds - 1}`);
  const estates = await inChildren<BenignResult>(new URL('calibration-estate.ts', import.meta.url), jobs, parallel, (estate) => {
    const combined = estate.calibration.combined;
    const realised = combined === undefined ? '' : ratio(combined.at_1e3, combined.units, 1e-3);
    print(
      `seed ${estate.seed}: combined at 1e-3 ${realised}, ${estate.incidents} incidents, ${estate.needingPerson} for a person, ${estate.seconds.toFixed(0)} s`,
    );
  });
  const rows = [...pooled(estates)].map(([family, counts]) => [
    family,
    String(counts.units),
    ...LEVELS.map(([level, nominal]) => ratio(counts[level], counts.units, nominal)),
  ]);
  const estateDays = estates.reduce((sum, estate) => sum + estate.days, 0);
  const daily = (count: (estate: BenignResult) => number): string =>
    (estates.reduce((sum, estate) => sum + count(estate), 0) / estateDays).toFixed(2);
  print(`\n${textTable(['family', 'judged', 'at 1e-2', 'at 1e-3', 'at 1e-4'], rows)}`);
  print(
    `\nA day: ${daily((estate) => estate.incidents)} incidents, ${daily((estate) => estate.needingPerson)} for a person, none of them an attack.`,
  );
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify({ users, days, firstSeed, seeds, estates }, null, 1)}\n`);
}
