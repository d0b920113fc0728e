import { renameSync, writeFileSync } from 'node:fs';

/** Puts a text at the place of a file, whole or not at all. */
export function replaceFile(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

/** Puts documents as NDJSON at the place of a file, whole or not at all. */
export function writeLines(path: string, documents: readonly unknown[]): void {
  replaceFile(path, documents.map((document) => `${JSON.stringify(document)}\n`).join(''));
}
