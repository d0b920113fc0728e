import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { ACTION_CLASSES } from '../../activity/domains.js';
import { packagedFolder, readContentFolder } from '../../config/read-content-folder.js';
import { FACET_FAMILIES } from '../../documents/anomaly.js';
import { FACETS } from '../facet-catalogue.js';
import { FACTS } from '../facts.js';
import type { Condition } from '../model.js';
import { loadModels } from './load-models.js';
import { matchModels, type ModelSet } from './model-set.js';
import { findingOf, runModelTests } from './run-model-tests.js';
import { visitLeaves } from './walk-condition.js';

const REFERENCE_CASE = [
  'SaaS / Access / Unusual External Source for SaaS Credential Use',
  'SaaS / Compromise / Login From Rare Endpoint While User Is Active',
  'SaaS / Compliance / Anomalous Salesforce API Event',
  'SaaS / Unusual Activity / Multiple Unusual SaaS Activities',
  'Response / SaaS / Unusual Activity Block',
  'Response / SaaS / Suspicious Source Activity Block',
];

/** True if the condition cannot hold without some probability being small. */
function needsProbability(condition: Condition, ofModel: (name: string) => boolean): boolean {
  if ('all' in condition) return condition.all.some((part) => needsProbability(part, ofModel));
  if ('any' in condition) return condition.any.every((part) => needsProbability(part, ofModel));
  if ('model' in condition) return ofModel(condition.model);
  return (
    'facet' in condition ||
    'family' in condition ||
    'facets_below' in condition ||
    ('fact' in condition && condition.fact === 'many-facets')
  );
}

describe('the models that come with the package', () => {
  let set: ModelSet;
  beforeAll(() => {
    set = loadModels(readContentFolder(packagedFolder('models')));
  });

  it('pass the tests they carry', () => {
    const report = runModelTests(set);
    expect(report.failures).toEqual([]);
    expect(report.models).toBeGreaterThanOrEqual(45);
    expect(report.tests).toBeGreaterThanOrEqual(2 * report.models);
  });

  it('cover every family of facets', () => {
    const families = new Set<string>();
    for (const model of set.models) {
      visitLeaves(model.when, (leaf) => {
        if ('family' in leaf) families.add(leaf.family);
        if ('facet' in leaf) families.add(FACETS.find((facet) => facet.name === leaf.facet)?.family ?? '');
      });
    }
    expect([...families].sort()).toEqual([...FACET_FAMILIES].sort());
  });

  it('use every facet somewhere', () => {
    const used = new Set<string>();
    for (const model of set.models) visitLeaves(model.when, (leaf) => 'facet' in leaf && used.add(leaf.facet));
    expect(FACETS.map((facet) => facet.name).filter((name) => !used.has(name))).toEqual([]);
  });

  it('never fire on a kind of event alone, however routine', () => {
    const ofModel = (name: string): boolean => {
      const model = set.byName.get(name);
      return model !== undefined && needsProbability(model.when, ofModel);
    };
    expect(set.models.filter((model) => !ofModel(model.name)).map((model) => model.name)).toEqual([]);
  });

  it('stay quiet on a window in which everything happened but nothing was improbable', () => {
    const facts = Object.fromEntries(
      [...ACTION_CLASSES, ...Object.keys(FACTS).filter((name) => name !== 'many-facets')].map((name) => [name, 500]),
    );
    for (const unit of ['account', 'mailbox', 'device', 'alert'] as const) {
      const facets = Object.fromEntries(FACETS.filter((facet) => facet.unit === unit).map((facet) => [facet.name, 0.2]));
      expect(matchModels(set, findingOf({ unit, facets, facts, sources: ['aws.cloudtrail'] }))).toEqual([]);
    }
  });

  it('all six of the reference case fit the hour in which a stolen integration token emptied a Salesforce tenant', () => {
    const window = findingOf({
      unit: 'account',
      combined: 1e-6,
      facets: { 'origin-network': 1e-3, client: 0.004, action: 0.003, 'read-volume': 0.002, 'activity-volume': 0.02, travel: 0.01 },
      facts: {
        'sign-in': 1,
        'token-authentication': 30,
        'machine-client': 30,
        'new-network-for-account': 1,
        'new-network-for-estate': 1,
        'concurrent-use': 1,
        'api-query': 40,
        'api-describe': 24,
        'api-burst': 2,
        'bulk-job': 1,
        'job-deleted': 1,
        'delete-after-export': 1,
      },
      sources: ['salesforce.login', 'salesforce.api'],
      services: ['Salesforce'],
    });
    const fitting = matchModels(set, window);
    expect(fitting.map((model) => model.name)).toEqual(expect.arrayContaining(REFERENCE_CASE));
    expect(fitting[0]?.name.startsWith('Response')).toBe(false);
    expect(fitting.flatMap((model) => model.actions.map((action) => action.kind))).toEqual(
      expect.arrayContaining(['disable-user', 'block-address']),
    );
  });

  it('are documented: every facet, fact and action class stands in docs/models.md', () => {
    const text = readFileSync(new URL('../../../docs/models.md', import.meta.url), 'utf8');
    const words = [...FACETS.map((facet) => facet.name), ...Object.keys(FACTS), ...ACTION_CLASSES, ...FACET_FAMILIES];
    expect(words.filter((word) => !text.includes(`\`${word}\``))).toEqual([]);
  });

  it('judge at least 200,000 findings against a model in a second', () => {
    const window = findingOf({
      unit: 'account',
      facets: { 'origin-network': 1e-3, action: 0.01 },
      facts: { 'sign-in': 3 },
      sources: ['o365.audit'],
    });
    const models = set.models.filter((model) => model.unit.includes('account')).length;
    const rounds = 2000;
    const started = performance.now();
    for (let round = 0; round < rounds; round++) matchModels(set, window);
    const perSecond = (rounds * models * 1000) / (performance.now() - started);
    expect(perSecond).toBeGreaterThan(200_000);
  });
});
