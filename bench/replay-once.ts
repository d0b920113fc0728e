import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.js');
const USAGE = pathToFileURL(join(import.meta.dirname, 'report-usage.js')).href;

/** What a process has used, all its threads together. */
export interface Usage {
  readonly processorSeconds: number;
  readonly peakBytes: number;
}

/** A whole `throughline replay` in a process of its own, output and all. */
export function replayOnce(input: string): Usage {
  const out = mkdtempSync(join(tmpdir(), 'throughline-bench-out-'));
  const usage = join(out, 'usage.json');
  const child = spawnSync(process.execPath, ['--import', USAGE, MAIN, 'replay', '--input', input, '--out', out], {
    stdio: 'ignore',
    env: { ...process.env, THROUGHLINE_BENCH_USAGE: usage },
  });
  if (child.status !== 0) throw new Error(`the replay ended with code ${String(child.status)}`);
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(usage, 'utf8')) as NodeJS.ResourceUsage;
  rmSync(out, { recursive: true });
  return { processorSeconds: (userCPUTime + systemCPUTime) / 1e6, peakBytes: maxRSS * 1024 };
}
