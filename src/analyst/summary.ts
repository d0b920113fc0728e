import type { IncidentState, IncidentTie } from '../correlation/incident-state.js';
import { isInfrastructure } from '../correlation/memory.js';
import type { ObservationRecord } from '../correlation/observation.js';
import type { FindingEntity } from '../detection/finding.js';
import type { Model } from '../detection/model.js';
import type { IncidentDocument, Sentence } from '../documents/incident.js';
import { domainName } from './envelope.js';
import { whyInWords } from './facet-words.js';
import { entityNames, provenOr, toldRecords } from './narrative.js';
import { actionInWords, isIntrudersAddress, recommendedActions, SHARED } from './recommended-actions.js';
import { cutMiddle, grouped, isoTime, listed, spokenOdds, spokenSpan, spokenTime } from './spoken.js';
import { cite, tellRecord } from './tell-record.js';
import { tacticName } from './threat.js';
import { principalOf } from './title.js';

type Summary = IncidentDocument['throughline']['incident']['summary'];

const MOST_STAGES_TOLD = 6;
const MOST_NAMES_TOLD = 2;
const MOST_BENIGN_READINGS = 3;
const MOST_ACTIONS_TOLD = 6;
/** Odds against chance from which on the order of the steps is worth a sentence: one arrangement of six. */
const TELLING_ORDER = 1 / 6 + 1e-9;

/** A sentence with the records that prove it and the numbers worked out of them. */
interface Claim {
  readonly text: string;
  readonly records: readonly ObservationRecord[];
  readonly derived: readonly string[];
}

const strength = (record: ObservationRecord): number => record.surprisal * record.weight;

const strongestOf = (records: readonly ObservationRecord[]): ObservationRecord | undefined =>
  [...records].sort((a, b) => strength(b) - strength(a) || (a.id < b.id ? -1 : 1))[0];

const prove = (claims: readonly Claim[], incident: IncidentState, models: ReadonlyMap<string, Model>): readonly Sentence[] => {
  const names = entityNames(incident);
  return claims.flatMap(({ text, records, derived }) => {
    const events = cite(records.flatMap((record) => record.events.slice(0, records.length > 1 ? 2 : 4)));
    return provenOr([{ text, time: null, events }], records, names, models, derived, undefined);
  });
};

const opening = (incident: IncidentState): Claim | undefined => {
  const first = incident.records[0];
  const last = incident.records.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const end = Math.max(...incident.records.map((record) => record.lastEvent));
  const subjects = new Set(incident.records.map((record) => record.subject.id)).size;
  const domains = [...new Set(incident.records.flatMap((record) => record.domains))].filter((domain) => domain !== 'alert');
  const windows = incident.tallies.reduce((sum, tally) => sum + tally.count, 0);
  const span = spokenSpan(end - first.firstEvent);
  const where = domains.length === 0 ? '' : ` in ${listed(domains.map(domainName))}`;
  if (windows === 1) {
    const text = `${cutMiddle(first.subject.name, 64)} departed from its habits${where}, from ${spokenTime(first.firstEvent)} on, within ${span}.`;
    return { text, records: [first], derived: [span] };
  }
  const names = [...new Set(incident.records.map((record) => cutMiddle(record.subject.name, 64)))];
  const whose = names.length <= MOST_NAMES_TOLD ? listed(names) : `${grouped(subjects)} entities`;
  const text = `${grouped(windows)} unusual windows of ${whose}${where} belong together, within ${span} from ${spokenTime(first.firstEvent)} on.`;
  return {
    text,
    records: names.length <= MOST_NAMES_TOLD ? incident.records : [first, last],
    derived: [grouped(windows), grouped(subjects), span],
  };
};

