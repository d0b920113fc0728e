import type { ObservationRecord } from '../correlation/observation.js';
import type { EvidenceEvent } from '../detection/finding.js';
import type { Model } from '../detection/model.js';
import type { Sentence } from '../documents/incident.js';
import { rarityInWords, whyInWords } from './facet-words.js';
import { actorName, fillSentence } from './fill-sentence.js';
import { consequencePhrase, originPhrase } from './phrases.js';
import { cutMiddle, isoTime, spokenTime } from './spoken.js';
import { isGeneral, tellingEvent } from './telling-event.js';

/** Sentences told of one record for its models; more say the same again. */
const MODELS_TOLD = 3;
const EVENTS_CITED = 5;

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

/** What happened without a model, from the facts and else from the leading facets. */
export const plainSentence = (record: ObservationRecord): string => {
  const who = actorName(record);
  if (record.unit === 'alert') return `Another tool raised “${record.title}” on ${who}.`;
  const phrases = [originPhrase(record.facts), consequencePhrase(record.facts)?.text ?? ''].filter((phrase) => phrase !== '');
  if (phrases.length > 0) return `${who} ${phrases.join(' and ')}.`;
  const why = whyInWords(record);
  return why === '' ? `${who} behaved unusually.` : `Unusual for ${who}: ${why}; ${rarityInWords(record)}.`;
};

/** Models that say what happened; those that only say that much came together, if there are no others. */
const tellingModels = (record: ObservationRecord, models: ReadonlyMap<string, Model>): readonly Model[] => {
  const known = record.models.flatMap((name) => models.get(name) ?? []).filter((model) => model.sentence !== '');
  const particular = known.filter((model) => !isGeneral(model));
  return (particular.length > 0 ? particular : known.slice(0, 1)).slice(0, MODELS_TOLD);
};

/** What is said of a subject once: the sentence of a model, or the plain one. */
const sayings = (record: ObservationRecord, models: ReadonlyMap<string, Model>): ReadonlyMap<string, Sentence> => {
  const who = actorName(record);
  const names = [who, ...record.entities.map((entity) => cutMiddle(entity.name, 64))];
  const said = new Map<string, Sentence>();
  for (const model of tellingModels(record, models)) {
    const text = begin(sentenceEnd(fillSentence(model.sentence, record, model)), names);
    const event = tellingEvent(model, record.events);
    said.set(`${record.subject.id} ${model.name}`, {
      text,
      time: isoTime(event?.time ?? record.firstEvent),
      events: cite([event, ...record.events]),
    });
  }
  if (said.size === 0) {
    const text = plainSentence(record);
    said.set(text, { text, time: isoTime(record.firstEvent), events: cite(record.events) });
  }
  return said;
};

/**
 * What a record tells: one sentence per model, or a plain one; then in what it is unusual. Every sentence cites its events.
 *
 * @param told what was said of the story before, which is not said again; added to
 */
export const tellRecord = (
  record: ObservationRecord,
  models: ReadonlyMap<string, Model>,
  told: Set<string> = new Set(),
): readonly Sentence[] => {
  const said = sayings(record, models);
  const fresh = [...said].filter(([key, { text }]) => !told.has(key) && !told.has(text));
  for (const [key, { text }] of said) told.add(key).add(text);
  const sentences = new Map(fresh.map(([, sentence]) => [sentence.text, sentence]));
  const why = record.unit === 'alert' ? '' : whyInWords(record);
  const known = [...said.values()].some(({ text }) => why !== '' && text.includes(why));
  if (why !== '' && !known) {
    const beginning = fresh.length > 0 ? 'What stood out' : `More of it from ${actorName(record)}, ${spokenTime(record.firstEvent)}`;
    const text = `${beginning}: ${why}; ${rarityInWords(record)}.`;
    sentences.set(text, { text, time: isoTime(record.firstEvent), events: cite(record.events, 3) });
  }
  return [...sentences.values()].filter((sentence) => sentence.events.length > 0);
};
