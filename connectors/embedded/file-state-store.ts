import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StateError } from '../../src/errors.js';
import type { CallOptions, StateEntry, StateStore } from '../connector.js';
import { withLock, type LockOptions } from './file-lock.js';
import { messageOf } from './input-files.js';
import { isMissing } from './ndjson-store.js';

const LONGEST_NAME = 180;

/** State as one JSON file per key in a folder; several processes may share it. */
export class FileStateStore implements StateStore {
  readonly #folder: string;
  readonly #lock: LockOptions;

  constructor(folder: string, lock: LockOptions = {}) {
    this.#folder = folder;
    this.#lock = lock;
  }

  async get(key: string, options: CallOptions = {}): Promise<StateEntry | undefined> {
    options.signal?.throwIfAborted();
    return this.#read(this.#path(key));
  }

  async compareAndSet(key: string, value: unknown, expected: string | undefined, options: CallOptions = {}): Promise<string | undefined> {
    const path = this.#path(key);
    await mkdir(this.#folder, { recursive: true });
    return withLock(`${path}.lock`, { ...this.#lock, signal: options.signal }, async (held) => {
      const current = await this.#read(path);
      if (current?.version !== expected) return undefined;
      const version = String(Number(current?.version ?? '0') + 1);
      const handle = await open(`${path}.new`, 'w');
      try {
        await handle.writeFile(JSON.stringify({ version, value }));
        await handle.sync();
      } finally {
        await handle.close();
      }
      if (!(await held())) return undefined;
      await rename(`${path}.new`, path);
      return version;
    });
  }

  async remove(keys: readonly string[], options: CallOptions = {}): Promise<void> {
    for (const key of keys) {
      options.signal?.throwIfAborted();
      await rm(this.#path(key), { force: true });
    }
  }

  #path(key: string): string {
    const name = encodeURIComponent(key).replaceAll('.', '%2E');
    const short = name.length <= LONGEST_NAME ? name : createHash('sha256').update(key).digest('hex');
    return join(this.#folder, `${short}.json`);
  }

  async #read(path: string): Promise<StateEntry | undefined> {
    try {
      const entry = JSON.parse(await readFile(path, 'utf8')) as { readonly version: string; readonly value?: unknown };
      return { value: entry.value, version: entry.version };
    } catch (cause) {
      if (isMissing(cause)) return undefined;
      throw new StateError(`state file ${path} cannot be used: ${messageOf(cause)}`, { cause });
    }
  }
}

/** State that lasts as long as the process. */
export class MemoryStateStore implements StateStore {
  readonly #entries = new Map<string, { readonly text: string | undefined; readonly version: number }>();

  get(key: string): Promise<StateEntry | undefined> {
    const entry = this.#entries.get(key);
    if (entry === undefined) return Promise.resolve(undefined);
    return Promise.resolve({
      value: entry.text === undefined ? undefined : (JSON.parse(entry.text) as unknown),
      version: String(entry.version),
    });
  }

  compareAndSet(key: string, value: unknown, expected: string | undefined): Promise<string | undefined> {
    const current = this.#entries.get(key)?.version;
    if ((current === undefined ? undefined : String(current)) !== expected) return Promise.resolve(undefined);
    const version = (current ?? 0) + 1;
    this.#entries.set(key, { text: JSON.stringify(value), version });
    return Promise.resolve(String(version));
  }

  remove(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.#entries.delete(key);
    return Promise.resolve();
  }
}
