import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { BenchCase } from './bench-case.js';
import { measure, type CaseResult } from './measure.js';
import { resultTable } from './result-table.js';

const CASES = join(import.meta.dirname, 'cases');
const LARGEST_RESULT = 1 << 24;

/** Each case runs in a process of its own, so that its peak memory is its own and no case warms up another. */
function runAlone(name: string): CaseResult {
  const child = spawnSync(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), '--only', name], {
    encoding: 'utf8',
    maxBuffer: LARGEST_RESULT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.status !== 0) throw new Error(`the case ${name} ended with code ${String(child.status)}`);
  return JSON.parse(child.stdout) as CaseResult;
}

const { values, positionals } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'boolean' } }, allowPositionals: true });
const known = readdirSync(CASES)
  .filter((file) => /(?<![.]d)[.][jt]s$/.test(file))
  .map((file) => basename(file).replace(/[.][jt]s$/, ''))
  .sort();

if (values.only !== undefined) {
  const file = readdirSync(CASES).find((name) => name === `${values.only ?? ''}.js` || name === `${values.only ?? ''}.ts`);
  if (file === undefined) throw new Error(`there is no case '${values.only}'; cases: ${known.join(', ')}`);
  const { benchCase } = (await import(join(CASES, file))) as { readonly benchCase: BenchCase };
  process.stdout.write(JSON.stringify(await measure(values.only, benchCase)));
} else {
  const results: CaseResult[] = [];
  process.stdout.write(`Node ${process.version}, ${String(availableParallelism())} × ${cpus()[0]?.model ?? 'unknown processor'}\n\n`);
  for (const name of known.filter((candidate) => positionals.length === 0 || positionals.some((wanted) => candidate.includes(wanted)))) {
    const result = runAlone(name);
    results.push(result);
    if (values.json !== true) process.stdout.write(`${resultTable(result)}\n`);
  }
  if (values.json === true) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
}
