import { indexNameOf } from './index-names.js';

/** Where Splunk keeps the documents of a kind: `events` of the output index, which only grows, or records of a `collection` of the KV store. */
export interface SplunkPlace {
  readonly kept: 'events' | 'collection';
  /** The collection; empty for events. */
  readonly collection: string;
  /** Every version of a document is an event too. */
  readonly revisions: boolean;
  readonly sourcetype: string;
}

const APP = 'throughline';

/** Collections with fields of their own, for dashboards. */
const COLLECTIONS: Readonly<Record<string, string>> = {
  action: `${APP}_actions`,
  entity: `${APP}_entities`,
  health: `${APP}_health`,
  incident: `${APP}_incidents`,
  indicator: `${APP}_indicators`,
  step: `${APP}_steps`,
};

/** The collection of the kinds that no dashboard shows. */
export const OTHER_DOCUMENTS = `${APP}_documents`;
/** The collection of the ids of events that were written, by which nothing is written twice. */
export const WRITTEN_IDS = `${APP}_written`;
/** The collection of checkpoints and leases. */
export const STATE = `${APP}_state`;

const REVISED: ReadonlySet<string> = new Set(['action', 'incident']);

/** The sourcetype of the events of a kind in the output index. */
export const sourcetypeOf = (kind: string): string => `${APP}:${kind.replaceAll('-', '_')}`;

/** Where documents of a kind lie; `undefined` for a kind that is not stored. */
export function splunkPlaceOf(kind: string): SplunkPlace | undefined {
  const keeping = indexNameOf(kind, '')?.keeping;
  if (keeping === undefined || kind === 'state') return undefined;
  const sourcetype = sourcetypeOf(kind);
  if (keeping === 'stream') return { kept: 'events', collection: '', revisions: false, sourcetype };
  const collection = Object.hasOwn(COLLECTIONS, kind) ? (COLLECTIONS[kind] ?? '') : OTHER_DOCUMENTS;
  return { kept: 'collection', collection, revisions: REVISED.has(kind), sourcetype };
}
