import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PreparedBench } from './bench-case.js';
import { replayOnce } from './replay-once.js';

/** Replays a folder of logs end to end. The baseline reads the same bytes and finds their lines. */
export function replayBench(folder: string, unit: string, records: number, goalPerSecond: number): PreparedBench {
  let peak = 0;
  return {
    unit,
    items: records,
    baseline: {
      name: 'reading the lines',
      run: () => {
        let lines = 0;
        for (const name of readdirSync(folder)) {
          const bytes = readFileSync(join(folder, name));
          for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines += 1;
        }
        if (lines < records) throw new Error(`${String(lines)} lines of ${String(records)} records`);
      },
    },
    contestants: [
      {
        name: 'throughline replay',
        goalPerSecond,
        run: () => {
          peak = replayOnce(folder).peak_rss_bytes;
        },
      },
    ],
    figures: () => [{ name: 'peak memory of the replay', unit: 'bytes', value: peak }],
    dispose: () => {
      rmSync(folder, { recursive: true });
    },
  };
}
