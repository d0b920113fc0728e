import { createHash } from 'node:crypto';
import type { Connector, StateStore, WriteDocument } from '../../connectors/connector.js';

const KEY = 'published';
/** Documents of one call. */
const BATCH = 500;

/** Kinds that change and cease: what the store holds of them is kept equal to what holds now. */
const LIVING = ['incident', 'action'] as const;
type LivingKind = (typeof LIVING)[number];

/** A document as a stage makes it. */
export interface Document {
  readonly throughline: { readonly id: string; readonly kind: string };
}

export interface PublisherEvents {
  readonly written: (kind: string, created: number) => void;
  readonly refused: (kind: string, id: string, reason: string) => void;
}

const digestOf = (document: Document): string => createHash('sha256').update(JSON.stringify(document)).digest('base64url');

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
  readonly #digests: Readonly<Record<LivingKind, Map<string, string>>> = { incident: new Map(), action: new Map() };
  #remembered = '';

  private constructor(connector: Connector, events: PublisherEvents) {
    this.#connector = connector;
    this.#events = events;
  }

  static async open(connector: Connector, events: PublisherEvents): Promise<Publisher> {
    const publisher = new Publisher(connector, events);
    const entry = (await connector.state.get(KEY))?.value as Partial<Record<LivingKind, readonly string[]>> | undefined;
    for (const kind of LIVING) for (const id of entry?.[kind] ?? []) publisher.#digests[kind].set(id, '');
    publisher.#remembered = publisher.#names();
    return publisher;
  }

  /** Writes documents that are only added to. */
  async add(documents: readonly Document[]): Promise<void> {
    for (let at = 0; at < documents.length; at += BATCH) await this.#write(documents.slice(at, at + BATCH));
  }

  /** Makes the store hold these documents of a kind and no others that were ever published. */
  async keep(kind: LivingKind, documents: readonly Document[]): Promise<void> {
    const known = this.#digests[kind];
    const changed: Document[] = [];
    const present = new Set<string>();
    for (const document of documents) {
      const { id } = document.throughline;
      const digest = digestOf(document);
      present.add(id);
      if (known.get(id) === digest) continue;
      changed.push(document);
      if (!known.has(id)) known.set(id, '');
    }
    const gone = [...known.keys()].filter((id) => !present.has(id));
    await remember(this.#connector.state, this.#names(), this.#remembered);
    this.#remembered = this.#names();
    await this.add(changed);
    for (const document of changed) known.set(document.throughline.id, digestOf(document));
    if (gone.length > 0) await this.#connector.withdraw(kind, gone);
    for (const id of gone) known.delete(id);
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

  #names(): string {
    return JSON.stringify(Object.fromEntries(LIVING.map((kind) => [kind, [...this.#digests[kind].keys()].sort()])));
  }
}

/** Before anything of a new id is written, so that a kill in between leaves no document that nobody would withdraw. */
async function remember(store: StateStore, names: string, remembered: string): Promise<void> {
  if (names === remembered) return;
  for (;;) {
    const entry = await store.get(KEY);
    if ((await store.compareAndSet(KEY, JSON.parse(names), entry?.version)) !== undefined) return;
  }
}
