import { describe, expect, it } from 'vitest';
import { entity, facet, model, observation } from '../../test/incidents/build-observation.js';
import { recurrenceSurprise, SelfRegulation, severityOf } from './self-regulation.js';

const WEEK_HOURS = 7 * 24;
const key = model({ name: 'Cloud / Key Created', tactic: 'persistence', severity: 'high' });

const weekly = (week: number, rest: Partial<Parameters<typeof observation>[0]> = {}) =>
  observation({ hour: week * WEEK_HOURS, subject: entity('user:admin@acme.example', 'actor'), models: [key], probability: 1e-5, ...rest });

const regulate = (regulation: SelfRegulation, one: ReturnType<typeof observation>) => regulation.regulate(one.finding, one.models);

describe('recurrenceSurprise', () => {
  it('follows 1 − (β/(β + 7 d))^(a + c) with β = 14 d / ln 2: 5.1 nats when new, 0.66 for a weekly repeat at rest', () => {
    const rest = Math.SQRT1_2 / (1 - Math.SQRT1_2);
    expect(recurrenceSurprise(0)).toBeCloseTo(5.12, 1);
    expect(recurrenceSurprise(rest)).toBeCloseTo(0.66, 2);
  });
});

describe('severityOf', () => {
  it('is the mean of surprise and model, rounded up, and at most high without a model', () => {
    expect(severityOf(Math.log(1e3), [])).toBe('low');
    expect(severityOf(Math.log(1e12), [])).toBe('high');
    expect(severityOf(Math.log(1e12), [key])).toBe('critical');
    expect(severityOf(Math.log(1e5), [key])).toBe('high');
    expect(severityOf(Math.log(2e3), [model({ name: 'x', tactic: 'impact', severity: 'critical' })])).toBe('high');
  });
});

describe('SelfRegulation', () => {
  it('gives the first its full weight and the tenth weekly repeat almost none, never faster than by half a week', () => {
    const regulation = new SelfRegulation();
    const weights = Array.from({ length: 10 }, (_, week) => regulate(regulation, weekly(week)).weight);
    expect(weights[0]).toBe(1);
    expect(weights[9]).toBeLessThan(0.15);
    for (let week = 1; week < 10; week += 1) expect((weights[week] ?? 0) / (weights[week - 1] ?? 1)).toBeGreaterThanOrEqual(0.5 - 1e-9);
  });

  it('falls by at most half a week even when it repeats every hour', () => {
    const regulation = new SelfRegulation();
    const weights = Array.from({ length: 24 }, (_, hour) => regulate(regulation, weekly(0, { hour })).weight);
    expect(weights[23]).toBeGreaterThan(0.5 ** (1 / 7) - 0.01);
  });

  it('says what it lowered and why', () => {
    const regulation = new SelfRegulation();
    for (let week = 0; week < 9; week += 1) regulate(regulation, weekly(week));
    expect(regulate(regulation, weekly(9))).toMatchObject({ before: 'high', after: 'low' });
    expect(regulate(regulation, weekly(10)).reason).toMatch(
      /^Lowered from high to low: the same was seen 10 times in the 70 days before; 1\d % of its weight is left\.$/,
    );
  });

  it('does not damp a facet not seen with it before', () => {
    const regulation = new SelfRegulation();
    for (let week = 0; week < 9; week += 1) regulate(regulation, weekly(week));
    const other = regulate(
      regulation,
      weekly(9, { facets: [facet('action', 1e-5, 'CreateAccessKey'), facet('origin-network', 1e-3, '203.0.113.0/24')] }),
    );
    expect(other).toMatchObject({ weight: 1, after: 'high' });
    expect(other.reason).toContain('never together with network acted from');
  });

  it('keeps a critical asset at medium', () => {
    const regulation = new SelfRegulation();
    for (let week = 0; week < 9; week += 1) regulate(regulation, weekly(week, { facts: ['critical-asset'] }));
    expect(regulate(regulation, weekly(9, { facts: ['critical-asset'] })).after).toBe('medium');
  });

  it('does not damp what another tool confirmed within 24 hours', () => {
    const regulation = new SelfRegulation();
    for (let week = 0; week < 9; week += 1) regulate(regulation, weekly(week));
    const alert = observation({
      hour: 9 * WEEK_HOURS - 3,
      unit: 'alert',
      subject: entity('user:admin@acme.example', 'actor'),
      probability: 1e-3,
    });
    regulation.regulate(alert.finding, []);
    expect(regulate(regulation, weekly(9)).weight).toBe(1);
  });

  it('goes on from its state as if it had never stopped', () => {
    const one = new SelfRegulation();
    for (let week = 0; week < 4; week += 1) regulate(one, weekly(week));
    const other = new SelfRegulation(JSON.parse(JSON.stringify(one.state())) as ReturnType<SelfRegulation['state']>);
    expect(regulate(other, weekly(4))).toEqual(regulate(one, weekly(4)));
  });
});
