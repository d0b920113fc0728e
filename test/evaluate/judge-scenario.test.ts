import { describe, expect, it } from 'vitest';
import type { JudgedIncident } from '../../scripts/evaluate/judge-incidents.js';
import { judgeScenario } from '../../scripts/evaluate/judge-scenario.js';
import { TruthIndex } from '../../scripts/evaluate/truth-index.js';
import type { ScenarioName } from '../../src/simulation/scenarios/scenario-name.js';
import type { TruthRow } from '../../src/simulation/simulated-record.js';

const NOON = Date.UTC(2026, 2, 2, 12);
const MINUTE = 60_000;

const row = (eventId: string, stage: string, minutes: number, key = true): TruthRow => ({
  scenario: 'salesloft',
  incident: 'salesloft-1-1',
  stage,
  key,
  source: 'salesforce-rest-api.csv',
  eventId,
  time: NOON + minutes * MINUTE,
  actor: 'ann@example.org',
});

const login = row('login', 'initial-access', 1);
const query = row('query', 'collection', 2);
const deletion = row('delete', 'defense-evasion', 4);
const listing = row('list', 'discovery', 900, false);
const TRUTH = [login, query, deletion, listing];

const incident = (rank: number, rows: readonly TruthRow[], more: Partial<JudgedIncident> = {}): JudgedIncident => ({
  id: String(rank),
  rank,
  title: `incident ${rank}`,
  score: 50 - rank,
  queue: 'suspicious',
  needsPerson: true,
  opened: NOON + 60 * MINUTE,
  models: [],
  domains: ['saas'],
  truth: new Map<ScenarioName, ReadonlySet<TruthRow>>(rows.length > 0 ? [['salesloft', new Set(rows)]] : []),
  anomalies: 4,
  benignAnomalies: 1,
  actions: ['disable-user ann@example.org'],
  drivers: [],
  ...more,
});

describe('an attack', () => {
  it('is stood for by the incident with most of its key stages, and ranked among what belongs to no attack', () => {
    const others = new Map<ScenarioName, ReadonlySet<TruthRow>>([['bec', new Set([row('x', 'impact', 0)])]]);
    const incidents = [
      incident(1, []),
      incident(2, [], { truth: others }),
      incident(3, [login, query, deletion]),
      incident(4, []),
      incident(5, [query]),
    ];
    expect(judgeScenario('salesloft', 1, TRUTH, incidents)).toMatchObject({
      found: true,
      rank: 3,
      rankAmongBenign: 2,
      split: 2,
      stages: 3,
      missing: [],
      disableUserProposed: true,
      atFirstWindow: true,
      foreignShare: 0.25,
    });
  });

  it('is not found by an incident that cites only what accompanies it', () => {
    const judged = judgeScenario('salesloft', 1, TRUTH, [incident(1, [listing]), incident(2, [])]);
    expect(judged).toMatchObject({ found: false, rank: null, rankAmongBenign: null, split: 0, delayHours: null });
    expect(judged.missing).toEqual(['initial-access', 'collection', 'defense-evasion']);
  });

  it('counts the delay from the deletion, and the windows passed since', () => {
    const late = judgeScenario('salesloft', 1, TRUTH, [incident(1, [deletion], { opened: NOON + 184 * MINUTE })]);
    expect(late).toMatchObject({ delayHours: 3, atFirstWindow: false, missing: ['initial-access', 'collection'] });
  });
});

describe('the truth behind an activity id', () => {
  it('is that of the vendor’s event id, whole or with a part number', () => {
    const index = new TruthIndex([login, row('a:b', 'collection', 0)]);
    expect(index.find('login')).toBe(login);
    expect(index.find('login:2')).toBe(login);
    expect(index.find('a:b:1')?.stage).toBe('collection');
    expect(index.find('log')).toBeUndefined();
    expect(index.find('login2')).toBeUndefined();
  });
});
