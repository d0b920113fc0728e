import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SourceUnavailableError } from '../errors.js';

export interface ContentFile {
  /** Path from the given folder's parent, with `/`: `models/SaaS/Access/….yaml`. */
  readonly path: string;
  readonly text: string;
}

/**
 * The content folder (`models`, `hypotheses` …) that comes with the package. The sources lie in `src/` and the compiled
 * program in `dist/src/` of the same package, so the folder is looked for beside the nearest `package.json` above.
 * Throws SourceUnavailableError if the package has been taken apart.
 */
export function packagedFolder(name: string): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new SourceUnavailableError(`the packaged folder '${name}' cannot be found; install the package again`);
    folder = parent;
  }
  return join(folder, name);
}

/** Every YAML file at any depth under the folder, in the order of its path. Throws SourceUnavailableError if it cannot be read. */
export function readContentFolder(folder: string): readonly ContentFile[] {
  const base = folder.split(/[\\/]/).filter(Boolean).at(-1) ?? folder;
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => name.replaceAll('\\', '/'))
      .filter((name) => name.endsWith('.yaml') || name.endsWith('.yml'))
      .sort()
      .map((name) => ({ path: `${base}/${name}`, text: readFileSync(join(folder, name), 'utf8') }));
  } catch (cause) {
    throw new SourceUnavailableError(`the folder ${folder} cannot be read; check that it exists and may be read`, { cause });
  }
}
