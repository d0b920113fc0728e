import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOG_FILES, type LogFile } from '../../src/simulation/log-files.js';
import { simulateEstate } from '../../src/simulation/simulate-estate.js';
import type { BenchCase } from '../bench-case.js';
import { csvJson } from '../json-record.js';
import { LineFile } from '../line-file.js';
import { replayBench } from '../replay-bench.js';

const LOGS: readonly LogFile[] = ['m365-audit.ndjson', 'salesforce-api.csv', 'salesforce-rest-api.csv', 'okta-system.ndjson'];

export const benchCase: BenchCase = {
  question: 'how fast are SaaS audit logs of 200 people and 30 days replayed, files in, report out?',
  runs: 3,
  warmUp: false,
  prepare() {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
    mkdirSync(join(folder, 'logs'));
    const files = new Map<LogFile, LineFile>();
    for (const log of LOGS) {
      const file = new LineFile(join(folder, 'logs', log));
      if (LOG_FILES[log].header !== '') file.add(LOG_FILES[log].header);
      files.set(log, file);
    }
    const json = new LineFile(join(folder, 'records.ndjson'));
    let records = 0;
    for (const { file: log, line } of simulateEstate({ users: 200, days: 30, seed: 20_250_804 })) {
      const file = files.get(log);
      if (file === undefined) continue;
      file.add(line);
      json.add(log.endsWith('.csv') ? csvJson(line, LOG_FILES[log].header) : line);
      records += 1;
    }
    for (const file of [...files.values(), json]) file.close();
    return replayBench({ folder, unit: 'records', records, goalPerSecond: 40_000 });
  },
};
