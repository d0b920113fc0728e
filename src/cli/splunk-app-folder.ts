import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { packagedFolder } from '../config/read-content-folder.js';
import { SourceUnavailableError } from '../errors.js';
import type { ArchiveFile } from '../panels/splunk/app-archive.js';
import { APP } from '../panels/splunk/splunk-names.js';

/** The folder of the Splunk app that comes with the package. */
export const splunkAppFolder = (): string => join(packagedFolder('dashboards'), 'splunk', APP);

/** Every file of an app's folder, by path below it, in order. Throws SourceUnavailableError if it cannot be read. */
export function readAppFolder(folder: string): readonly ArchiveFile[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => ({ path: relative(folder, file).replaceAll('\\', '/'), bytes: readFileSync(file) }))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  } catch (cause) {
    throw new SourceUnavailableError(`the folder ${folder} cannot be read; check that it exists and may be read`, { cause });
  }
}
