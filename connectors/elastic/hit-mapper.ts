import type { Registry } from '../../src/activity/registry.js';
import { WindowIncompleteError } from '../../src/errors.js';
import type { ActivityBatch } from '../connector.js';
import { MappedRecords, type WantedActivities } from '../mapped-records.js';
import type { Hit } from './hit-pages.js';
import { recordOf } from './hit-records.js';

/** Maps hits and keeps what becomes of them until it is taken. */
export class HitMapper {
  readonly #mapped: MappedRecords;

  constructor(registry: Registry, wanted: WantedActivities) {
    this.#mapped = new MappedRecords((index) => registry.mapperFor({ name: index, dataset: '' }), wanted);
  }

  get size(): number {
    return this.#mapped.size;
  }

  take(): Pick<ActivityBatch, 'activities' | 'rejected'> {
    return this.#mapped.take();
  }

  /** @throws WindowIncompleteError if the index does not keep its documents */
  map(hit: Hit): void {
    const record = recordOf(hit);
    if (record === undefined) {
      throw new WindowIncompleteError(
        `the document ${hit.id} of ${hit.index} is not stored; set read: fields for the group that holds this index`,
      );
    }
    this.#mapped.map(hit.index, `${hit.index}/${hit.id}`, record);
  }
}
