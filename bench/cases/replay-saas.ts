import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOG_FILES, type LogFile } from '../../src/simulation/log-files.js';
import type { BenchCase } from '../bench-case.js';
import { replayBench } from '../replay-bench.js';
import { simulatedLines } from '../simulated-lines.js';

const LOGS: readonly LogFile[] = ['m365-audit.ndjson', 'salesforce-api.csv', 'salesforce-rest-api.csv', 'okta-system.ndjson'];
const MOST = 150_000;

export const benchCase: BenchCase = {
  question: 'how fast are SaaS audit logs of 200 people and 30 days replayed, files in, report out?',
  runs: 3,
  prepare() {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
    let records = 0;
    for (const log of LOGS) {
      const lines = simulatedLines(log, MOST);
      const { header } = LOG_FILES[log];
      writeFileSync(join(folder, log), `${[...(header === '' ? [] : [header]), ...lines].join('\n')}\n`);
      records += lines.length;
    }
    return replayBench(folder, 'records', records, 40_000);
  },
};
