import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { SourceUnavailableError } from '../errors.js';

/**
 * Makes a folder and those it lies in, where they are missing. One after the other: Node's own way of making all of them never comes back
 * where a file system such as `/proc` takes no folders.
 *
 * @throws SourceUnavailableError if one of them cannot be made or the path is not a folder
 */
export function makeFolder(path: string): void {
  const missing: string[] = [];
  for (let at = resolve(path); !existsSync(at) && dirname(at) !== at; at = dirname(at)) missing.push(at);
  try {
    for (const folder of missing.reverse()) mkdirSync(folder);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SourceUnavailableError(`The folder ${path} cannot be made (${reason}); name another folder with --out.`, { cause });
  }
  if (!statSync(path).isDirectory()) throw new SourceUnavailableError(`${path} is not a folder; name another folder with --out.`);
}
