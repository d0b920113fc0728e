import type { ObservationRecord } from '../correlation/observation.js';
import type { FindingEntity } from '../detection/finding.js';
import type { Condition, Model } from '../detection/model.js';
import { FACTS } from '../detection/facts.js';
import type { EntityRole, EntityType } from '../documents/common.js';
import { singular } from './facet-words.js';
import { cutMiddle, grouped, spokenTime } from './spoken.js';
import { facetsOf, namedEvent, tellingEvent } from './telling-event.js';

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
  const found = names.map((name) =>
    record.facets.find((facet) => facet.name === name && facet.unit !== '' && facet.unit !== 'bytes' && facet.unit !== 's'),
  );
  const observed = found.find((facet) => facet !== undefined)?.observed;
  return observed === null || observed === undefined ? undefined : Math.round(observed);
};

const byRole = (record: ObservationRecord, ...roles: readonly EntityRole[]): FindingEntity | undefined =>
  roles.map((role) => record.entities.find((entity) => entity.role === role && entity.hops === 0)).find((entity) => entity !== undefined);

const outside = (record: ObservationRecord, types: readonly EntityType[], roles: readonly EntityRole[]): string =>
  record.entities.find((entity) => types.includes(entity.type) && roles.includes(entity.role))?.name ?? '';

const short = (text: string): string => cutMiddle(text.replace(/\s+/g, ' ').trim(), 64);

/** Who does it in a sentence about the record: the account, mailbox or device that the window is about. */
export const actorName = (record: ObservationRecord): string => short(record.subject.name);

/** A facet's value reduced to the one name in it. */
const FACET_NAMES: Readonly<Record<string, (value: string) => string>> = {
  beaconing: (value) => /contacts? with (\S+), every/.exec(value)?.[1] ?? '',
  destination: (value) => value.split(' ')[0] ?? '',
  'internal-edge': (value) => value.split(' by ')[0] ?? '',
  'credential-switch': (value) => value.split(' to ')[1] ?? '',
  'dns-tunnel': (value) => / under (\S+)$/.exec(value)?.[1] ?? '',
  'link-domain': (value) => value.split(', ')[0] ?? '',
};

/** What the facet that a model asks for was about, among the facets that tell of a destination. */
const namedDestination = (record: ObservationRecord, model: Model | undefined): string => {
  for (const name of model === undefined ? [] : facetsOf(model)) {
    const facet = record.facets.find((one) => one.name === name);
    const found = facet === undefined ? '' : (FACET_NAMES[name]?.(facet.value) ?? '');
    if (found !== '') return found;
  }
  return '';
};

/** The regular contacts with one destination, where the model asks for their regularity. */
const regularContacts = (record: ObservationRecord, model: Model): number | undefined => {
  const facet = facetsOf(model).includes('beaconing') ? record.facets.find((one) => one.name === 'beaconing') : undefined;
  const found = facet === undefined ? null : /^([\d,]+) contacts? with /.exec(facet.value);
  return found === null ? undefined : Number((found[1] ?? '').replaceAll(',', ''));
};

const valueOf = (record: ObservationRecord, facet: string): string => record.facets.find((one) => one.name === facet)?.value ?? '';

/** The mail address of the sender; the domain alone where the facet that the model asks for is about another one. */
const senderIn = (record: ObservationRecord, model: Model | undefined): string => {
  const asked = model === undefined ? [] : facetsOf(model).filter((name) => name === 'look-alike' || name === 'sender-domain');
  const [first = ''] = asked.map((name) => valueOf(record, name)).filter((value) => value !== '');
  const domain = first.split(' ')[0] ?? '';
  const sender = valueOf(record, 'sender');
  if (domain !== '' && !sender.endsWith(`@${domain}`) && !sender.endsWith(`.${domain}`)) return domain;
  return sender || (byRole(record, 'sender')?.name ?? '');
};

/** The account that was used on a device. */
const accountOn = (record: ObservationRecord): string =>
  valueOf(record, 'account-on-device') ||
  (valueOf(record, 'credential-switch').split(' to ')[0] ?? '') ||
  (byRole(record, 'actor')?.name ?? '');

/** What `{count}` stands for: what the model counts, else how often the operation it speaks of occurred, else all events. */
export const countedIn = (record: ObservationRecord, model: Model | undefined): number => {
  const operation = tellingEvent(model, record.events)?.action ?? record.operations[0]?.[0];
  const byModel =
    model === undefined
      ? undefined
      : (regularContacts(record, model) ?? countedFact(model.when, new Map(record.facts)) ?? countedFacet(model.when, record));
  return byModel ?? record.operations.find(([name]) => name === operation)?.[1] ?? record.eventCount;
};

/**
 * A sentence template filled from one record. A placeholder for which the record has nothing becomes a plain word, so that a
 * sentence is always whole; unknown placeholders stay as they are.
 */
export const fillSentence = (template: string, record: ObservationRecord, model: Model | undefined): string => {
  const event = tellingEvent(model, record.events);
  const named = model === undefined ? event : namedEvent(model, record.events);
  const alert = record.unit === 'alert';
  const operation = alert ? record.title : (event?.action ?? record.operations[0]?.[0] ?? '');
  const counted = countedIn(record, model);
  const tool = (record.services[0] ?? '') || (record.sources[0] ?? '');
  const values: Readonly<Record<string, string>> = {
    actor: actorName(record),
    service: short((named?.service ?? '') || (record.services[0] ?? '') || (event?.service ?? '')) || 'the service',
    count: grouped(counted),
    operation: short(operation) || 'an operation',
    source:
      (alert ? short(tool) : record.unit === 'mailbox' ? short(senderIn(record, model)) : '') ||
      short((event?.sourceIp ?? '') || outside(record, ['address', 'device', 'domain'], ['source', 'sender'])) ||
      (record.unit === 'mailbox' ? 'a sender not recorded' : 'an address not recorded'),
    destination:
      short(
        namedDestination(record, model) || (event?.destination ?? '') || outside(record, ['domain', 'address', 'device'], ['destination']),
      ) || 'an outside destination',
    resource:
      short((event?.resource ?? '') || (event?.container ?? '') || outside(record, ['resource', 'app'], ['object', 'target'])) ||
      'an object',
    target:
      short(
        record.unit === 'mailbox'
          ? record.subject.name
          : record.unit === 'device'
            ? accountOn(record)
            : (event?.target ?? '') || (byRole(record, 'target', 'recipient', 'object')?.name ?? ''),
      ) || 'another account',
    time: spokenTime(event?.time ?? record.firstEvent),
  };
  const counting =
    counted === 1
      ? template
          .replaceAll('{count} times', 'once')
          .replace(/\{count\} ((?:[a-z]+ ?)+)/g, (_, words: string) => `{count} ${singular(words)}`)
      : template;
  return counting.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
};
