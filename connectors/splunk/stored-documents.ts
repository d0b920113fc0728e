import { splunkPlaceOf } from '../../src/documents/splunk-places.js';
import type { CallOptions, DocumentRequest, StoredDocument, Window } from '../connector.js';
import { inPortions } from '../in-portions.js';
import { textIn } from './event-mapper.js';
import type { SplunkEvent } from './event-slice.js';
import { byEventTime } from './event-slices.js';
import { isObject } from './export-line.js';
import { KvCollection, type KvRecord } from './kv-collection.js';
import { ALL_TIME } from './read-activities.js';
import { anyTerm, termValue } from './spl-terms.js';
import { jsonOr } from './splunk-http.js';
import type { SplunkPlatform } from './splunk-platform.js';
import { keyOf } from './written-form.js';

const PAGE = 1000;
const FIELDS = '_time, _indextime, _raw, index, sourcetype, source, host';
/** Ids that one search asks for. */
const MOST_ASKED = 100;

/** Documents that were written, in order of their time and id; none where there are none yet. */
export async function* storedDocuments(
  platform: SplunkPlatform,
  { kind, ids }: DocumentRequest,
  options: CallOptions,
): AsyncGenerator<readonly StoredDocument[], void, void> {
  const place = splunkPlaceOf(kind);
  if (place?.kept === 'collection') yield* ofCollection(platform, place.collection, kind, ids, options);
  if (place?.kept === 'events') yield* ofEvents(platform, place.sourcetype, ids, options);
}

async function* ofCollection(
  platform: SplunkPlatform,
  name: string,
  kind: string,
  ids: readonly string[] | undefined,
  options: CallOptions,
): AsyncGenerator<readonly StoredDocument[], void, void> {
  const { tenant } = platform.settings;
  const collection = new KvCollection(platform, name);
  if (ids !== undefined) {
    const found = await collection.findKeys(
      ids.map((id) => keyOf(tenant, kind, id)),
      options,
    );
    const records = [...found.values()].sort((left, right) => timeIn(left) - timeIn(right) || compare(left._key, right._key));
    if (records.length > 0) yield records.map(documentOf);
    return;
  }
  for (let skip = 0; ; skip += PAGE) {
    const records = await collection.find({ $and: [{ tenant }, { kind }] }, { sort: 'timestamp:1,_key:1', limit: PAGE, skip }, options);
    if (records.length > 0) yield records.map(documentOf);
    if (records.length < PAGE) return;
  }
}

/** Events of the output index; of those with the same id, which were sent twice, the one that was indexed first. */
async function* ofEvents(
  platform: SplunkPlatform,
  sourcetype: string,
  ids: readonly string[] | undefined,
  options: CallOptions,
): AsyncGenerator<readonly StoredDocument[], void, void> {
  const { outputIndex, tenant } = platform.settings;
  const wanted = ids === undefined ? undefined : new Set(ids);
  const named = ids === undefined ? [''] : [...inPortions(ids, MOST_ASKED)].map((some) => ` (${some.map(termValue).join(' OR ')})`);
  const found: Told[] = [];
  for (const some of named) {
    const terms = `${anyTerm('index', [outputIndex])} ${anyTerm('sourcetype', [sourcetype])}${some}`;
    const search = { what: `read events of ${sourcetype}`, terms, fields: FIELDS };
    for await (const { events } of byEventTime(platform, search, { indexed: undefined, time: ALL_TIME }, options)) {
      const documents = distinct(events.map(toldBy).filter((told) => told?.tenant === tenant && wanted?.has(told.id) !== false));
      if (wanted !== undefined) found.push(...documents);
      else if (documents.length > 0) yield documents.map(({ document }) => document);
    }
  }
  if (found.length > 0) yield distinct(found).map(({ document }) => document);
}

/** Which of some ids have events of this tenant in a window of their time. */
export async function eventIds(
  platform: SplunkPlatform,
  sourcetype: string,
  ids: readonly string[],
  window: Window,
  options: CallOptions,
): Promise<ReadonlySet<string>> {
  const { outputIndex, tenant } = platform.settings;
  const wanted = new Set(ids);
  const found = new Set<string>();
  for (const some of inPortions(ids, MOST_ASKED)) {
    const terms = `${anyTerm('index', [outputIndex])} ${anyTerm('sourcetype', [sourcetype])} (${some.map(termValue).join(' OR ')})`;
    const search = { what: `look for events of ${sourcetype}`, terms, fields: FIELDS };
    for await (const { events } of byEventTime(platform, search, { indexed: undefined, time: window }, options)) {
      for (const told of events.map(toldBy)) if (told?.tenant === tenant && wanted.has(told.id)) found.add(told.id);
    }
  }
  return found;
}

interface Told {
  readonly id: string;
  readonly tenant: unknown;
  readonly time: number;
  readonly document: StoredDocument;
}

function toldBy({ row, time }: SplunkEvent): Told | undefined {
  const event = jsonOr(textIn(row, '_raw'), undefined);
  if (!isObject(event) || typeof event.id !== 'string' || !isObject(event.document)) return undefined;
  return { id: event.id, tenant: event.tenant, time, document: event.document };
}

/** In order of time and id, each id once. Events come in the order in which they were indexed. */
function distinct(all: readonly (Told | undefined)[]): readonly Told[] {
  const first = new Map<string, Told>();
  for (const told of all) if (told !== undefined && !first.has(told.id)) first.set(told.id, told);
  return [...first.values()].sort((left, right) => left.time - right.time || compare(left.id, right.id));
}

const timeIn = ({ timestamp }: KvRecord): number => (typeof timestamp === 'number' ? timestamp : 0);
const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

const documentOf = ({ document }: KvRecord): StoredDocument => jsonOr(typeof document === 'string' ? document : '{}', {}) as StoredDocument;