const observed = (incident: IncidentState, models: ReadonlyMap<string, Model>): readonly Sentence[] => {
  const names = entityNames(incident);
  const byTactic = new Map<string, ObservationRecord[]>();
  for (const record of toldRecords(incident)) {
    const tactic = record.tactics[0] ?? '';
    byTactic.set(tactic, [...(byTactic.get(tactic) ?? []), record]);
  }
  const stages = [...byTactic.values()].slice(0, MOST_STAGES_TOLD).flatMap((records) => {
    const record = strongestOf(records);
    const sentence = record === undefined ? undefined : tellRecord(record, models)[0];
    return record === undefined || sentence === undefined ? [] : provenOr([sentence], [record], names, models, [], undefined);
  });
  const first = opening(incident);
  return [...(first === undefined ? [] : prove([first], incident, models)), ...stages];
};

const rememberedTie = (incident: IncidentState): IncidentTie | undefined => incident.ties.find((tie) => tie.remembered);

const crossingTie = (incident: IncidentState, byId: ReadonlyMap<string, ObservationRecord>): IncidentTie | undefined =>
  [...incident.ties]
    .sort((a, b) => b.weight - a.weight)
    .find((tie) => {
      const left = byId.get(tie.from)?.domains ?? [];
      const right = byId.get(tie.to)?.domains ?? [];
      return left.length > 0 && right.length > 0 && !left.some((domain) => right.includes(domain));
    });

const malign = (incident: IncidentState): readonly Claim[] => {
  const claims: Claim[] = [];
  const byId = new Map(incident.records.map((record) => [record.id, record]));
  const strongest = strongestOf(incident.records.filter((record) => record.unit !== 'alert'));
  const why = strongest === undefined ? '' : whyInWords(strongest);
  if (strongest !== undefined && why !== '') {
    claims.push({ text: `It reads as an attack by what stood out: ${why}.`, records: [strongest], derived: [] });
  }
  const { orderProbability } = incident.score;
  if (orderProbability <= TELLING_ORDER) {
    const steps = [...new Set(toldRecords(incident).flatMap((record) => record.tactics.slice(0, 1)))].map(tacticName);
    const odds = spokenOdds(orderProbability);
    const text = `The steps come in the order of an attack (${listed(steps)}), which chance alone would give about ${odds} times.`;
    claims.push({ text, records: toldRecords(incident), derived: [odds] });
  }
  const crossing = crossingTie(incident, byId);
  const ends = crossing === undefined ? [] : [byId.get(crossing.from), byId.get(crossing.to)].filter((record) => record !== undefined);
  if (crossing !== undefined && ends.length === 2) {
    const domains = listed([...new Set(ends.flatMap((record) => record.domains))].map(domainName));
    const readable = crossing.via.filter((name) => !OPAQUE.test(name));
    const via = listed((readable.length > 0 ? readable : crossing.via).slice(0, 2).map((name) => cutMiddle(name, 64)));
    claims.push({ text: `It crosses from one domain to another (${domains}), tied together by ${via}.`, records: ends, derived: [] });
  }
  const remembered = rememberedTie(incident);
  const before = remembered === undefined ? undefined : byId.get(remembered.from);
  const after = remembered === undefined ? undefined : byId.get(remembered.to);
  if (remembered !== undefined && before !== undefined && after !== undefined) {
    const span = spokenSpan(Math.max(0, after.firstEvent - before.lastEvent));
    const via = listed(remembered.via.map((name) => cutMiddle(name, 64)));
    claims.push({
      text: `What came later belongs to it because ${via} had part in it ${span} before.`,
      records: [before, after],
      derived: [span],
    });
  }
  const alert = incident.records.find((record) => record.unit === 'alert');
  if (alert !== undefined && strongest !== undefined) {
    claims.push({ text: `Another tool, with evidence of its own, raised “${alert.title}”.`, records: [alert], derived: [] });
  }
  return claims;
};

/** An identifier that tells a person nothing. */
const OPAQUE = /^[0-9a-f-]{24,}$/i;

const withoutEnd = (text: string): string => text.trim().replace(/[.!]+$/, '');

