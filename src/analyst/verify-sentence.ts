import type { ObservationRecord } from '../correlation/observation.js';
import type { Model } from '../detection/model.js';
import { countedIn } from './fill-sentence.js';
import { cutMiddle, grouped, spokenOdds, spokenTime } from './spoken.js';

/** Everything a sentence may name or count, drawn from the records that it cites. */
export class Vocabulary {
  #text: string;

  constructor(texts: readonly string[]) {
    this.#text = `\n${texts.join('\n')}\n`.toLowerCase();
  }

  allow(text: string): void {
    this.#text += `${text.toLowerCase()}\n`;
  }

  /** True if the words occur as they are between blanks or punctuation. */
  has(words: string): boolean {
    const sought = words.toLowerCase();
    for (let at = this.#text.indexOf(sought); at >= 0; at = this.#text.indexOf(sought, at + 1)) {
      if (this.#isFree(at - 1, -1) && this.#isFree(at + sought.length, 1)) return true;
    }
    return false;
  }

  /** From here to the next blank there is only punctuation. */
  #isFree(from: number, step: 1 | -1): boolean {
    for (let at = from; ; at += step) {
      const character = this.#text[at];
      if (character === undefined || character === ' ' || character === '\n' || character === '\t') return true;
      if (!EDGES.includes(character)) return false;
    }
  }
}

const EDGES = ',.;:!?()[]{}“”"\'‘’…';

const tokensOf = (text: string): readonly string[] => {
  const tokens: string[] = [];
  for (const piece of text.split(/\s+/)) {
    let from = 0;
    let to = piece.length;
    while (from < to && EDGES.includes(piece.charAt(from))) from += 1;
    while (to > from && EDGES.includes(piece.charAt(to - 1))) to -= 1;
    if (to > from) tokens.push(piece.slice(from, to));
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
  for (const name of names) if (name.length > 2 && mentions(text, name) && !vocabulary.has(name)) return name;
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
export const vocabularyOf = (records: readonly ObservationRecord[], models: ReadonlyMap<string, Model>): Vocabulary =>
  new Vocabulary(records.map((record) => textOf(record, models)));

/** Records whose text is kept: those of the incident being told, whose sentences ask for it again and again. */
const MEMO_SIZE = 64;
const memo = new Map<ObservationRecord, string>();

const textOf = (record: ObservationRecord, models: ReadonlyMap<string, Model>): string => {
  const known = memo.get(record);
  if (known !== undefined) return known;
  const text = textsOf(record, models).join('\n');
  if (memo.size >= MEMO_SIZE) memo.clear();
  memo.set(record, text);
  return text;
};

const textsOf = (record: ObservationRecord, models: ReadonlyMap<string, Model>): readonly string[] => {
  const texts: string[] = [record.title, ...record.services, ...record.sources];
  const numbers = new Set<number>([record.eventCount, record.peers]);
  const times = new Set<number>([record.firstEvent, record.lastEvent, record.windowStart, record.windowEnd]);
  for (const { id, name } of [record.subject, ...record.entities]) texts.push(id, name, cutMiddle(name, 48), cutMiddle(name, 64));
  for (const event of record.events) {
    const values = [event.action, event.actor, event.target, event.service, event.resource, event.container, event.client];
    for (const value of [...values, event.sourceIp, event.country, event.destination, event.userAgent]) {
      if (value !== '') texts.push(value, spoken(value));
    }
    for (const count of [event.count, event.bytesOut, event.records]) numbers.add(count);
    times.add(event.time);
  }
  for (const facet of record.facets) {
    texts.push(facet.label, facet.value, cutMiddle(facet.value, 96), facet.typical, cutMiddle(facet.typical, 96), facet.detail);
    for (const count of [facet.seen, facet.history, facet.peers_sharing, facet.peers, Math.round(facet.observed ?? 0)]) numbers.add(count);
  }
  for (const [name, count] of [...record.operations, ...record.facts]) {
    texts.push(name, spoken(name));
    numbers.add(count);
  }
  for (const name of record.models) {
    const model = models.get(name);
    if (model === undefined) continue;
    numbers.add(countedIn(record, model));
    texts.push(model.name, model.description, model.sentence, ...model.false_positives);
  }
  texts.push(spokenOdds(record.probability));
  for (const time of times) texts.push(spokenTime(time));
  for (const number of numbers) texts.push(grouped(number), String(number));
  return texts;
};

/** A value as sentences show it: one line, cut in its middle. */
const spoken = (value: string): string => cutMiddle(value.replace(/\s+/g, ' ').trim(), 64);
