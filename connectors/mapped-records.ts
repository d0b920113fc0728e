import type { Activity } from '../src/activity/activity.js';
import { KEPT_BYTES } from '../src/activity/readers/record-reader.js';
import type { RecordMapper } from '../src/activity/registry.js';
import type { RawRecord } from '../src/activity/source-mapping.js';
import type { ActivityBatch, RejectedRecord, Window } from './connector.js';

/** Which activities of the records that were found are wanted; absent means all. */
export interface WantedActivities {
  readonly source?: string | undefined;
  /** Event time. */
  readonly window?: Window | undefined;
}

/** Maps records and keeps what becomes of them until it is taken. */
export class MappedRecords {
  readonly #mapperOf: (place: string) => RecordMapper;
  readonly #wanted: WantedActivities;
  readonly #mappers = new Map<string, RecordMapper>();
  #activities: Activity[] = [];
  #rejected: RejectedRecord[] = [];

  /** @param mapperOf makes the mapper for the records of one place, such as an index: one each, since a mapper remembers what came before */
  constructor(mapperOf: (place: string) => RecordMapper, wanted: WantedActivities) {
    this.#mapperOf = mapperOf;
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

  /** @param name what tells the record from others, for its dead letter */
  map(place: string, name: string, record: RawRecord): void {
    let mapper = this.#mappers.get(place);
    if (mapper === undefined) {
      mapper = this.#mapperOf(place);
      this.#mappers.set(place, mapper);
    }
    const mapped = mapper.map(record);
    if (mapped.kind === 'activities') for (const activity of mapped.activities) this.#keep(activity);
    if (mapped.kind !== 'dead') return;
    const text = JSON.stringify(record);
    this.#rejected.push({
      input: name,
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
}
