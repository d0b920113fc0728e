import { chmodSync, copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { packagedFolder, readContentFolder } from '../src/config/read-content-folder.js';
import { checkModels } from '../src/detection/models/checked-models.js';

/** Completes what the compiler wrote: files other than TypeScript go beside the modules that read them, models are checked, and the command may be run. */
for (const room of ['src', 'connectors']) {
  for (const entry of readdirSync(room, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || extname(entry.name) === '.ts') continue;
    const from = join(entry.parentPath, entry.name);
    const to = join('dist', from);
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(from, to);
  }
}
writeFileSync('dist/src/cli/checked-models.json', JSON.stringify(checkModels(readContentFolder(packagedFolder('models')))));
chmodSync('dist/src/cli/main.js', 0o755);
