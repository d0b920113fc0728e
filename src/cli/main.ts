#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { runCommandLine } from './program.js';

// Without it, garbage piles up to four times what is in use before it is collected: memory would grow with the length of the work.
setFlagsFromString('--heap-growing-percent=100');

const interruption = new AbortController();

/** The first interrupt lets the command end in order; a second one ends it at once. */
function interrupt(): void {
  interruption.abort();
  process.removeListener('SIGINT', interrupt);
  process.removeListener('SIGTERM', interrupt);
}

process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await runCommandLine(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  signal: interruption.signal,
  clock: () => performance.now(),
  now: () => Date.now(),
});
