import type { ObservationRecord } from '../correlation/observation.js';
import type { EvidenceEvent, FindingEntity } from '../detection/finding.js';
import type { Condition, Model } from '../detection/model.js';
import { FACTS } from '../detection/facts.js';
import type { EntityRole, EntityType } from '../documents/common.js';
import { cutMiddle, grouped, spokenTime } from './spoken.js';

/** What a positive branch of a condition names: operations with wildcards and facts. */
const namedIn = (condition: Condition, operations: string[], facts: string[]): void => {
  if ('all' in condition) for (const part of condition.all) namedIn(part, operations, facts);
  else if ('any' in condition) for (const part of condition.any) namedIn(part, operations, facts);
  else if ('operation' in condition) operations.push(condition.operation.toLowerCase());
  else if ('fact' in condition) facts.push(condition.fact);
};

/**
 * What a model counts, by its conditions in their order: the first count of an action class that they ask for, alternatives added
 * up; conditions with a least count before others. Undefined if they ask for none that occurred.
 */
const countedFact = (condition: Condition, facts: ReadonlyMap<string, number>): number | undefined => {
  const counts: { readonly count: number; readonly asked: boolean }[] = [];
  const one = (part: Condition): { readonly count: number; readonly asked: boolean } =>
    'fact' in part && !(part.fact in FACTS)
      ? { count: facts.get(part.fact) ?? 0, asked: (part.at_least ?? 1) > 1 }
      : { count: 0, asked: false };
  const visit = (part: Condition): void => {
    if ('all' in part) part.all.forEach(visit);
    else if ('any' in part) {
      const alternatives = part.any.map(one);
      counts.push({ count: alternatives.reduce((sum, { count }) => sum + count, 0), asked: alternatives.some(({ asked }) => asked) });
    } else counts.push(one(part));
  };
  visit(condition);
  const present = counts.filter(({ count }) => count > 0);
  return (present.find(({ asked }) => asked) ?? present[0])?.count;
};

/** The amount of the first facet that a model's conditions name and that is a number of things, not of bytes. */
const countedFacet = (condition: Condition, record: ObservationRecord): number | undefined => {
  const names: string[] = [];
  const visit = (part: Condition): void => {
    if ('all' in part) part.all.forEach(visit);
    else if ('any' in part) part.any.forEach(visit);
    else if ('facet' in part) names.push(part.facet);
  };
  visit(condition);
  const found = names.map((name) => record.facets.find((facet) => facet.name === name && facet.unit !== '' && facet.unit !== 'bytes'));
  const observed = found.find((facet) => facet !== undefined)?.observed;
  return observed === null || observed === undefined ? undefined : Math.round(observed);
};

const matchesWildcard = (pattern: string, text: string): boolean => {
  const parts = pattern.split('*');
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const found = text.indexOf(part, at);
    if (found < 0 || (index === 0 && found !== 0)) return false;
    at = found + part.length;
  }
  return pattern.endsWith('*') || at === text.length;
};

/** The event that a model speaks of: the first whose operation or action class its conditions name, else the most telling. */
export const tellingEvent = (model: Model | undefined, events: readonly EvidenceEvent[]): EvidenceEvent | undefined => {
  if (model === undefined) return events[0];
  const operations: string[] = [];
  const facts: string[] = [];
  namedIn(model.when, operations, facts);
  return (
    events.find((event) => operations.some((pattern) => matchesWildcard(pattern, event.action.toLowerCase()))) ??
    events.find((event) => facts.includes(event.actionClass)) ??
    events[0]
  );
};

const byRole = (record: ObservationRecord, ...roles: readonly EntityRole[]): FindingEntity | undefined =>
  roles.map((role) => record.entities.find((entity) => entity.role === role && entity.hops === 0)).find((entity) => entity !== undefined);

const outside = (record: ObservationRecord, types: readonly EntityType[], roles: readonly EntityRole[]): string =>
  record.entities.find((entity) => types.includes(entity.type) && roles.includes(entity.role))?.name ?? '';

const short = (text: string): string => cutMiddle(text.replace(/\s+/g, ' ').trim(), 64);

/** Who does it in a sentence about the record. */
export const actorName = (record: ObservationRecord): string => {
  if (record.unit === 'mailbox') return short(byRole(record, 'sender', 'actor')?.name ?? record.subject.name);
  if (record.subject.role === 'actor') return short(record.subject.name);
  return short(byRole(record, 'actor')?.name ?? record.subject.name);
};

/** What `{count}` stands for: what the model counts, else how often the operation it speaks of occurred, else all events. */
export const countedIn = (record: ObservationRecord, model: Model | undefined): number => {
  const operation = tellingEvent(model, record.events)?.action ?? record.operations[0]?.[0];
  const byModel = model === undefined ? undefined : (countedFact(model.when, new Map(record.facts)) ?? countedFacet(model.when, record));
  return byModel ?? record.operations.find(([name]) => name === operation)?.[1] ?? record.eventCount;
};

/**
 * A sentence template filled from one record. A placeholder for which the record has nothing becomes a plain word, so that a
 * sentence is always whole; unknown placeholders stay as they are.
 */
export const fillSentence = (template: string, record: ObservationRecord, model: Model | undefined): string => {
  const event = tellingEvent(model, record.events);
  const alert = record.unit === 'alert';
  const operation = alert ? record.title : (event?.action ?? record.operations[0]?.[0] ?? '');
  const counted = countedIn(record, model);
  const tool = (record.services[0] ?? '') || (record.sources[0] ?? '');
  const recipient = record.unit === 'mailbox' ? record.subject.name : '';
  const values: Readonly<Record<string, string>> = {
    actor: actorName(record),
    service: short((event?.service ?? '') || (record.services[0] ?? '')) || 'the service',
    count: grouped(counted),
    operation: short(operation) || 'an operation',
    source:
      (alert ? short(tool) : '') ||
      short((event?.sourceIp ?? '') || outside(record, ['address', 'device', 'domain'], ['source', 'sender'])) ||
      'an address not recorded',
    destination:
      short((event?.destination ?? '') || outside(record, ['domain', 'address', 'device'], ['destination'])) || 'an outside destination',
    resource:
      short((event?.resource ?? '') || (event?.container ?? '') || outside(record, ['resource', 'app'], ['object', 'target'])) ||
      'an object',
    target: short((event?.target ?? '') || recipient || (byRole(record, 'target', 'recipient', 'object')?.name ?? '')) || 'another account',
    time: spokenTime(event?.time ?? record.firstEvent),
  };
  const counting = counted === 1 ? template.replaceAll('{count} times', 'once') : template;
  return counting.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
};
