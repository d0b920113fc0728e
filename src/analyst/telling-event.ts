import type { EvidenceEvent } from '../detection/finding.js';
import type { Condition, Model } from '../detection/model.js';

/** What the positive branches of a condition name. */
interface Named {
  readonly operations: string[];
  readonly facts: string[];
  readonly facets: string[];
  readonly sources: string[];
  readonly services: string[];
  /** It rests on other models or on the number of departures alone. */
  general: boolean;
}

const visit = (condition: Condition, named: Named): void => {
  if ('all' in condition) for (const part of condition.all) visit(part, named);
  else if ('any' in condition) for (const part of condition.any) visit(part, named);
  else if ('operation' in condition) named.operations.push(condition.operation.toLowerCase());
  else if ('fact' in condition) named.facts.push(condition.fact);
  else if ('facet' in condition) named.facets.push(condition.facet);
  else if ('source' in condition) named.sources.push(condition.source.toLowerCase());
  else if ('service' in condition) named.services.push(condition.service.toLowerCase());
  else if ('model' in condition || 'facets_below' in condition) named.general = true;
};

const namedBy = (model: Model): Named => {
  const named: Named = { operations: [], facts: [], facets: [], sources: [], services: [], general: false };
  visit(model.when, named);
  return named;
};

/** Facets that a model asks for, in the order of its conditions. */
export const facetsOf = (model: Model): readonly string[] => namedBy(model).facets;

/** True if a model says that much came together without saying what: it rests on other models or on counts of departures. */
export const isGeneral = (model: Model): boolean => namedBy(model).general;

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

const matchesAny = (patterns: readonly string[], text: string): boolean =>
  patterns.some((pattern) => matchesWildcard(pattern, text.toLowerCase()));

/** The event that carries most of an amount, where a model asks for the amount. */
const largest = (events: readonly EvidenceEvent[], facets: readonly string[]): EvidenceEvent | undefined => {
  const size = (event: EvidenceEvent): number =>
    facets.includes('read-volume') ? event.records : facets.includes('bytes-out') ? event.bytesOut : 0;
  const best = events.reduce<EvidenceEvent | undefined>(
    (most, event) => (most === undefined || size(event) > size(most) ? event : most),
    undefined,
  );
  return best !== undefined && size(best) > 0 ? best : undefined;
};

/** The event that a model's conditions name, by operation, action class, source, service or amount; undefined if none does. */
export const namedEvent = (model: Model, events: readonly EvidenceEvent[]): EvidenceEvent | undefined => {
  const { operations, facts, facets, sources, services } = namedBy(model);
  const within = events.filter(
    (event) => (sources.length === 0 && services.length === 0) || matchesAny(sources, event.source) || matchesAny(services, event.service),
  );
  return (
    within.find((event) => matchesAny(operations, event.action)) ??
    within.find((event) => facts.includes(event.actionClass)) ??
    largest(within, facets) ??
    (sources.length + services.length > 0 ? within[0] : undefined)
  );
};

/** The event that a model speaks of: the one its conditions name, else the most telling. */
export const tellingEvent = (model: Model | undefined, events: readonly EvidenceEvent[]): EvidenceEvent | undefined =>
  (model === undefined ? undefined : namedEvent(model, events)) ?? events[0];
