import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Domain } from '../activity/domains.js';
import { SnapshotReader, SnapshotWriter } from '../baselines/snapshot.js';
import { StateError } from '../errors.js';
import type { DocumentMark } from './document-file.js';

/** Where a replay stands, with everything it has learned. */
export interface Checkpoint {
  readonly chain: Buffer;
  readonly anomalies: DocumentMark;
  readonly days: unknown;
  readonly units: number;
  readonly scored: number;
  readonly duplicates: readonly (readonly [string, number])[];
  readonly domains: readonly (readonly [string, readonly Domain[]])[];
  /** Windows met by the learning pass, where there are several passes. */
  readonly learnedUnits: number;
  /** Number of the pass under way and the last hour it has done. */
  readonly pass: number;
  readonly hour: number;
}

/** One checkpoint on disk, replaced atomically. A checkpoint of other inputs, options or versions is not used. */
export class CheckpointStore {
  readonly #folder: string;
  readonly #version: string;

  constructor(folder: string, fingerprint: string) {
    this.#folder = folder;
    this.#version = createHash('sha256').update(fingerprint).digest('hex');
  }

  /** Whether there is a checkpoint in a folder, usable or not. */
  static exists(folder: string): boolean {
    return existsSync(join(folder, 'state'));
  }

  load(): Checkpoint | undefined {
    const path = join(this.#folder, 'state');
    if (!existsSync(path)) return undefined;
    try {
      const reader = new SnapshotReader(readFileSync(path), this.#version);
      const head = reader.json() as Omit<Checkpoint, 'chain' | 'hour'> & { readonly hour: number | null };
      return { ...head, hour: head.hour ?? -Infinity, chain: Buffer.from(reader.array(Uint8Array)) };
    } catch (error) {
      if (error instanceof StateError) return undefined;
      throw error;
    }
  }

  save(checkpoint: Checkpoint): void {
    mkdirSync(this.#folder, { recursive: true });
    const { chain, ...head } = checkpoint;
    const writer = new SnapshotWriter();
    writer.json(head);
    writer.array(chain);
    const temporary = join(this.#folder, 'state.new');
    const descriptor = openSync(temporary, 'w');
    const bytes = writer.finish(this.#version);
    for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(temporary, join(this.#folder, 'state'));
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
