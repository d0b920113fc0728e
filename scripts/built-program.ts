import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

/** The program as users get it, in a folder of its own, so that several that are built at the same time do not meet. */
export interface BuiltProgram {
  /** Path of `main.js`, and of each further entry beside it. */
  readonly path: string;
  readonly entries: readonly string[];
  readonly remove: () => void;
}

/** @param entries further programs of which the same modules are part */
export async function buildProgram(entries: readonly string[] = []): Promise<BuiltProgram> {
  mkdirSync('dist', { recursive: true });
  const folder = mkdtempSync(join('dist', 'tried-'));
  await promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/build.ts', folder, ...entries]);
  const built = (entry: string): string => join(folder, 'src/cli', basename(entry).replace(/[.]ts$/, '.js'));
  return {
    path: built('main.ts'),
    entries: entries.map(built),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
