import type { ObservationRecord } from '../correlation/observation.js';
import type { Model } from '../detection/model.js';
import { cutMiddle, grouped, spokenOdds, spokenTime } from './spoken.js';

/** Everything a sentence may name or count, drawn from the records that it cites. */
export class Vocabulary {
  readonly #words = new Set<string>();
  readonly #names = new Set<string>();

  constructor(texts: Iterable<string>, names: Iterable<string> = []) {
    for (const text of texts) this.allow(text);
    for (const name of names) {
      this.allow(name);
      this.#names.add(name);
    }
  }

  allow(text: string): void {
    for (const token of tokensOf(text)) this.#words.add(token);
    this.#words.add(text.toLowerCase());
  }

  allowNumber(value: number): void {
    this.allow(grouped(value));
    this.allow(String(value));
  }

  has(token: string): boolean {
    return this.#words.has(token);
  }

  mayName(name: string): boolean {
    return this.#names.has(name) || this.#words.has(name.toLowerCase());
  }
}

const EDGES = /^[\s,.;:!?()[\]{}“”"'‘’…]+|[\s,.;:!?()[\]{}“”"'‘’…]+$/g;

const tokensOf = (text: string): readonly string[] => {
  const tokens: string[] = [];
  for (const piece of text.split(/\s+/)) {
    const token = piece.replace(EDGES, '').toLowerCase();
    if (token !== '') tokens.push(token);
  }
  return tokens;
};

/** Numbers, addresses, mail addresses, host names, paths: what a sentence must not invent. */
const needsProof = (token: string): boolean => /[\d@\\/_…]|[^.]\.[^.]/.test(token);

/**
 * Why a sentence is not proven by the evidence, or '' if it is: a number, address or identifier that the vocabulary does not
 * hold, or the name of an entity of the story that takes no part in what is cited.
 *
 * @param names every entity name of the incident
 */
export const unprovenPart = (text: string, vocabulary: Vocabulary, names: Iterable<string>): string => {
  for (const token of tokensOf(text)) if (needsProof(token) && !vocabulary.has(token)) return token;
  for (const name of names) if (name.length > 2 && mentions(text, name) && !vocabulary.mayName(name)) return name;
  return '';
};

const isWordPart = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}@_-]/u.test(character);

const mentions = (text: string, name: string): boolean => {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!isWordPart(text[at - 1]) && !isWordPart(text[at + name.length])) return true;
  }
  return false;
};

/** The vocabulary of some records: names, event fields, facet values, counts, odds and times as they are spoken. */
export const vocabularyOf = (records: readonly ObservationRecord[], models: ReadonlyMap<string, Model>): Vocabulary => {
  const vocabulary = new Vocabulary([]);
  for (const record of records) addRecord(vocabulary, record, models);
  return vocabulary;
};

const addRecord = (vocabulary: Vocabulary, record: ObservationRecord, models: ReadonlyMap<string, Model>): void => {
  const { subject } = record;
  for (const entity of [subject, ...record.entities]) {
    for (const text of [entity.id, entity.name, cutMiddle(entity.name, 48), cutMiddle(entity.name, 64)]) vocabulary.allow(text);
  }
  for (const text of [record.title, ...record.services, ...record.sources]) vocabulary.allow(text);
  for (const event of record.events) {
    for (const value of [
      event.action,
      event.actor,
      event.target,
      event.service,
      event.resource,
      event.container,
      event.client,
      event.sourceIp,
      event.country,
      event.destination,
      event.userAgent,
    ]) {
      vocabulary.allow(value);
      vocabulary.allow(cutMiddle(value, 64));
    }
    for (const count of [event.count, event.bytesOut, event.records]) vocabulary.allowNumber(count);
    vocabulary.allow(spokenTime(event.time));
  }
  for (const facet of record.facets) {
    for (const text of [facet.label, facet.value, cutMiddle(facet.value, 96), facet.typical, cutMiddle(facet.typical, 96), facet.detail]) {
      vocabulary.allow(text);
    }
    for (const count of [facet.seen, facet.history, facet.peers_sharing, facet.peers, facet.estate_sharing]) vocabulary.allowNumber(count);
    for (const probability of [facet.probability, facet.probability_own, facet.probability_peers])
      vocabulary.allow(spokenOdds(probability));
  }
  for (const [name, count] of [...record.operations, ...record.facts]) {
    vocabulary.allow(name);
    vocabulary.allowNumber(count);
  }
  for (const time of [record.firstEvent, record.lastEvent, record.windowStart, record.windowEnd]) vocabulary.allow(spokenTime(time));
  for (const count of [record.eventCount, record.peers]) vocabulary.allowNumber(count);
  vocabulary.allow(spokenOdds(record.probability));
  for (const name of record.models) {
    const model = models.get(name);
    if (model === undefined) continue;
    for (const text of [model.name, model.description, model.sentence, ...model.false_positives]) vocabulary.allow(text);
    for (const action of model.actions) vocabulary.allowNumber(action.duration_hours);
  }
};
