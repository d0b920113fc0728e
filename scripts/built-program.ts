import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

/** The program as users get it, in a folder of its own, so that several that are built at the same time do not meet. */
export interface BuiltProgram {
  /** Where an entry lies that was built, by the path of its source. */
  readonly pathOf: (entry: string) => string;
  readonly remove: () => void;
}

/** @param entries programs beside `src/cli/main.ts` of which the same modules are part */
export async function buildProgram(entries: readonly string[] = []): Promise<BuiltProgram> {
  mkdirSync('dist', { recursive: true });
  const folder = mkdtempSync(join('dist', 'tried-'));
  await promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/build.ts', folder, ...entries]);
  return {
    pathOf: (entry) => join(folder, 'src/cli', basename(entry).replace(/[.]ts$/, '.js')),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
