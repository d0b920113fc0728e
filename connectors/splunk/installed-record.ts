import { STATE } from '../../src/documents/splunk-places.js';
import type { CallOptions } from '../connector.js';
import { isObject } from './export-line.js';
import type { SplunkGateway } from './splunk-gateway.js';

/** What tells an object of the app from others. */
export interface PieceName {
  /** What it is, in words, e.g. `macro`. */
  readonly title: string;
  /** Where objects of its sort are created and changed, e.g. `/servicesNS/nobody/throughline/configs/conf-macros`. */
  readonly collection: string;
  readonly name: string;
}

/** Name of the record; those of tenants are hashes. */
const KEY = 'installed';

const collectionPath = (app: string): string => `/servicesNS/nobody/${app}/storage/collections/data/${STATE}`;

/** What an installation makes and may have to take out again one day: neither the app nor what comes with it. */
export const listed = (pieces: readonly (PieceName & { readonly creation: string })[]): readonly PieceName[] =>
  pieces
    .filter(({ collection, creation }) => creation !== 'with-app' && collection.startsWith('/servicesNS/'))
    .map(({ title, collection, name }) => ({ title, collection, name }));

/** The call that writes the record. */
export const recordCall = (app: string, pieces: readonly PieceName[]): { readonly path: string; readonly body: readonly unknown[] } => ({
  path: `${collectionPath(app)}/batch_save`,
  body: [{ _key: KEY, entry: KEY, value: JSON.stringify(pieces) }],
});

const nameOf = ({ collection, name }: PieceName): string => `${collection}/${name}`;

/** Which objects of the app installations over REST have made, since nobody else can tell them from those of the site. */
export class InstalledRecord {
  readonly #gateway: SplunkGateway;
  readonly #app: string;
  readonly #options: CallOptions;

  constructor(gateway: SplunkGateway, app: string, options: CallOptions) {
    this.#gateway = gateway;
    this.#app = app;
    this.#options = options;
  }

  /** Whether it lies in the collection that a piece is. */
  static isKeptIn({ collection, name }: PieceName): boolean {
    return collection.endsWith('/storage/collections/config') && name === STATE;
  }

  /** Notes pieces beside those that are noted. */
  async add(pieces: readonly PieceName[]): Promise<void> {
    await this.set([...(await this.without(pieces)), ...pieces]);
  }

  /** Noted pieces that are not among these. */
  async without(pieces: readonly PieceName[]): Promise<readonly PieceName[]> {
    const names = new Set(pieces.map(nameOf));
    return (await this.#noted()).filter((piece) => !names.has(nameOf(piece)));
  }

  async set(pieces: readonly PieceName[]): Promise<void> {
    const ordered = (list: readonly PieceName[]): string => JSON.stringify(list.map(nameOf).sort());
    if (ordered(pieces) === ordered(await this.#noted())) return;
    const { path, body } = recordCall(this.#app, pieces);
    await this.#gateway.request('note what is installed', 'POST', path, { ...this.#options, json: body, repeatable: true });
  }

  async #noted(): Promise<readonly PieceName[]> {
    const found = await this.#gateway.find('read what is installed', `${collectionPath(this.#app)}/${KEY}`, this.#options);
    const value: unknown = isObject(found) && typeof found.value === 'string' ? JSON.parse(found.value) : [];
    return Array.isArray(value) ? (value as readonly unknown[]).filter(isPieceName) : [];
  }
}

const isPieceName = (value: unknown): value is PieceName =>
  isObject(value) && typeof value.title === 'string' && typeof value.collection === 'string' && typeof value.name === 'string';
