import { createHash } from 'node:crypto';
import type { Connector, StateStore, WriteDocument } from '../../connectors/connector.js';

const KEY = 'published';
/** Documents of one call. */
const BATCH = 500;

/** Kinds that change and cease: what the store holds of them is kept equal to what holds now. */
const LIVING = ['incident', 'action', 'step', 'entity', 'indicator', 'health'] as const;
type LivingKind = (typeof LIVING)[number];

/** A document as a stage makes it. */
export interface Document {
  readonly throughline: { readonly id: string; readonly kind: string };
}

export interface PublisherEvents {
  readonly written: (kind: string, created: number) => void;
  readonly refused: (kind: string, id: string, reason: string) => void;
}

/** Hash of all that a document says. */
export const digestOf = (document: Document): string => createHash('sha256').update(JSON.stringify(document)).digest('base64url');

const asWritten = (document: Document): WriteDocument => ({
  id: document.throughline.id,
  kind: document.throughline.kind,
  body: document as unknown as Readonly<Record<string, unknown>>,
});

/**
 * Writes documents into the SIEM. Incidents and actions that have ceased (merged into another, or found in an hour that was not complete
 * yet) are withdrawn; the store remembers which were ever written, so that this works for whoever takes over after a kill.
 */
export class Publisher {
  readonly #connector: Connector;
  readonly #events: PublisherEvents;
  /** Digest of what was written last, by id; '' for what an earlier worker wrote. */
  readonly #digests: Readonly<Record<LivingKind, Map<string, string>>> = {
    incident: new Map(),
    action: new Map(),
    step: new Map(),
    entity: new Map(),
    indicator: new Map(),
    health: new Map(),
  };
  /** Whether ids have come or gone since the store was told. */
  #unremembered = false;
  readonly #waiting: Document[] = [];

  private constructor(connector: Connector, events: PublisherEvents) {
    this.#connector = connector;
    this.#events = events;
  }

  static async open(connector: Connector, events: PublisherEvents): Promise<Publisher> {
    const publisher = new Publisher(connector, events);
    const entry = (await connector.state.get(KEY))?.value as Partial<Record<LivingKind, readonly string[]>> | undefined;
    for (const kind of LIVING) for (const id of entry?.[kind] ?? []) publisher.#digests[kind].set(id, '');
    return publisher;
  }

  /** Adds documents, in batches: they are written at the latest by `flush`. */
  async add(documents: readonly Document[]): Promise<void> {
    this.#waiting.push(...documents);
    while (this.#waiting.length >= BATCH) await this.#write(this.#waiting.splice(0, BATCH));
  }

  /** Writes what waits. */
  async flush(): Promise<void> {
    if (this.#waiting.length > 0) await this.#write(this.#waiting.splice(0));
  }

  /**
   * Makes the store hold these documents of a kind and no others that were ever published.
   *
   * @param unchanged ids of documents that hold too and are known to be as they were published by this worker
   */
  async keep(kind: LivingKind, documents: readonly Document[], unchanged: readonly string[] = []): Promise<void> {
    const known = this.#digests[kind];
    const changed: Document[] = [];
    const present = new Set(unchanged);
    for (const document of documents) {
      const { id } = document.throughline;
      const digest = digestOf(document);
      present.add(id);
      if (known.get(id) === digest) continue;
      changed.push(document);
      if (known.has(id)) continue;
      known.set(id, '');
      this.#unremembered = true;
    }
    const gone = [...known.keys()].filter((id) => !present.has(id));
    await this.rememberNames();
    await this.add(changed);
    await this.flush();
    for (const document of changed) known.set(document.throughline.id, digestOf(document));
    if (gone.length > 0) await this.#connector.withdraw(kind, gone);
    for (const id of gone) known.delete(id);
    this.#unremembered ||= gone.length > 0;
  }

  /** Makes the store hold these documents, which will not be named to `keep` any more and stay. `rememberNames` must follow. */
  async settle(kind: LivingKind, documents: readonly Document[]): Promise<void> {
    const known = this.#digests[kind];
    await this.add(documents.filter((document) => known.get(document.throughline.id) !== digestOf(document)));
    await this.flush();
    for (const { throughline } of documents) this.#unremembered = known.delete(throughline.id) || this.#unremembered;
  }

  /** Tells the store which documents may have to be withdrawn, if that has changed. */
  async rememberNames(): Promise<void> {
    if (this.#unremembered) await remember(this.#connector.state, this.#names());
    this.#unremembered = false;
  }

  async #write(documents: readonly Document[]): Promise<void> {
    const kinds = new Map(documents.map((document) => [document.throughline.id, document.throughline.kind]));
    const created = new Map<string, number>();
    for (const outcome of await this.#connector.write(documents.map(asWritten))) {
      const kind = kinds.get(outcome.id) ?? '';
      if (outcome.result === 'rejected') this.#events.refused(kind, outcome.id, outcome.reason);
      else if (outcome.result === 'created') created.set(kind, (created.get(kind) ?? 0) + 1);
    }
    for (const [kind, count] of created) this.#events.written(kind, count);
  }

  #names(): Readonly<Record<string, readonly string[]>> {
    return Object.fromEntries(LIVING.map((kind) => [kind, [...this.#digests[kind].keys()].sort()]));
  }
}

/** Before anything of a new id is written, so that a kill in between leaves no document that nobody would withdraw. */
async function remember(store: StateStore, names: Readonly<Record<string, readonly string[]>>): Promise<void> {
  for (;;) {
    const entry = await store.get(KEY);
    if ((await store.compareAndSet(KEY, names, entry?.version)) !== undefined) return;
  }
}
