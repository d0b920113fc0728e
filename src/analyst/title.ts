import type { IncidentState } from '../correlation/incident-state.js';
import type { ObservationRecord } from '../correlation/observation.js';
import type { FindingEntity } from '../detection/finding.js';
import { consequencePhrase, originPhrase } from './phrases.js';
import { cutMiddle, listed } from './spoken.js';

const LONGEST = 140;
const LONGEST_NAME = 48;
const MOST_CONSEQUENCES = 3;

/** Share of a window's evidence that counts for a person behind the device it is about. */
const BEHIND = 0.6;

const isPerson = (entity: FindingEntity): boolean => entity.type === 'user' || entity.type === 'service';

/** The entity that carries the most evidence: as subject in full, as the person behind it in part; people first when equal. */
export const principalOf = (incident: IncidentState): FindingEntity => {
  const carried = new Map<string, { readonly entity: FindingEntity; readonly nats: number }>();
  const add = (entity: FindingEntity, nats: number): void => {
    const known = carried.get(entity.id);
    carried.set(entity.id, { entity: known?.entity.hops === 0 ? known.entity : entity, nats: (known?.nats ?? 0) + nats });
  };
  const signatures = new Set<string>();
  for (const record of incident.records) {
    if (signatures.has(record.signature)) continue;
    signatures.add(record.signature);
    const nats = record.surprisal * record.weight;
    add(record.subject, nats);
    const behind = isPerson(record.subject) ? undefined : record.entities.find((entity) => isPerson(entity) && entity.hops === 1);
    if (behind !== undefined) add(behind, nats * BEHIND);
  }
  const [first] = [...carried.values()].sort(
    (a, b) => b.nats - a.nats || Number(isPerson(b.entity)) - Number(isPerson(a.entity)) || (a.entity.id < b.entity.id ? -1 : 1),
  );
  if (first === undefined) throw new RangeError('an incident holds at least one record');
  return first.entity;
};

/** What a nat of surprise is worth against the tellingness of a phrase, so that a faint oddity does not name the incident. */
const WORTH_OF_A_NAT = 3;

/** What came of it: the most telling things done, each once, with their place in the order of time; most telling first. */
const consequences = (records: readonly ObservationRecord[]): readonly { readonly text: string; readonly at: number }[] => {
  const done = new Map<string, { readonly weight: number; readonly at: number }>();
  for (const [at, record] of records.entries()) {
    const phrase = consequencePhrase(record.facts);
    if (phrase === undefined) continue;
    const weight = phrase.consequence + WORTH_OF_A_NAT * record.surprisal * record.weight;
    const known = done.get(phrase.text);
    done.set(phrase.text, { weight: Math.max(weight, known?.weight ?? 0), at: known?.at ?? at });
  }
  return [...done]
    .sort(([, a], [, b]) => b.weight - a.weight || a.at - b.at)
    .slice(0, MOST_CONSEQUENCES)
    .map(([text, { at }]) => ({ text, at }));
};

const inOrder = (done: readonly { readonly text: string; readonly at: number }[]): readonly string[] =>
  [...done].sort((a, b) => a.at - b.at).map(({ text }) => text);

/** Who, what and consequence in at most 140 characters. */
export const titleOf = (incident: IncidentState): string => {
  const principal = principalOf(incident);
  const who = cutMiddle(principal.name.replace(/\s+/g, ' '), LONGEST_NAME);
  const strongestFirst = [...incident.records].sort(
    (a, b) =>
      Number(b.subject.id === principal.id) - Number(a.subject.id === principal.id) ||
      b.surprisal * b.weight - a.surprisal * a.weight ||
      (a.id < b.id ? -1 : 1),
  );
  const origin = strongestFirst.map((record) => originPhrase(record.facts)).find((phrase) => phrase !== '');
  const done = consequences(incident.records);
  for (let kept = done.length; kept >= 0; kept -= 1) {
    const phrases = [...(origin === undefined ? [] : [origin]), ...inOrder(done.slice(0, kept))];
    if (phrases.length === 0) break;
    const title = `${who} ${listed(phrases)}`;
    if (title.length <= LONGEST) return title;
  }
  const strongest = incident.records.reduce((best, record) => (record.surprisal > best.surprisal ? record : best));
  const model = strongest.models[0]?.split(' / ').at(-1) ?? (strongest.unit === 'alert' ? strongest.title : undefined);
  const label = strongest.facets[0]?.label;
  const what = model ?? (label === undefined ? 'unusual behaviour' : `unusual ${label}`);
  return cutMiddle(`${who}: ${what}`, LONGEST);
};
