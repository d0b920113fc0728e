import { closeSync, mkdtempSync, openSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchCase } from '../bench-case.js';
import { generatedFlows } from '../generated-flows.js';
import { replayBench } from '../replay-bench.js';

const FLOWS = 1_000_000;
const CHARACTERS = 1 << 20;

export const benchCase: BenchCase = {
  question: 'how fast is a Zeek conn.log of a day and 500 hosts replayed, file in, report out?',
  runs: 3,
  prepare() {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
    const descriptor = openSync(join(folder, 'conn.log'), 'w');
    let text = '';
    for (const line of generatedFlows(FLOWS, 1)) {
      text += `${line}\n`;
      if (text.length < CHARACTERS) continue;
      writeSync(descriptor, text);
      text = '';
    }
    writeSync(descriptor, text);
    closeSync(descriptor);
    return replayBench(folder, 'flows', FLOWS, 70_000);
  },
};
