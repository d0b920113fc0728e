import type { FacetDocument } from '../../documents/anomaly.js';
import { FACET_INDEX, FACETS } from '../facet-catalogue.js';
import type { Finding } from '../finding.js';
import type { TestFinding } from './model-file.js';
import { matchModels, type ModelSet } from './model-set.js';

export interface TestFailure {
  readonly model: string;
  readonly test: string;
  /** Sentence that tells what was expected and what came instead. */
  readonly message: string;
}

export interface TestReport {
  readonly models: number;
  readonly tests: number;
  readonly failures: readonly TestFailure[];
}

/** Every finding that reaches a model has a combined probability of at most this. */
const FINDING_PROBABILITY = 1e-3;

function facetOf(name: string, probability: number): FacetDocument {
  const definition = FACETS[FACET_INDEX.get(name) ?? -1];
  return {
    name,
    family: definition?.family ?? 'novelty',
    label: definition?.label ?? name,
    value: '',
    observed: null,
    unit: '',
    typical: '',
    typical_low: null,
    typical_high: null,
    histogram: [],
    histogram_index: -1,
    seen: 0,
    history: 0,
    peers_sharing: 0,
    peers: 0,
    estate_sharing: 0,
    probability_own: probability,
    probability_peers: probability,
    probability,
    surprisal: -Math.log(probability),
    detail: '',
  };
}

/** A finding with what the test names and otherwise the plainest values. */
export function findingOf(test: TestFinding): Finding {
  const probability = test.combined ?? FINDING_PROBABILITY;
  const entity = { id: 'user:someone', name: 'someone', type: 'user', role: 'actor', hops: 0, commonness: 0 } as const;
  return {
    id: 'test',
    unit: test.unit,
    entity,
    entities: [entity],
    windowStart: 0,
    windowEnd: 3_600_000,
    firstEvent: 0,
    lastEvent: 0,
    facets: Object.entries(test.facets ?? {})
      .map(([name, value]) => facetOf(name, value))
      .sort((a, b) => a.probability - b.probability),
    facts: new Map(Object.entries(test.facts ?? {})),
    operations: new Map(Object.entries(test.operations ?? {})),
    domains: [],
    sources: test.sources ?? [],
    services: test.services ?? [],
    probability,
    probabilityOwn: probability,
    probabilityPeers: probability,
    probabilityEstate: probability,
    surprisal: -Math.log(probability),
    peerGroup: '',
    peers: 0,
    baselineDays: 0,
    baselineWindows: 0,
    restlessness: 1,
    events: [],
    eventCount: 0,
    mode: 'prequential',
  };
}

/** Runs the tests that the model files carry. */
export function runModelTests(set: ModelSet): TestReport {
  const failures: TestFailure[] = [];
  let count = 0;
  for (const [model, tests] of set.tests) {
    for (const test of tests) {
      count += 1;
      const fitting = matchModels(set, findingOf(test.finding)).map((found) => found.name);
      if (fitting.includes(model) === test.matches) continue;
      const instead = fitting.length === 0 ? 'no model fits' : `these fit: ${fitting.join('; ')}`;
      failures.push({ model, test: test.name, message: `expected ${model} ${test.matches ? 'to fit' : 'not to fit'}; ${instead}` });
    }
  }
  return { models: set.models.length, tests: count, failures };
}
