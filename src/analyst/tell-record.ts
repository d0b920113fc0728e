import type { ObservationRecord } from '../correlation/observation.js';
import type { EvidenceEvent } from '../detection/finding.js';
import type { Model } from '../detection/model.js';
import type { FacetDocument } from '../documents/anomaly.js';
import type { Sentence } from '../documents/incident.js';
import { actorName, fillSentence, tellingEvent } from './fill-sentence.js';
import { consequencePhrase, originPhrase } from './phrases.js';
import { cutMiddle, grouped, isoTime, spokenOdds } from './spoken.js';

/** Sentences told of one record for its models; more say the same again. */
const MODELS_TOLD = 3;
const EVENTS_CITED = 5;
const FACETS_TOLD = 2;

/** Events as documents cite them, without repeats. */
export const cite = (events: readonly (EvidenceEvent | undefined)[], most: number = EVENTS_CITED): Sentence['events'] => {
  const cited = new Map<string, Sentence['events'][number]>();
  for (const event of events) {
    if (event === undefined || cited.size >= most) continue;
    cited.set(`${event.source} ${event.id}`, { id: event.id, source: event.source, time: isoTime(event.time) });
  }
  return [...cited.values()];
};

const sentenceEnd = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** A sentence begins with a capital, unless it begins with a name, which is written as it is. */
const begin = (text: string, names: readonly string[]): string =>
  names.some((name) => name !== '' && text.startsWith(name)) ? text : text.charAt(0).toUpperCase() + text.slice(1);

/** "network acted from: 198.51.100.7 (usual: 192.0.2.0/24; never in 412 earlier observations; shared by 0 of 212 peers)". */
export const facetInWords = (facet: FacetDocument): string => {
  const parts: string[] = [];
  if (facet.typical !== '') parts.push(`usual: ${cutMiddle(facet.typical, 96)}`);
  if (facet.history > 0 && facet.observed === null) {
    parts.push(
      facet.seen === 0
        ? `never in ${grouped(facet.history)} earlier observations`
        : `${grouped(facet.seen)} times in ${grouped(facet.history)} earlier observations`,
    );
  }
  if (facet.peers > 0 && facet.observed === null) parts.push(`shared by ${grouped(facet.peers_sharing)} of ${grouped(facet.peers)} peers`);
  return `${facet.label}: ${cutMiddle(facet.value, 96)}${parts.length > 0 ? ` (${parts.join('; ')})` : ''}`;
};

const telling = (facet: FacetDocument): boolean => facet.value !== '' && facet.probability <= 0.05;

/** Why the record is unusual, from its leading facets; '' if none of them tells. */
export const whyInWords = (record: ObservationRecord): string => {
  const facets = record.facets.filter(telling).slice(0, FACETS_TOLD);
  return facets.length === 0 ? '' : `the ${facets.map(facetInWords).join('; the ')}`;
};

/** What happened without a model, from the facts and else from the leading facet. */
export const plainSentence = (record: ObservationRecord): string => {
  if (record.unit === 'alert') return `Another tool raised “${record.title}” on ${cutMiddle(record.subject.name, 64)}.`;
  const phrases = [originPhrase(record.facts), consequencePhrase(record.facts)?.text ?? ''].filter((phrase) => phrase !== '');
  if (phrases.length > 0) return `${actorOf(record)} ${phrases.join(' and ')}.`;
  const label = record.facets[0]?.label;
  return label === undefined ? `${actorOf(record)} behaved unusually.` : `${actorOf(record)} departed from its habits in the ${label}.`;
};

const actorOf = (record: ObservationRecord): string => (record.unit === 'mailbox' ? cutMiddle(record.subject.name, 64) : actorName(record));

/** What a record tells: one sentence per model, or a plain one; then why it is unusual. Every sentence cites its events. */
export const tellRecord = (record: ObservationRecord, models: ReadonlyMap<string, Model>): readonly Sentence[] => {
  const told = new Map<string, Sentence>();
  const names = [actorOf(record), actorName(record), ...record.entities.map((entity) => cutMiddle(entity.name, 64))];
  for (const name of record.models.slice(0, MODELS_TOLD)) {
    const model = models.get(name);
    if (model === undefined || model.sentence === '') continue;
    const text = begin(sentenceEnd(fillSentence(model.sentence, record, model)), names);
    const event = tellingEvent(model, record.events);
    told.set(text, { text, time: isoTime(event?.time ?? record.firstEvent), events: cite([event, ...record.events]) });
  }
  if (told.size === 0) {
    const text = plainSentence(record);
    told.set(text, { text, time: isoTime(record.firstEvent), events: cite(record.events) });
  }
  const sentences = [...told.values()];
  const why = whyInWords(record);
  if (why !== '' && record.unit !== 'alert') {
    const text = `What stood out was ${why}; only ${spokenOdds(record.probability)} windows is as unusual.`;
    sentences.push({ text, time: isoTime(record.firstEvent), events: cite(record.events, 3) });
  }
  return sentences.filter((sentence) => sentence.events.length > 0);
};
