import { describe, expect, test } from 'vitest';
import { activityMaker, HOUR, MONDAY, names } from '../../test/pipeline/example-activity.js';
import type { Activity } from '../activity/activity.js';
import { EntityRegistry } from '../entities/entity-registry.js';
import { Detector } from './detector.js';
import { DetectorState } from './detector-state.js';
import type { Finding } from './finding.js';
import { Surroundings } from './surroundings.js';

const activity = activityMaker();
const OPTIONS = { internalNetworks: [], mailDomains: [], aliases: [], criticalAssets: [], vips: [] };

const alert = (hour: number, person: string, rule: string, severity: number, minute = 0): Activity =>
  activity({
    time: MONDAY + hour * HOUR + minute * 60_000,
    source: 'elastic.alert',
    actionClass: 'alert',
    action: rule,
    actor: names(`upn:${person}@example.com`),
    actorName: `${person}@example.com`,
    alert: {
      vendor: 'Elastic Security',
      rule,
      ruleId: rule,
      severity,
      techniques: ['T1110'],
      tactics: [],
      message: `${rule} on ${person}`,
    },
  });

/** A detector and what it found in each hour it was given. */
function watched(): (hour: number, ...alerts: readonly Activity[]) => readonly Finding[] {
  const registry = new EntityRegistry(OPTIONS);
  const detector = new Detector(new DetectorState(), registry, new Surroundings(registry, false), {
    configuredGroup: () => '',
    commonness: () => 0.01,
    observe: () => undefined,
  });
  return (hour, ...alerts) => detector.step(MONDAY + hour * HOUR, alerts, 'live').findings;
}

describe('a window of alerts', () => {
  test('is always told, with its rule, subject and event, and how often the rule fired before', () => {
    const step = watched();
    const first = alert(0, 'ada', 'Brute force', 50);
    expect(step(0, first)).toMatchObject([
      {
        unit: 'alert',
        entity: { id: 'user:ada@example.com', role: 'actor' },
        events: [{ id: first.id, source: 'elastic.alert', actionClass: 'alert' }],
        sources: ['elastic.alert'],
        facets: [{ name: 'alert-rarity', value: 'Brute force', seen: 0, typical: 'never fired here before' }],
      },
    ]);
    step(1, alert(1, 'ada', 'Brute force', 50));
    expect(step(2, alert(2, 'ada', 'Brute force', 50))).toMatchObject([
      { facets: [{ name: 'alert-rarity', seen: 2, typical: 'fired in 2 hours before' }] },
    ]);
  });

  /**
   * (c + ½ · share) / (hours + 24): c windows with the rule, of which one as rare as the first was learned at half its weight; share of the
   * other alerting entities that it fires on, with ½ added above and 1 below.
   */
  test('has the empirical rate of the rule on the entity as its probability, whatever severity the vendor gives', () => {
    for (const severity of [1, 99]) {
      const step = watched();
      expect(step(0, alert(0, 'ada', 'Brute force', severity))[0]?.probability).toBeCloseTo((0 + 0.5 * 0.5) / 24, 12);
      expect(step(10, alert(10, 'ada', 'Brute force', severity))[0]?.probability).toBeCloseTo((0.5 + 0.5 * 0.5) / 34, 12);
      expect(step(100, alert(100, 'bob', 'Brute force', severity))[0]?.probability).toBeCloseTo((0 + 0.5 * (1.5 / 2)) / 124, 12);
    }
  });

  test('rests on the rarest of its rules and cites every alert', () => {
    const step = watched();
    for (let hour = 0; hour < 48; hour += 1) step(hour, alert(hour, 'ada', 'Noisy rule', 90));
    const both = [alert(48, 'ada', 'Noisy rule', 90), alert(48, 'ada', 'Golden ticket', 20, 5)];
    const [finding] = step(48, ...both);
    expect(finding?.facets).toMatchObject([{ name: 'alert-rarity', value: 'Golden ticket', seen: 0 }]);
    expect(finding?.events.map(({ id }) => id).sort()).toEqual(both.map(({ id }) => id).sort());
    expect(finding?.facts.get('alert')).toBe(2);
  });
});
