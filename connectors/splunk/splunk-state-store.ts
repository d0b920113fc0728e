import { createHash, randomUUID } from 'node:crypto';
import { STATE } from '../../src/documents/splunk-places.js';
import { SourceUnavailableError, StateError } from '../../src/errors.js';
import type { CallOptions, StateEntry, StateStore } from '../connector.js';
import { inPortions } from '../in-portions.js';
import { ATTEMPTS, delayAfter } from '../pacing.js';
import { KvCollection, type KvQuery, type KvRecord } from './kv-collection.js';
import type { SplunkPlatform } from './splunk-platform.js';

/** One version of an entry. It never changes: the next version is another record. */
interface VersionRecord extends KvRecord {
  /** Which entry it belongs to. */
  readonly entry: string;
  /** From 1. */
  readonly n: number;
  readonly key: string;
  /** JSON text. */
  readonly value: string;
  /** Who set it, so that a writer whose answer was lost knows its own work. */
  readonly writer: string;
  /** Seconds since 1970. */
  readonly updated: number;
}

/** How long a version stays after the next one, seconds: far longer than any writer takes from reading an entry to setting it. */
const KEPT = 3600;
/** Old versions are looked for at every so many-th. */
const CLEAN_EVERY = 16;
/** Entries removed with one call. */
const MOST_REMOVED = 40;

/**
 * Small documents with compare-and-set in a store that has none: a version of an entry is a record under the entry's name and a running
 * number, and of two writers that add the same number the store lets in one. The entry is what its highest number says.
 *
 * A number that was taken must not become free while somebody may still try to take it, or an update would be lost; so old versions
 * stay for an hour.
 */
export class SplunkStateStore implements StateStore {
  readonly #platform: SplunkPlatform;
  readonly #collection: KvCollection;

  constructor(platform: SplunkPlatform) {
    this.#platform = platform;
    this.#collection = new KvCollection(platform, STATE);
  }

  async get(key: string, options: CallOptions = {}): Promise<StateEntry | undefined> {
    const found = await this.#newest(key, options);
    return found === undefined ? undefined : { value: valueOf(found, key), version: versionOf(found) };
  }

  async compareAndSet(key: string, value: unknown, expected: string | undefined, options: CallOptions = {}): Promise<string | undefined> {
    const current = await this.#newest(key, options);
    if ((current === undefined ? undefined : versionOf(current)) !== expected) return undefined;
    const [entry, n] = [this.#entryOf(key), (current?.n ?? 0) + 1];
    const updated = Math.floor(this.#platform.pacing.now() / 1000);
    const record = { _key: `${entry}#${String(n)}`, entry, n, key, value: JSON.stringify(value), writer: randomUUID(), updated };
    if (!(await this.#add(record, options))) return undefined;
    if (n % CLEAN_EVERY === 0) await this.#clean(record, options);
    return versionOf(record);
  }

  async remove(keys: readonly string[], options: CallOptions = {}): Promise<void> {
    for (const some of inPortions(keys, MOST_REMOVED)) {
      await this.#collection.remove({ $or: some.map((key) => ({ entry: this.#entryOf(key) })) }, options);
    }
  }

  async #newest(key: string, options: CallOptions): Promise<VersionRecord | undefined> {
    const [found] = await this.#collection.find({ entry: this.#entryOf(key) }, { sort: 'n:-1', limit: 1 }, options);
    if (found === undefined) return undefined;
    if (!isVersion(found)) throw unusable(key);
    return found;
  }

  /** True if the record is in the store and ours, whatever became of the answers. */
  async #add(record: VersionRecord, options: CallOptions): Promise<boolean> {
    const { pacing } = this.#platform;
    for (let attempt = 1; ; attempt += 1) {
      try {
        if (await this.#collection.insert(record, options)) return true;
        return await this.#isOurs(record, options);
      } catch (error) {
        if (!(error instanceof SourceUnavailableError && error.passing) || attempt === ATTEMPTS) throw error;
        if (await this.#isOurs(record, options)) return true;
        await pacing.sleep(delayAfter(attempt, undefined, pacing.random()), options.signal);
      }
    }
  }

  async #isOurs({ _key, writer }: VersionRecord, options: CallOptions): Promise<boolean> {
    return (await this.#collection.findKeys([_key], options)).get(_key)?.writer === writer;
  }

  async #clean({ entry, n, updated }: VersionRecord, options: CallOptions): Promise<void> {
    const old: KvQuery = { $and: [{ entry }, { n: { $lt: n } }, { updated: { $lt: updated - KEPT } }] };
    await this.#collection.remove(old, options);
  }

  /** Keys may be longer than the name of a record, and tenants share the collection. */
  #entryOf(key: string): string {
    return createHash('sha256').update(`${this.#platform.settings.tenant}\0${key}`).digest('hex');
  }
}

/** The writer is part of it: an entry that was removed and made anew has the same numbers. */
const versionOf = ({ n, writer }: VersionRecord): string => `${String(n)}.${writer}`;

function isVersion(record: KvRecord): record is VersionRecord {
  return typeof record.n === 'number' && typeof record.value === 'string' && typeof record.writer === 'string';
}

function valueOf({ value }: VersionRecord, key: string): unknown {
  try {
    return JSON.parse(value);
  } catch (cause) {
    throw unusable(key, cause);
  }
}

const unusable = (key: string, cause?: unknown): StateError =>
  new StateError(`the state ${key} is not what Throughline keeps there: remove the record from throughline_state or restore it`, { cause });
