import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOG_FILES } from '../../src/simulation/log-files.js';
import type { BenchCase } from '../bench-case.js';
import { generatedFlows } from '../generated-flows.js';
import { zeekJson } from '../json-record.js';
import { LineFile } from '../line-file.js';
import { replayBench } from '../replay-bench.js';

const FLOWS = 1_000_000;
const FEWER = 250_000;

export const benchCase: BenchCase = {
  question: 'how fast is a Zeek conn.log of a day and 500 hosts replayed, file in, report out, and in how much memory?',
  runs: 3,
  warmUp: false,
  prepare() {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
    const { header } = LOG_FILES['zeek/conn.log'];
    const json = new LineFile(join(folder, 'records.ndjson'));
    for (const [name, flows] of [
      ['logs', FLOWS],
      ['fewer', FEWER],
    ] as const) {
      mkdirSync(join(folder, name));
      const file = new LineFile(join(folder, name, 'conn.log'));
      for (const line of generatedFlows(flows, 1)) {
        file.add(line);
        if (flows === FLOWS && !line.startsWith('#')) json.add(zeekJson(line, header));
      }
      file.close();
    }
    json.close();
    return replayBench({ folder, unit: 'flows', records: FLOWS, goalPerSecond: 70_000, smaller: { name: 'fewer', records: FEWER } });
  },
};
