import { chmodSync, copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';

/** Completes what the compiler wrote: files other than TypeScript go beside the modules that read them, and the command may be run. */
for (const room of ['src', 'connectors']) {
  for (const entry of readdirSync(room, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || extname(entry.name) === '.ts') continue;
    const from = join(entry.parentPath, entry.name);
    const to = join('dist', from);
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(from, to);
  }
}
chmodSync('dist/src/cli/main.js', 0o755);
