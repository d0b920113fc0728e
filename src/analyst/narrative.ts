import type { IncidentState } from '../correlation/incident-state.js';
import type { ObservationRecord } from '../correlation/observation.js';
import type { Model } from '../detection/model.js';
import type { Sentence } from '../documents/incident.js';
import { cutMiddle, grouped, isoTime, spokenTime } from './spoken.js';
import { cite, plainSentence, tellRecord } from './tell-record.js';
import { unprovenPart, vocabularyOf } from './verify-sentence.js';

/** Signatures told; the rest is in the timeline. */
const MOST_TOLD = 40;

/** Names of all entities that take part. */
export const entityNames = (incident: IncidentState): ReadonlySet<string> =>
  new Set(incident.records.flatMap((record) => [record.subject.name, ...record.entities.map((entity) => entity.name)]));

/** The first record of each signature, grouped by leading tactic: groups in order of their first, records by time. */
export const toldRecords = (incident: IncidentState): readonly ObservationRecord[] => {
  const firsts = new Map<string, ObservationRecord>();
  for (const record of incident.records) if (!firsts.has(record.signature)) firsts.set(record.signature, record);
  const strongest = [...firsts.values()]
    .sort((a, b) => b.surprisal * b.weight - a.surprisal * a.weight || (a.id < b.id ? -1 : 1))
    .slice(0, MOST_TOLD);
  const kept = new Set(strongest.map((record) => record.id));
  const groups = new Map<string, ObservationRecord[]>();
  for (const record of firsts.values()) {
    if (!kept.has(record.id)) continue;
    const tactic = record.tactics[0] ?? '';
    const group = groups.get(tactic);
    if (group === undefined) groups.set(tactic, [record]);
    else group.push(record);
  }
  return [...groups.values()].flat();
};

/** Sentences of which every name and number is in the evidence they cite; one that is not gives way to `plain`. */
export const provenOr = (
  sentences: readonly Sentence[],
  records: readonly ObservationRecord[],
  names: ReadonlySet<string>,
  models: ReadonlyMap<string, Model>,
  derived: readonly string[],
  plain: Sentence | undefined,
): readonly Sentence[] => {
  const vocabulary = vocabularyOf(records, models);
  for (const text of derived) vocabulary.allow(text);
  const proven = sentences.filter((sentence) => sentence.events.length > 0 && unprovenPart(sentence.text, vocabulary, names) === '');
  return proven.length === 0 && plain !== undefined ? [plain] : proven;
};

const again = (times: number): string => (times === 1 ? 'once more' : `${grouped(times)} more times`);

const repeatSentence = (incident: IncidentState, record: ObservationRecord): Sentence | undefined => {
  const tally = incident.tallies.find((one) => one.signature === record.signature);
  if (tally === undefined || tally.count < 2) return undefined;
  const latest = incident.records.findLast((one) => one.signature === record.signature);
  return {
    text: `The same came up ${again(tally.count - 1)} on ${cutMiddle(record.subject.name, 64)}, last at ${spokenTime(tally.last)}.`,
    time: isoTime(tally.last),
    events: cite([...(latest?.events ?? []).slice(0, 2), ...record.events.slice(0, 2)]),
  };
};

/** The story in the past tense: by tactic, then time; every sentence cites events of the incident and is proven by them. */
export const narrate = (incident: IncidentState, models: ReadonlyMap<string, Model>): readonly Sentence[] => {
  const names = entityNames(incident);
  const told = new Set<string>();
  return toldRecords(incident).flatMap((record) => {
    const repeat = repeatSentence(incident, record);
    const tally = incident.tallies.find((one) => one.signature === record.signature);
    const derived = tally === undefined ? [] : [grouped(tally.count - 1), spokenTime(tally.last)];
    const sentences = [...tellRecord(record, models, told), ...(repeat === undefined ? [] : [repeat])];
    const plain = { text: plainSentence(record), time: isoTime(record.firstEvent), events: cite(record.events) };
    const needed = sentences.length > 0 && plain.events.length > 0 && !told.has(plain.text);
    const proven = provenOr(sentences, [record], names, models, derived, needed ? plain : undefined);
    for (const { text } of proven) told.add(text);
    return proven;
  });
};
