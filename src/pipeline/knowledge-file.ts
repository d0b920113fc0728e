import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SnapshotReader, SnapshotWriter } from '../baselines/snapshot.js';
import { EntityRegistry } from '../entities/entity-registry.js';
import type { EntityOptions } from '../entities/entity-types.js';
import { IndicatorStore } from '../entities/indicator-store.js';
import { SourceUnavailableError } from '../errors.js';

/** Format of the file; raised when anything in it changes. */
const VERSION = '2';

/** Who is who, and the life of every domain and address: what `lookup` answers from. */
export interface Knowledge {
  readonly registry: EntityRegistry;
  readonly indicators: IndicatorStore;
}

function pathIn(folder: string): string {
  return join(folder, '.throughline', 'knowledge');
}

/** Leaves in `folder` what a replay came to know, whole or not at all. */
export function saveKnowledge(folder: string, knowledge: Knowledge, options: EntityOptions): void {
  const writer = new SnapshotWriter();
  writer.json(options);
  writer.array(knowledge.registry.snapshot());
  writer.array(knowledge.indicators.snapshot());
  const path = pathIn(folder);
  mkdirSync(join(folder, '.throughline'), { recursive: true });
  writeFileSync(`${path}.new`, writer.finish(VERSION));
  renameSync(`${path}.new`, path);
}

/** @throws SourceUnavailableError if no replay ended in `folder`; StateError if the file is of another version or damaged. */
export function loadKnowledge(folder: string): Knowledge {
  const path = pathIn(folder);
  if (!existsSync(path)) {
    throw new SourceUnavailableError(`Nothing is known in ${folder}: name with --out the folder that replay or demo wrote to.`);
  }
  const reader = new SnapshotReader(readFileSync(path), VERSION);
  const options = reader.json() as EntityOptions;
  const registry = EntityRegistry.restore(reader.array(Uint8Array), options);
  return { registry, indicators: IndicatorStore.restore(reader.array(Uint8Array)) };
}
