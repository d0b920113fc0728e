import type { Activity } from '../../src/activity/activity.js';
import { KEPT_BYTES } from '../../src/activity/readers/record-reader.js';
import type { RecordMapper, Registry } from '../../src/activity/registry.js';
import { WindowIncompleteError } from '../../src/errors.js';
import type { ActivityBatch, RejectedRecord, Window } from '../connector.js';
import type { Hit } from './hit-pages.js';
import { recordOf } from './hit-records.js';

/** Which activities of the documents that were found are wanted; absent means all. */
export interface WantedActivities {
  readonly source?: string | undefined;
  /** Event time. */
  readonly window?: Window | undefined;
}

/** Maps hits and keeps what becomes of them until it is taken. */
export class HitMapper {
  readonly #registry: Registry;
  readonly #wanted: WantedActivities;
  readonly #mappers = new Map<string, RecordMapper>();
  #activities: Activity[] = [];
  #rejected: RejectedRecord[] = [];

  constructor(registry: Registry, wanted: WantedActivities) {
    this.#registry = registry;
    this.#wanted = wanted;
  }

  get size(): number {
    return this.#activities.length + this.#rejected.length;
  }

  take(): Pick<ActivityBatch, 'activities' | 'rejected'> {
    const taken = { activities: this.#activities, rejected: this.#rejected };
    this.#activities = [];
    this.#rejected = [];
    return taken;
  }

  /** @throws WindowIncompleteError if the index does not keep its documents */
  map(hit: Hit): void {
    const record = recordOf(hit);
    if (record === undefined) {
      throw new WindowIncompleteError(
        `the document ${hit.id} of ${hit.index} is not stored; set read: fields for the group that holds this index`,
      );
    }
    const mapper = this.#mapperOf(hit.index);
    const mapped = mapper.map(record);
    if (mapped.kind === 'activities') for (const activity of mapped.activities) this.#keep(activity);
    if (mapped.kind !== 'dead') return;
    const text = JSON.stringify(record);
    this.#rejected.push({
      input: `${hit.index}/${hit.id}`,
      position: 1,
      source: mapper.source,
      reason: mapped.reason,
      record: text.slice(0, KEPT_BYTES),
      recordBytes: Buffer.byteLength(text),
    });
  }

  #keep(activity: Activity): void {
    const { source, window } = this.#wanted;
    if (source !== undefined && activity.source !== source) return;
    if (window !== undefined && (activity.time < window.from || activity.time >= window.to)) return;
    this.#activities.push(activity);
  }

  /** One mapper an index, since a mapper remembers what the records before were. */
  #mapperOf(index: string): RecordMapper {
    let mapper = this.#mappers.get(index);
    if (mapper === undefined) {
      mapper = this.#registry.mapperFor({ name: index, dataset: '' });
      this.#mappers.set(index, mapper);
    }
    return mapper;
  }
}
