import { flatName } from '../../documents/flat-record.js';
import { sourcetypeOf, splunkPlaceOf } from '../../documents/splunk-places.js';
import type { PanelKind } from '../panel-file.js';

/** Id of the app, its folder, and the start of the name of everything in it that other apps could see. */
export const APP = 'throughline';

/** Where documents of a kind are found: in a collection of the KV store, which holds their current state, or in the index, which only grows. */
type Place =
  { readonly in: 'collection'; readonly lookup: string } | { readonly in: 'index'; readonly macro: string; readonly sourcetype: string };

const lookup = (kind: string): Place => ({ in: 'collection', lookup: splunkPlaceOf(kind)?.collection ?? '' });
const events = (name: string, kind: string): Place => ({ in: 'index', macro: `${APP}_${name}`, sourcetype: sourcetypeOf(kind) });

export const PLACES: Readonly<Record<PanelKind, Place>> = {
  action: lookup('action'),
  anomaly: events('anomalies', 'anomaly'),
  'dead-letter': events('dead_letters', 'dead-letter'),
  entity: lookup('entity'),
  health: lookup('health'),
  incident: lookup('incident'),
  indicator: lookup('indicator'),
  step: lookup('step'),
};

/** Kinds whose every revision is also an event of the output index. */
export const REVISED_KINDS = ['action', 'incident'] as const;

/** The macro that names the output index; everything that reads events of Throughline goes through it. */
export const INDEX_MACRO = `${APP}_index`;

/** The macro that keeps what lies within the time range of a search, for documents that come from a collection. */
export const TIME_MACRO = `${APP}_in_time`;

/** A macro as a search calls it. */
export const macroCall = (name: string): string => `\`${name}\``;

/** The macro that names the indexes in which events of a domain lie. */
export const inputMacro = (domain: string): string => `${APP}_input_${domain}`;

/** The macro that gives every revision of the documents of a kind. */
export const revisionsMacro = (kind: (typeof REVISED_KINDS)[number]): string => `${APP}_${kind}_revisions`;

/** The token of the control for a field, and of a link that fills it. */
export const tokenOf = (path: string): string => flatName(path);

/** Name of a dashboard's view. */
export const viewOf = (dashboard: string): string => dashboard.replaceAll('-', '_');
