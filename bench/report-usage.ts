import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/** Imported before the program in a process that is measured: writes what it has used to the file that it is told by the environment. */
const path = process.env.THROUGHLINE_BENCH_USAGE;
if (isMainThread && path !== undefined) {
  process.on('exit', () => {
    writeFileSync(path, JSON.stringify(process.resourceUsage()));
  });
}
