import type { ObservationRecord } from '../correlation/observation.js';
import type { FacetDocument } from '../documents/anomaly.js';
import { cutMiddle, grouped, spokenOdds } from './spoken.js';

const FACETS_TOLD = 2;
const LONGEST_VALUE = 96;
const LONGEST_TYPICAL = 64;

/** Words that end in s and are no plural. */
const NO_PLURAL: ReadonlySet<string> = new Set(['was', 'has', 'its', 'this', 'does', 'various', 'previous', 'access']);

/** The first plural of up to three words made singular: "unusual calls of an interface" → "unusual call of an interface". */
export const singular = (words: string): string =>
  words.replace(/^((?:[a-z]+ ){0,2}?)([a-z]{2,})s\b/, (whole, before: string, noun: string) =>
    NO_PLURAL.has(`${noun}s`) || noun.endsWith('s') ? whole : `${before}${noun}`,
  );

const times = (count: number): string => (count === 1 ? 'once' : `${grouped(count)} times`);

/** A list of usual values of which whole ones are left out where it is too long: "a (3×), b (2×) and more". */
const shortList = (typical: string): string => {
  if (typical.length <= LONGEST_TYPICAL) return typical.replace(/^1 others known$/, '1 other known');
  const first = typical.split(', ')[0] ?? '';
  return first.length < typical.length && first.length <= LONGEST_TYPICAL ? `${first} and more` : cutMiddle(typical, LONGEST_TYPICAL);
};

const isOne = (value: string, unit: string): boolean => value === `1 ${singular(unit)}`;

/** "14 messages received (usually 0–5)" of a facet that counts something. */
const amountInWords = ({ label, value, unit, typical }: FacetDocument): string => {
  const count = isOne(value, unit) ? '1' : value.slice(0, value.length - unit.length).trim();
  const things = label.startsWith('number of ') ? label.slice(10) : unit;
  const done = label.startsWith('amount ') ? ` ${label.slice(7)}` : '';
  const usual = typical.endsWith(unit) ? typical.slice(0, typical.length - unit.length).trim() : typical;
  return `${count} ${count === '1' ? singular(things) : things}${done}${usual === '' ? '' : ` (usually ${usual})`}`;
};

/**
 * What was unusual in one respect, with what is usual: "18 hosts (usually 1–6)", "network acted from: 198.51.100.7 (usually
 * 192.0.2.0/24; never in 412 earlier observations; shared by 0 of 212 peers)".
 */
export const facetInWords = (facet: FacetDocument): string => {
  const counts = facet.observed !== null && facet.unit !== '' && facet.unit !== 'bytes';
  if (counts && (facet.value.endsWith(` ${facet.unit}`) || isOne(facet.value, facet.unit))) return amountInWords(facet);
  if (counts) return cutMiddle(facet.value, LONGEST_VALUE);
  const parts: string[] = [];
  if (facet.typical !== '') parts.push(`usually ${shortList(facet.typical)}`);
  if (facet.history > 0 && facet.observed === null) {
    parts.push(`${facet.seen === 0 ? 'never' : times(facet.seen)} in ${grouped(facet.history)} earlier observations`);
  }
  if (facet.peers > 0 && facet.observed === null) parts.push(`shared by ${grouped(facet.peers_sharing)} of ${grouped(facet.peers)} peers`);
  const value = facet.value.replace(/^1 contacts /, '1 contact ');
  return `${facet.label}: ${cutMiddle(value, LONGEST_VALUE)}${parts.length > 0 ? ` (${parts.join('; ')})` : ''}`;
};

const telling = (facet: FacetDocument): boolean => facet.value !== '' && facet.probability <= 0.05;

/** In what the record is unusual, from its leading facets; '' if none of them tells. */
export const whyInWords = (record: ObservationRecord): string =>
  record.facets.filter(telling).slice(0, FACETS_TOLD).map(facetInWords).join('; ');

/** "1 in 1,300 windows is as unusual". */
export const rarityInWords = (record: ObservationRecord): string =>
  record.probability >= 0.5 ? 'such a window is common by itself' : `${spokenOdds(record.probability)} windows is as unusual`;
