import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/correlation/observation.js';
import type { FindingEntity } from '../../src/detection/finding.js';
import type { ProposedAction } from '../../src/detection/model.js';
import { createCorrelator } from '../../src/pipeline/incident-desk.js';
import { entity, facet, model, observation, type ObservationSketch } from '../incidents/build-observation.js';

const action = (kind: ProposedAction['kind'], on: ProposedAction['on']): ProposedAction => ({
  kind,
  on,
  duration_hours: 24,
  confirmations: 1,
  undo: 'Undo it',
});

const EVERYTHING = [
  action('reset-password', 'actor'),
  action('disable-user', 'actor'),
  action('revoke-sessions', 'actor'),
  action('revoke-token', 'actor'),
  action('block-address', 'source'),
];

const proposed = (...observations: readonly Observation[]): readonly (readonly [kind: string, name: string])[] => {
  const correlator = createCorrelator({ tenant: 'acme', alertBudgetPerDay: 3 });
  correlator.step(observations);
  return correlator.actions().map((one) => [one.event.action, one.throughline.entity.name] as const);
};

const ana = entity('user:ana@acme.example', 'actor');

const takeover = (others: readonly FindingEntity[], sketch: Partial<ObservationSketch> = {}): Observation =>
  observation({
    hour: 40,
    subject: ana,
    others,
    probability: 1e-9,
    facts: ['sign-in', 'new-network-for-account', 'new-network-for-estate'],
    models: [model({ name: 'SaaS / Compromise / Taken Over', tactic: 'initial-access', actions: EVERYTHING })],
    ...sketch,
  });

describe('what is proposed against an account takeover', () => {
  it('keeps the intruder out first, then takes back what was stolen, then stops the account', () => {
    const attacker = entity('address:203.0.113.77', 'source');
    expect(proposed(takeover([attacker]))).toEqual([
      ['block-address', '203.0.113.77'],
      ['revoke-token', 'ana@acme.example'],
      ['revoke-sessions', 'ana@acme.example'],
      ['disable-user', 'ana@acme.example'],
      ['reset-password', 'ana@acme.example'],
    ]);
  });

  it('blocks the surprising origin, which is named first, and not the usual one named after it', () => {
    const [attacker, vendor] = [entity('address:203.0.113.77', 'source'), entity('address:198.51.100.20', 'source', { commonness: 0.004 })];
    expect(proposed(takeover([attacker, vendor]))).toContainEqual(['block-address', '203.0.113.77']);
    expect(proposed(takeover([attacker, vendor]))).not.toContainEqual(['block-address', '198.51.100.20']);
  });

  it("never blocks the office's own way out, though it is named first", () => {
    const [office, attacker] = [entity('address:198.51.100.1', 'source', { commonness: 0.6 }), entity('address:203.0.113.77', 'source')];
    expect(proposed(takeover([office, attacker])).filter(([kind]) => kind === 'block-address')).toEqual([
      ['block-address', '203.0.113.77'],
    ]);
    expect(proposed(takeover([office])).map(([kind]) => kind)).not.toContain('block-address');
  });

  it('blocks no address that the account is used to', () => {
    const home = entity('address:203.0.113.9', 'source');
    expect(proposed(takeover([home], { facts: ['sign-in', 'mass-download'] })).map(([kind]) => kind)).not.toContain('block-address');
  });

  it("does not take the person's own telephone for the intruder where an office was the surprising origin", () => {
    const office = entity('address:198.51.100.1', 'source', { commonness: 0.6 });
    const telephone = entity('address:192.0.2.40', 'source', { commonness: 0.005 });
    const trip = takeover([office, telephone], { facets: [facet('origin-behaviour', 1e-6, '198.51.100.0/24: sign-in, api-query')] });
    expect(proposed(trip).map(([kind]) => kind)).not.toContain('block-address');
    const theft = takeover([office, telephone], { facets: [facet('origin-behaviour', 1e-6, '192.0.2.0/24: sign-in, api-query')] });
    expect(proposed(theft)).toContainEqual(['block-address', '192.0.2.40']);
  });

  it('does not stop an account that only did much', () => {
    const much = takeover([], { facts: ['mail-sent', 'new-network-for-account'] });
    expect(proposed(much).map(([kind]) => kind)).not.toContain('disable-user');
    const harmful = takeover([], { facts: ['mass-deletion'] });
    expect(proposed(harmful)).toContainEqual(['disable-user', 'ana@acme.example']);
  });

  it('puts what rests on faint evidence last', () => {
    const aside = observation({
      hour: 41,
      subject: ana,
      others: [entity('address:203.0.113.77', 'source')],
      probability: 9e-4,
      models: [model({ name: 'SaaS / Oddity', tactic: 'collection', actions: [action('disable-access-key', 'actor')] })],
    });
    expect(proposed(takeover([entity('address:203.0.113.77', 'source')]), aside).at(-1)).toEqual([
      'disable-access-key',
      'ana@acme.example',
    ]);
  });
});

describe('whom a proposal is for', () => {
  it('is the owner of the mailbox, not a colleague named in the message', () => {
    const lured = observation({
      hour: 40,
      unit: 'mailbox',
      domain: 'email',
      subject: entity('user:ana@acme.example', 'recipient'),
      others: [entity('user:leo@acme.example', 'actor'), entity('domain:acrne.example', 'sender')],
      probability: 1e-9,
      models: [
        model({
          name: 'Email / Phishing / Link Opened',
          tactic: 'initial-access',
          actions: [action('reset-password', 'actor'), action('quarantine-message', 'sender')],
        }),
      ],
    });
    expect(proposed(lured)).toEqual([
      ['reset-password', 'ana@acme.example'],
      ['quarantine-message', 'acrne.example'],
    ]);
  });

  it('is nobody where the entity would have to be guessed', () => {
    const alone = takeover([], { models: [model({ name: 'A', tactic: 'impact', actions: [action('isolate-device', 'device')] })] });
    expect(proposed(alone)).toEqual([]);
  });

  it('blocks no destination that many at home use', () => {
    const beacon = (commonness: number): Observation =>
      observation({
        hour: 40,
        unit: 'device',
        domain: 'network',
        subject: entity('device:lt-1', 'source'),
        others: [entity('domain:cdn.example', 'destination', { commonness })],
        probability: 1e-9,
        models: [model({ name: 'Device / Beacon', tactic: 'command-and-control', actions: [action('block-domain', 'destination')] })],
      });
    expect(proposed(beacon(0.3))).toEqual([]);
    expect(proposed(beacon(0.01))).toEqual([['block-domain', 'cdn.example']]);
  });
});
