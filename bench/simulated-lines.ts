import type { LogFile } from '../src/simulation/log-files.js';
import { simulateEstate } from '../src/simulation/simulate-estate.js';

/** The first `count` lines of one log of a simulated company of 200; fewer if 30 days do not hold as many. */
export function simulatedLines(file: LogFile, count: number): readonly string[] {
  const lines: string[] = [];
  for (const record of simulateEstate({ users: 200, days: 30, seed: 20_250_804 })) {
    if (record.file !== file) continue;
    lines.push(record.line);
    if (lines.length === count) break;
  }
  return lines;
}
