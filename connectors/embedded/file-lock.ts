import { randomUUID } from 'node:crypto';
import { link, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { StateError } from '../../src/errors.js';
import { isMissing } from './ndjson-store.js';

export interface LockOptions {
  /** A lock that is older than this, or whose process is gone, belongs to a writer that was killed. Milliseconds, default 30,000. */
  readonly staleAfter?: number;
  /** How long to wait for another writer. Milliseconds, default 20,000. */
  readonly patience?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs `work` while holding the lock file `path`. `work` gets a check that the lock is still held, to be asked before it
 * makes anything final.
 *
 * @throws StateError if the lock cannot be had in time
 */
export async function withLock<T>(path: string, options: LockOptions, work: (held: () => Promise<boolean>) => Promise<T>): Promise<T> {
  const token = `${process.pid}@${hostname()} ${randomUUID()}`;
  const deadline = Date.now() + (options.patience ?? 20_000);
  let wait = 1;
  while (!(await create(path, token))) {
    options.signal?.throwIfAborted();
    if (await removeStale(path, options.staleAfter ?? 30_000)) continue;
    if (Date.now() > deadline) throw new StateError(`another process keeps ${path}; if none is running, delete that file`);
    await pause(wait);
    wait = Math.min(wait * 2, 25);
  }
  try {
    return await work(async () => (await contentOf(path)) === token);
  } finally {
    if ((await contentOf(path)) === token) await rm(path, { force: true });
  }
}

async function create(path: string, token: string): Promise<boolean> {
  try {
    const handle = await open(path, 'wx');
    try {
      await handle.writeFile(token);
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** True if a lock was found stale and is out of the way. */
async function removeStale(path: string, staleAfter: number): Promise<boolean> {
  const [content, status] = await Promise.all([contentOf(path), stat(path).catch(() => undefined)]);
  if (content === undefined || status === undefined) return true;
  if (Date.now() - status.mtimeMs < staleAfter && !isDead(content)) return false;
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (isMissing(error)) return true;
    throw error;
  }
  // Somebody else may have removed the stale lock and taken a fresh one between the look and the rename: give it back.
  if ((await contentOf(aside)) !== content) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
  return true;
}

/** True if the lock's process ran on this machine and is gone. */
function isDead(content: string): boolean {
  const [pid = '', host = ''] = (content.split(' ')[0] ?? '').split('@');
  if (host !== hostname() || !/^\d+$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

async function contentOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
