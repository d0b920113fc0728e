import { performance } from 'node:perf_hooks';
import { runCommandLine } from '../../src/cli/program.js';
import { CLOCK_VARIABLE, timeIn } from './fast-clock.js';

/** The program as `throughline` starts it, but for the clock, which its environment gives. */
const clock = process.env[CLOCK_VARIABLE] ?? '';
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    interruption.abort();
  });
}

process.exitCode = await runCommandLine(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  signal: interruption.signal,
  clock: () => performance.now(),
  now: () => timeIn(clock),
});
