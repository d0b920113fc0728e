import { entitiesById } from './link.js';
import type { ObservationRecord } from './observation.js';
import { LINK_HORIZON } from './rarity.js';

/** A recent record and the incident that holds it, '' while it waits for one. */
export interface IndexedRecord {
  readonly record: ObservationRecord;
  incident: string;
}

/** One entry of a saved index; `record` is null where an incident of the same state holds it. */
export interface SavedEntry {
  readonly id: string;
  readonly record: ObservationRecord | null;
  readonly incident: string;
  readonly keys: readonly string[];
}

/** Recent records looked at for one entity; older ones are further away in time and tie less. */
const RECORDS_PER_ENTITY = 64;

/** The records of the last days by id and by the entities they touch, in the order in which they came. */
export class ObservationIndex {
  readonly #byId = new Map<string, IndexedRecord>();
  readonly #byEntity = new Map<string, IndexedRecord[]>();

  constructor(saved: readonly SavedEntry[], held: ReadonlyMap<string, ObservationRecord>) {
    for (const { id, record, incident, keys } of saved) {
      const kept = record ?? held.get(id);
      if (kept === undefined) continue;
      const entry = { record: kept, incident };
      this.#byId.set(id, entry);
      for (const key of keys) this.#entity(key).push(entry);
    }
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  get(id: string): IndexedRecord | undefined {
    return this.#byId.get(id);
  }

  add(record: ObservationRecord): void {
    const entry = { record, incident: '' };
    this.#byId.set(record.id, entry);
    for (const key of entitiesById(record).keys()) {
      const entries = this.#entity(key);
      entries.push(entry);
      if (entries.length > RECORDS_PER_ENTITY) entries.shift();
    }
  }

  assign(id: string, incident: string): void {
    const entry = this.#byId.get(id);
    if (entry !== undefined) entry.incident = incident;
  }

  /** Records of the last days that share an entity with these keys, each once. */
  sharing(keys: Iterable<string>, since: number): readonly IndexedRecord[] {
    const near = new Map<string, IndexedRecord>();
    for (const key of keys) {
      for (const entry of this.#byEntity.get(key) ?? []) if (entry.record.windowEnd >= since) near.set(entry.record.id, entry);
    }
    return [...near.values()];
  }

  sweep(time: number): void {
    const before = time - LINK_HORIZON;
    const touched = new Set<string>();
    for (const { record } of this.#byId.values()) {
      if (record.windowEnd >= before) continue;
      this.#byId.delete(record.id);
      for (const key of entitiesById(record).keys()) touched.add(key);
    }
    for (const key of touched) {
      const kept = this.#byEntity.get(key)?.filter(({ record }) => record.windowEnd >= before) ?? [];
      if (kept.length === 0) this.#byEntity.delete(key);
      else this.#byEntity.set(key, kept);
    }
  }

  /** @param held ids of records that the incidents of the same state hold */
  save(held: ReadonlySet<string>): readonly SavedEntry[] {
    const keysOf = new Map<string, string[]>();
    for (const [key, entries] of this.#byEntity) {
      for (const { record } of entries) {
        const keys = keysOf.get(record.id);
        if (keys === undefined) keysOf.set(record.id, [key]);
        else keys.push(key);
      }
    }
    return [...this.#byId].map(([id, { record, incident }]) => ({
      id,
      record: held.has(id) ? null : record,
      incident,
      keys: keysOf.get(id) ?? [],
    }));
  }

  #entity(key: string): IndexedRecord[] {
    const known = this.#byEntity.get(key);
    if (known !== undefined) return known;
    const fresh: IndexedRecord[] = [];
    this.#byEntity.set(key, fresh);
    return fresh;
  }
}
