import { createHash } from 'node:crypto';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { SourceUnavailableError } from '../../src/errors.js';

/** A log file as it lay there when the inputs were listed. */
export interface InputFile {
  /** As given, or below the folder as given. */
  readonly path: string;
  /** Base name without `.gz`, lower case: what mappings see. */
  readonly name: string;
  readonly bytes: number;
  readonly modified: number;
}

export interface InputList {
  readonly files: readonly InputFile[];
  /** What was left out of folders, in words. */
  readonly notes: readonly string[];
}

/** Files that lie beside logs and are none. */
const OTHER_EXTENSIONS: ReadonlySet<string> = new Set([
  ...['.md', '.yaml', '.yml', '.pdf', '.png', '.jpg', '.jpeg', '.gif', '.svg', '.html', '.htm', '.docx', '.xlsx', '.pptx', '.toml'],
  ...['.zip', '.tar', '.tgz', '.7z', '.zst', '.bz2', '.xz', '.parquet', '.pcap', '.pcapng', '.py', '.sh', '.ts', '.js'],
]);
const OTHER_NAMES = /^(?:licen[cs]e|readme|notice|copying|changelog|authors|contributing|sha256sums|md5sums)(?:\.[a-z]+)?$/;

/**
 * Expands files and folders into the list of files to read: folders recursively in order of path, each file once, in the
 * order of the arguments. Files that are named outright are always read.
 *
 * @param except files left out without a word wherever they lie: what an earlier run wrote among the logs
 * @throws SourceUnavailableError if a path does not exist or a folder cannot be listed
 */
export async function listInputs(paths: readonly string[], except: readonly string[] = []): Promise<InputList> {
  const files: InputFile[] = [];
  const skipped: string[] = [];
  const seen = new Set<string>(await Promise.all(except.map((path) => realpath(path).catch(() => path))));
  for (const path of paths) await expand(path, true, files, skipped, seen);
  const shown = skipped.slice(0, 5).join(', ');
  const more = skipped.length > 5 ? ` and ${skipped.length - 5} more` : '';
  return { files, notes: skipped.length === 0 ? [] : [`not read because they are no logs: ${shown}${more}`] };
}

async function expand(path: string, named: boolean, files: InputFile[], skipped: string[], seen: Set<string>): Promise<void> {
  const [status, real] = await Promise.all([stat(path), realpath(path)]).catch((cause: unknown) => {
    throw new SourceUnavailableError(`cannot read ${path}: ${messageOf(cause)}`, { cause });
  });
  if (seen.has(real)) return;
  seen.add(real);
  if (status.isDirectory()) {
    const names = await readdir(path).catch((cause: unknown) => {
      throw new SourceUnavailableError(`cannot list ${path}: ${messageOf(cause)}`, { cause });
    });
    for (const name of names.sort()) {
      if (!name.startsWith('.')) await expand(join(path, name), false, files, skipped, seen);
    }
    return;
  }
  const base = basename(path).toLowerCase();
  if (!status.isFile()) {
    if (named) throw new SourceUnavailableError(`cannot read ${path}: it is neither a file nor a folder`);
    return;
  }
  if (!named && (OTHER_NAMES.test(base) || OTHER_EXTENSIONS.has(extname(base)))) {
    skipped.push(path);
    return;
  }
  files.push({ path, name: base.endsWith('.gz') ? base.slice(0, -3) : base, bytes: status.size, modified: status.mtimeMs });
}

/** A digest of the first `count` files' paths, sizes and times of change: what a cursor into them relies on. */
export function inputsFingerprint(files: readonly InputFile[], count: number): string {
  const hash = createHash('sha256');
  for (const file of files.slice(0, count)) hash.update(`${file.path}\0${file.bytes}\0${file.modified}\0`);
  return hash.digest('hex').slice(0, 16);
}

export function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
