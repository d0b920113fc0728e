import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Severity } from '../../documents/common.js';
import { FACETS } from '../facet-catalogue.js';
import type { Finding } from '../finding.js';
import type { Condition, Model } from '../model.js';
import { compileModels, matchModels } from './model-set.js';
import { findingOf } from './run-model-tests.js';
import { specificity } from './walk-condition.js';

const FACET_NAMES = FACETS.filter((facet) => facet.unit === 'account').map((facet) => facet.name);
const FACT_NAMES = ['sign-in', 'bulk-job', 'failed:sign-in', 'concurrent-use'];
const OPERATIONS = ['New-InboxRule', 'UpdateAccessKey', 'List'];

function model(name: string, when: Condition, severity: Severity = 'low'): Model {
  return {
    name,
    when,
    severity,
    description: '',
    unit: ['account'],
    attack: { tactic: 'initial-access', techniques: [] },
    sentence: '',
    actions: [],
    false_positives: [],
  };
}

const fits = (when: Condition, finding: Finding): boolean =>
  matchModels(compileModels([model('m', when)], new Map()), finding).length === 1;

const probability = fc.double({ min: 1e-6, max: 1, noNaN: true });
const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ facet: fc.constantFrom(...FACET_NAMES), probability }),
  fc.record({ family: fc.constantFrom('novelty', 'volume', 'travel'), probability }),
  fc.record({ fact: fc.constantFrom(...FACT_NAMES), at_least: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ operation: fc.constantFrom('new-*', '*Key', 'list', '*'), at_least: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ source: fc.constantFrom('o365.*', 'salesforce.api') }),
  fc.record({ service: fc.constantFrom('Sales*', 'exchange') }),
  fc.record({ facets_below: probability, at_least: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ combined: probability }),
);
const condition: fc.Arbitrary<Condition> = fc.letrec<{ node: Condition }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.record({ all: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('node') }),
  ),
})).node;

const counts = (names: readonly string[]) => fc.dictionary(fc.constantFrom(...names), fc.integer({ min: 1, max: 6 }));
const finding: fc.Arbitrary<Finding> = fc
  .record({
    facets: fc.dictionary(fc.constantFrom(...FACET_NAMES), probability),
    facts: counts(FACT_NAMES),
    operations: counts(OPERATIONS),
    sources: fc.subarray(['o365.audit', 'salesforce.api']),
    services: fc.subarray(['Salesforce', 'Exchange']),
    combined: probability,
  })
  .map((parts) => findingOf({ unit: 'account', ...parts }));

describe('matchModels obeys the laws of Boolean algebra', () => {
  const law = (name: string, left: (a: Condition, b: Condition, c: Condition) => Condition, right: typeof left): void => {
    it(name, () => {
      fc.assert(
        fc.property(condition, condition, condition, finding, (a, b, c, window) => {
          expect(fits(left(a, b, c), window)).toBe(fits(right(a, b, c), window));
        }),
      );
    });
  };
  law(
    'double negation',
    (a) => ({ not: { not: a } }),
    (a) => a,
  );
  law(
    'De Morgan',
    (a, b) => ({ not: { all: [a, b] } }),
    (a, b) => ({ any: [{ not: a }, { not: b }] }),
  );
  law(
    'commutation',
    (a, b) => ({ all: [a, b] }),
    (a, b) => ({ all: [b, a] }),
  );
  law(
    'distribution',
    (a, b, c) => ({ all: [a, { any: [b, c] }] }),
    (a, b, c) => ({ any: [{ all: [a, b] }, { all: [a, c] }] }),
  );
  law(
    'absorption',
    (a, b) => ({ any: [a, { all: [a, b] }] }),
    (a) => a,
  );
  law(
    'excluded middle',
    (a) => ({ any: [a, { not: a }] }),
    () => ({ combined: 1 }),
  );
});

describe('matchModels', () => {
  it('gives a reference the verdict of the model it names, whichever is asked first', () => {
    fc.assert(
      fc.property(condition, finding, fc.boolean(), (when, window, first) => {
        const named = model(first ? 'a' : 'z', when);
        const set = compileModels([named, model('m', { model: named.name })], new Map());
        const names = matchModels(set, window).map((found) => found.name);
        expect(names.includes('m')).toBe(names.includes(named.name));
      }),
    );
  });

  it('is monotone: a smaller probability never loses a facet condition', () => {
    fc.assert(
      fc.property(probability, probability, probability, (limit, p, q) => {
        const window = (value: number): Finding => findingOf({ unit: 'account', facets: { travel: value } });
        const when: Condition = { facet: 'travel', probability: limit };
        if (fits(when, window(Math.max(p, q)))) expect(fits(when, window(Math.min(p, q)))).toBe(true);
      }),
    );
  });

  it('keeps nothing of the finding before', () => {
    const set = compileModels([model('m', { facet: 'travel', probability: 0.5 })], new Map());
    expect(matchModels(set, findingOf({ unit: 'account', facets: { travel: 0.1 } }))).toHaveLength(1);
    expect(matchModels(set, findingOf({ unit: 'account', facets: {} }))).toHaveLength(0);
    expect(matchModels(set, findingOf({ unit: 'device', facets: { travel: 0.1 } }))).toHaveLength(0);
  });

  it('names the most specific first, then the most severe, then by name; responses last', () => {
    const always: Condition = { combined: 1 };
    const set = compileModels(
      [
        model('Response / r', { all: [always, always, always, always] }, 'critical'),
        model('b', always),
        model('a', always),
        model('severe', always, 'high'),
        model('two', { all: [always, always] }),
        model('three', { all: [{ model: 'two' }, always] }),
        model('loose', { any: [always, { all: [always, always, always] }] }, 'medium'),
      ],
      new Map(),
    );
    expect(matchModels(set, findingOf({ unit: 'account' })).map((found) => found.name)).toEqual([
      'three',
      'two',
      'severe',
      'loose',
      'a',
      'b',
      'Response / r',
    ]);
  });
});

describe('specificity', () => {
  it('never grows by an alternative and never shrinks by a demand', () => {
    const none = (): number => 0;
    fc.assert(
      fc.property(condition, condition, (a, b) => {
        expect(specificity({ any: [a, b] }, none)).toBeLessThanOrEqual(specificity(a, none));
        expect(specificity({ all: [a, b] }, none)).toBeGreaterThan(specificity(a, none));
      }),
    );
  });
});
