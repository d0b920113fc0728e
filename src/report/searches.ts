import type { EventReference } from '../documents/common.js';
import type { Static } from '@sinclair/typebox';
import { parseTime } from './times.js';

export type Reference = Static<typeof EventReference>;

/** One ready-made search per source and query language. */
export interface EvidenceSearch {
  readonly source: string;
  readonly events: number;
  readonly kql: string;
  readonly spl: string;
  /** Ids beyond what one search takes. */
  readonly left: number;
}

/** A KQL string literal; `*` is no wildcard inside quotes, and control characters have their escapes. */
export const kqlString = (value: string): string =>
  `"${value.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t')}"`;

/** An SPL string literal. In a search term `*` stays a wildcard even in quotes: see `splExact`. */
export const splString = (value: string): string => `"${value.replace(/[\\"]/g, '\\$&')}"`;

/** A Perl regular expression for exactly this text; classes rather than backslashes, which SPL strings would need doubled. */
const literalPattern = (value: string): string =>
  value.replace(/[!-/:-@[-`{-~]/g, (character) => ('\\^]'.includes(character) ? `\\${character}` : `[${character}]`));

/** A filter that undoes the wildcards which the search terms contain. */
const splExact = (ids: readonly string[]): string =>
  ids.some((id) => id.includes('*')) ? ` | regex _raw=${splString(ids.map(literalPattern).join('|'))}` : '';

const isEcsDataset = (name: string): boolean => /^[a-z0-9_]+(\.[a-z0-9_]+)+$/.test(name);

const either = (field: string, values: readonly string[]): string => `${field} : (${values.map(kqlString).join(' or ')})`;

const kqlOf = (ids: readonly string[], from: number, to: number, datasets: readonly string[]): string => {
  const fields = [either('event.id', ids)];
  if (ids.some((id) => id.includes('@'))) fields.push(either('email.message_id', ids));
  const streams = datasets.filter(isEcsDataset);
  const dataset = streams.length === 0 ? '' : ` and ${either('data_stream.dataset', streams)}`;
  return `(${fields.join(' or ')})${dataset} and @timestamp >= ${kqlString(new Date(from).toISOString())} and @timestamp <= ${kqlString(new Date(to).toISOString())}`;
};

const splOf = (ids: readonly string[], from: number, to: number, datasets: readonly string[]): string => {
  const sourcetypes = datasets.filter((dataset) => !isEcsDataset(dataset));
  const sourcetype = sourcetypes.length === 0 ? '' : ` sourcetype IN (${sourcetypes.map(splString).join(', ')})`;
  const terms = ids.map(splString).join(' OR ');
  return `search index=*${sourcetype} earliest=${String(Math.floor(from / 1000))} latest=${String(Math.floor(to / 1000) + 1)} (${terms})${splExact(ids)}`;
};

/** More ids make a query string that SIEMs refuse. */
const MOST_IDS = 60;

/**
 * The searches that find these events and nothing else, one per source in order of name: KQL for Discover and Timeline, SPL
 * for Splunk, both bound to the time of the events, to the second; with at most `most` ids each.
 */
export const evidenceSearches = (
  events: readonly Reference[],
  datasets: Readonly<Record<string, readonly string[]>> = {},
  most = MOST_IDS,
): EvidenceSearch[] => {
  const bySource = new Map<string, Reference[]>();
  for (const event of events) bySource.set(event.source, [...(bySource.get(event.source) ?? []), event]);
  return [...bySource.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([source, references]) => {
      const ids = [...new Set(references.map((event) => event.id))];
      const shown = new Set(ids.slice(0, most));
      const times = references
        .filter((event) => shown.has(event.id))
        .map((event) => parseTime(event.time))
        .filter((time) => time !== undefined);
      const from = Math.floor(Math.min(...times) / 1000) * 1000;
      const to = Math.ceil((Math.max(...times) + 1) / 1000) * 1000;
      const known = Object.hasOwn(datasets, source) ? (datasets[source] ?? []) : [];
      const range: readonly [number, number] = times.length === 0 ? [0, 4_102_444_800_000] : [from, to];
      return {
        source,
        events: references.length,
        left: ids.length - shown.size,
        kql: kqlOf([...shown], ...range, known),
        spl: splOf([...shown], ...range, known),
      };
    });
};
