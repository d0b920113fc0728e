import { WRITTEN_IDS } from '../../src/documents/splunk-places.js';
import type { CallOptions } from '../connector.js';
import { KvCollection } from './kv-collection.js';
import type { SplunkPlatform } from './splunk-platform.js';
import { eventIds } from './stored-documents.js';
import type { WrittenForm } from './written-form.js';

const DAY = 86_400_000;

/** What of an event is needed to know it again. */
export interface WrittenEvent {
  readonly id: string;
  readonly kind: string;
  readonly form: WrittenForm;
}

/**
 * Which events that never change are in the output index already. Their ids are kept in a collection for a time after they were written, and
 * no longer, so that it does not grow for ever. Since nothing is written before it happened, an id that was dropped belongs to an event that
 * happened longer ago; whether such an event is there the index itself is asked.
 */
export class WrittenIds {
  readonly #platform: SplunkPlatform;
  readonly #collection: KvCollection;
  #cleaned = -Infinity;

  constructor(platform: SplunkPlatform) {
    this.#platform = platform;
    this.#collection = new KvCollection(platform, WRITTEN_IDS);
  }

  /** The keys of those that are there. */
  async known(events: readonly WrittenEvent[], options: CallOptions): Promise<ReadonlySet<string>> {
    const keys = events.map(({ form }) => form.key);
    const known = new Set((await this.#collection.findKeys(keys, options)).keys());
    // A day more, for clocks that differ and for events that tell a time shortly after they were written.
    const until = this.#platform.pacing.now() - this.#platform.settings.idsKept + DAY;
    const old = events.filter(({ form }) => form.event.time < until && !known.has(form.key));
    for (const sourcetype of new Set(old.map(({ form }) => form.place.sourcetype))) {
      const some = old.filter(({ form }) => form.place.sourcetype === sourcetype);
      const times = some.map(({ form }) => form.event.time);
      const window = { from: Math.min(...times), to: Math.max(...times) + 1 };
      const there = await eventIds(
        this.#platform,
        sourcetype,
        some.map(({ id }) => id),
        window,
        options,
      );
      for (const { id, form } of some) if (there.has(id)) known.add(form.key);
    }
    return known;
  }

  /** Notes what was taken. Once a day what is older than is kept goes. */
  async note(events: readonly WrittenEvent[], options: CallOptions): Promise<void> {
    const { pacing, settings } = this.#platform;
    const now = pacing.now();
    const { tenant, idsKept } = settings;
    const updated = Math.floor(now / 1000);
    await this.#collection.save(
      events.map(({ kind, form }) => ({ _key: form.key, tenant, kind, updated })),
      options,
    );
    if (events.length === 0 || now - this.#cleaned < DAY) return;
    await this.#collection.remove({ $and: [{ tenant }, { updated: { $lt: Math.floor((now - idsKept) / 1000) } }] }, options);
    this.#cleaned = now;
  }
}
