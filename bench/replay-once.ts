import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SummaryDocument } from '../src/documents/summary.js';

const MAIN = join(import.meta.dirname, '..', 'src', 'cli', 'main.js');

/** A whole `throughline replay` in a process of its own, output and all; its summary. */
export function replayOnce(input: string): SummaryDocument {
  const out = mkdtempSync(join(tmpdir(), 'throughline-bench-out-'));
  const child = spawnSync(process.execPath, [MAIN, 'replay', '--input', input, '--out', out], { stdio: 'ignore' });
  if (child.status !== 0) throw new Error(`the replay ended with code ${String(child.status)}`);
  const summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')) as SummaryDocument;
  rmSync(out, { recursive: true });
  return summary;
}
