import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packagedFolder } from '../config/read-content-folder.js';

/** Version of the installed package. */
export function packageVersion(): string {
  const text = readFileSync(join(packagedFolder('.'), 'package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}
