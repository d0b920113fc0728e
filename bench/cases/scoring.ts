import type { Engine } from '../../src/pipeline/engine.js';
import type { LogFile } from '../../src/simulation/log-files.js';
import type { BenchCase } from '../bench-case.js';
import { preparedHours, scoreAll } from '../prepared-hours.js';
import { simulatedLines } from '../simulated-lines.js';

const RECORDS = 60_000;
const LOG: LogFile = 'm365-audit.ndjson';

export const benchCase: BenchCase = {
  question: 'how fast are prepared activities resolved, judged and learned, against JSON.parse of their records?',
  async prepare() {
    const lines = simulatedLines(LOG, RECORDS);
    // Without an engine alive, the collection between two runs would throw away what the compiler learned about engines.
    let alive: Engine | undefined;
    const hours = await preparedHours('m365-audit.ndjson', `${lines.join('\n')}\n`);
    return {
      unit: 'activities',
      items: hours.reduce((sum, { activities }) => sum + activities.length, 0),
      baseline: {
        name: 'JSON.parse',
        run: () => {
          for (const line of lines) JSON.parse(line);
        },
      },
      contestants: [
        {
          name: 'Engine.step',
          goalPerSecond: 200_000,
          goalRatio: 1,
          run: () => {
            alive = scoreAll(hours);
          },
        },
      ],
      figures: () => [{ name: 'entities known at the end', unit: 'entities', value: alive?.registry.size ?? 0 }],
    };
  },
};
