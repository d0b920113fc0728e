import { FACET_FAMILIES } from '../../documents/anomaly.js';
import { wildcard } from '../../config/wildcard.js';
import { FACETS, FACET_INDEX } from '../facet-catalogue.js';
import type { Finding, UnitKind } from '../finding.js';
import type { Condition } from '../model.js';

/** Larger than any probability: the facet did not apply. */
const ABSENT = 2;

const FAMILY_INDEX: ReadonlyMap<string, number> = new Map(FACET_FAMILIES.map((family, index) => [family, index]));
const FACET_FAMILY = Uint8Array.from(FACETS, (facet) => FAMILY_INDEX.get(facet.family) ?? 0);

/** A finding laid out for many conditions in a row. Loaded again for each finding; one per matcher. */
export class FindingView {
  readonly facetProbability = new Float64Array(FACETS.length);
  readonly familyProbability = new Float64Array(FACET_FAMILIES.length);
  /** By index of the model: 0 unknown, 1 fits, 2 does not. */
  readonly verdicts: Uint8Array;
  facts: ReadonlyMap<string, number> = new Map();
  operations: ReadonlyMap<string, number> = new Map();
  sources: readonly string[] = [];
  services: readonly string[] = [];
  combined = 1;
  unit: UnitKind = 'account';

  constructor(models: number) {
    this.verdicts = new Uint8Array(models);
  }

  load(finding: Finding): void {
    this.facetProbability.fill(ABSENT);
    this.familyProbability.fill(ABSENT);
    this.verdicts.fill(0);
    this.facts = finding.facts;
    this.operations = finding.operations;
    this.sources = finding.sources;
    this.services = finding.services;
    this.combined = finding.probability;
    this.unit = finding.unit;
    for (const facet of finding.facets) {
      const index = FACET_INDEX.get(facet.name);
      if (index === undefined) continue;
      const family = FACET_FAMILY[index] ?? 0;
      this.facetProbability[index] = facet.probability;
      if (facet.probability < (this.familyProbability[family] ?? ABSENT)) this.familyProbability[family] = facet.probability;
    }
  }
}

export type Predicate = (view: FindingView) => boolean;

function anyText(pattern: string, texts: (view: FindingView) => readonly string[]): Predicate {
  const fits = wildcard(pattern);
  return (view) => texts(view).some(fits);
}

function everyOf(predicates: readonly Predicate[]): Predicate {
  return (view) => {
    for (const predicate of predicates) if (!predicate(view)) return false;
    return true;
  };
}

function someOf(predicates: readonly Predicate[]): Predicate {
  return (view) => {
    for (const predicate of predicates) if (predicate(view)) return true;
    return false;
  };
}

function operationCount(pattern: string, least: number): Predicate {
  const fits = wildcard(pattern);
  return (view) => {
    let count = 0;
    for (const [operation, times] of view.operations) {
      if (!fits(operation)) continue;
      count += times;
      if (count >= least) return true;
    }
    return false;
  };
}

function facetsBelow(probability: number, least: number): Predicate {
  return (view) => {
    let count = 0;
    for (const own of view.facetProbability) if (own <= probability) count += 1;
    return count >= least;
  };
}

/** Turns a condition into a function of a finding. `model` gives the predicate of another model by name. */
export function compileCondition(condition: Condition, model: (name: string) => Predicate): Predicate {
  if ('all' in condition) return everyOf(condition.all.map((part) => compileCondition(part, model)));
  if ('any' in condition) return someOf(condition.any.map((part) => compileCondition(part, model)));
  if ('not' in condition) {
    const inner = compileCondition(condition.not, model);
    return (view) => !inner(view);
  }
  if ('facet' in condition) {
    const index = FACET_INDEX.get(condition.facet) ?? -1;
    const { probability } = condition;
    return (view) => (view.facetProbability[index] ?? ABSENT) <= probability;
  }
  if ('family' in condition) {
    const index = FAMILY_INDEX.get(condition.family) ?? -1;
    const { probability } = condition;
    return (view) => (view.familyProbability[index] ?? ABSENT) <= probability;
  }
  if ('fact' in condition) {
    const { fact, at_least: least = 1 } = condition;
    return (view) => (view.facts.get(fact) ?? 0) >= least;
  }
  if ('operation' in condition) return operationCount(condition.operation, condition.at_least ?? 1);
  if ('source' in condition) return anyText(condition.source, (view) => view.sources);
  if ('service' in condition) return anyText(condition.service, (view) => view.services);
  if ('facets_below' in condition) return facetsBelow(condition.facets_below, condition.at_least);
  if ('combined' in condition) {
    const { combined } = condition;
    return (view) => view.combined <= combined;
  }
  return model(condition.model);
}