/** The first word in lower case unless it is a name or an abbreviation. */
const asClause = (text: string): string => (/^[A-Z][a-z]*\b/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text);

const benign = (incident: IncidentState, models: ReadonlyMap<string, Model>): readonly Claim[] => {
  const readings = new Map<string, ObservationRecord>();
  for (const record of [...incident.records].sort((a, b) => strength(b) - strength(a) || (a.id < b.id ? -1 : 1))) {
    for (const name of record.models) {
      const reading = models.get(name)?.false_positives[0];
      if (reading !== undefined && !readings.has(reading)) readings.set(reading, record);
    }
  }
  if (readings.size > 0) {
    const told = [...readings].slice(0, MOST_BENIGN_READINGS);
    const text = `It may be harmless in one of these cases: ${told.map(([reading]) => asClause(withoutEnd(reading))).join('; ')}.`;
    return [{ text, records: [...new Set(told.map(([, record]) => record))], derived: [] }];
  }
  const strongest = strongestOf(incident.records);
  if (strongest === undefined) return [];
  const name = cutMiddle(strongest.subject.name, 64);
  const text = `It may be harmless if ${name} or its owner knows of the activity and it was planned.`;
  return [{ text, records: [strongest], derived: [] }];
};

/** The outside address or domain that the fewest others touch, among those named by strong observations. */
const rarestOutside = (
  records: readonly ObservationRecord[],
): { readonly entity: FindingEntity; readonly record: ObservationRecord } | undefined => {
  let rarest: { readonly entity: FindingEntity; readonly record: ObservationRecord } | undefined;
  for (const record of records) {
    for (const entity of record.weak ? [] : record.entities) {
      const theirs = entity.role !== 'source' || isIntrudersAddress(entity, records);
      if (
        isInfrastructure(entity) &&
        theirs &&
        entity.commonness < SHARED &&
        (rarest === undefined || entity.commonness < rarest.entity.commonness)
      )
        rarest = { entity, record };
    }
  }
  return rarest;
};

const recommendation = (incident: IncidentState, models: ReadonlyMap<string, Model>): readonly Claim[] => {
  const principal = principalOf(incident);
  const own = strongestOf(incident.records.filter((record) => record.subject.id === principal.id));
  const claims: Claim[] = [];
  if (own !== undefined) {
    const name = cutMiddle(principal.name, 64);
    const ask = principal.type === 'user' ? `Ask ${name}, by a way other than the account itself,` : `Ask the owner of ${name}`;
    claims.push({ text: `${ask} whether the activity from ${spokenTime(own.firstEvent)} on was theirs.`, records: [own], derived: [] });
  }
  const rare = rarestOutside(incident.records);
  if (rare !== undefined) {
    const text = `Search for anyone else who touched ${cutMiddle(rare.entity.name, 64)}.`;
    claims.push({ text, records: [rare.record], derived: [] });
  }
  for (const { proposal, entity, records } of recommendedActions(incident, models).slice(0, MOST_ACTIONS_TOLD)) {
    const text = actionInWords(proposal, cutMiddle(entity.name, 64));
    const reason = proposal.confirmations > 1 ? 'once confirmed by two persons' : 'once confirmed';
    claims.push({ text: `${text}, ${reason}.`, records: records.slice(0, 3), derived: [String(proposal.duration_hours)] });
  }
  return claims;
};

/** What happened, how it may be read and what to do; every sentence cites the events that prove it. */
export const summarise = (incident: IncidentState, models: ReadonlyMap<string, Model>): Summary => ({
  observed: [...observed(incident, models)],
  interpretation: [...prove([...malign(incident), ...benign(incident, models)], incident, models)],
  recommendation: [...prove(recommendation(incident, models), incident, models)],
});

/** When the last event of the incident happened. */
export const lastEventOf = (incident: IncidentState): string => isoTime(Math.max(...incident.tallies.map((tally) => tally.last)));
