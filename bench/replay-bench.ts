import { join } from 'node:path';
import { rmSync } from 'node:fs';
import { fileLines } from '../src/pipeline/file-lines.js';
import type { Figure, PreparedBench } from './bench-case.js';
import { median } from './measure.js';
import { replayOnce, type Usage } from './replay-once.js';

export interface ReplayBenchOptions {
  /** Removed afterwards. Holds the folder `logs` and the file `records.ndjson` with the same records as JSON. */
  readonly folder: string;
  readonly unit: string;
  readonly records: number;
  readonly goalPerSecond: number;
  /** A folder below `folder` with logs that are replayed once more for their peak memory alone. */
  readonly smaller?: { readonly name: string; readonly records: number };
}

/** Replays logs end to end. The baseline reads the same records as lines of JSON and parses them. */
export function replayBench({ folder, unit, records, goalPerSecond, smaller }: ReplayBenchOptions): PreparedBench {
  const usages: Usage[] = [];
  return {
    unit,
    items: records,
    baseline: {
      name: 'JSON.parse',
      run: () => {
        let parsed = 0;
        for (const line of fileLines(join(folder, 'records.ndjson'))) if (JSON.parse(line) !== null) parsed += 1;
        if (parsed !== records) throw new Error(`${String(parsed)} lines of ${String(records)} records`);
      },
    },
    contestants: [
      {
        name: 'throughline replay',
        goalPerSecond,
        run: () => {
          usages.push(replayOnce(join(folder, 'logs')));
        },
      },
    ],
    figures: () => {
      const figures: Figure[] = [
        { name: 'processor time of the replay', unit: 's', value: median(usages.map(({ processorSeconds }) => processorSeconds)) },
        { name: 'peak memory of the replay', unit: 'bytes', value: Math.max(...usages.map(({ peakBytes }) => peakBytes)) },
      ];
      if (smaller === undefined) return figures;
      const { peakBytes } = replayOnce(join(folder, smaller.name));
      return [...figures, { name: `peak memory of a replay of ${String(smaller.records)} ${unit}`, unit: 'bytes', value: peakBytes }];
    },
    dispose: () => {
      rmSync(folder, { recursive: true });
    },
  };
}
