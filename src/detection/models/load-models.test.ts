import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../errors.js';
import { loadModels, modelPath } from './load-models.js';

const GOOD = `name: SaaS / Access / Odd Sign-In
description: A sign-in that the account has never shown.
unit: [account]
when:
  all:
    - facet: origin-network
      probability: 0.01
    - fact: sign-in
attack:
  tactic: initial-access
  techniques: [T1078.004]
severity: medium
sentence: '{actor} signed in from {source}.'
actions: []
false_positives: [Travel]
tests:
  - name: odd
    finding: { unit: account, facets: { origin-network: 0.001 }, facts: { sign-in: 1 } }
    matches: true
  - name: usual
    finding: { unit: account, facets: { origin-network: 0.5 }, facts: { sign-in: 1 } }
    matches: false
`;
const PATH = 'models/SaaS/Access/odd-sign-in.yaml';

function complaint(...files: readonly { readonly path?: string; readonly text: string }[]): string {
  try {
    loadModels(files.map(({ path = PATH, text }) => ({ path, text })));
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  return 'no complaint';
}

const changed = (from: string, to: string): string => {
  expect(GOOD).toContain(from);
  return complaint({ text: GOOD.replace(from, to) });
};

function referring(title: string, to: string): { readonly path: string; readonly text: string } {
  const name = `SaaS / Access / ${title}`;
  const when = `when:\n  model: SaaS / Access / ${to}\nattack`;
  return { path: `models/${modelPath(name)}`, text: GOOD.replace('SaaS / Access / Odd Sign-In', name).replace(/when:[^]*?attack/, when) };
}

describe('loadModels', () => {
  it('reads a model, with the names of its techniques', () => {
    const set = loadModels([{ path: PATH, text: GOOD }]);
    expect(set.models.map((model) => model.name)).toEqual(['SaaS / Access / Odd Sign-In']);
    expect(set.models[0]?.attack.techniques).toEqual([{ id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' }]);
  });

  it('names what is not in the vocabulary, with line, column and the likely word', () => {
    expect(changed('facet: origin-network\n', 'facet: origin-netwrok\n')).toMatchInlineSnapshot(
      `"models/SaaS/Access/odd-sign-in.yaml:6:14: 'facet' is "origin-netwrok", which is not allowed; did you mean 'origin-network'?"`,
    );
    expect(changed('- fact: sign-in', '- fact: signin')).toMatchInlineSnapshot(
      `"models/SaaS/Access/odd-sign-in.yaml:8:13: 'fact' is "signin", which is not allowed; did you mean 'sign-in'?"`,
    );
    expect(changed('severity: medium', 'severity: severe')).toMatchInlineSnapshot(
      `"models/SaaS/Access/odd-sign-in.yaml:12:11: 'severity' is "severe", which is not allowed; Allowed: low, medium, high, critical"`,
    );
    expect(
      changed('actions: []', 'actions: [{ kind: disable-usr, on: actor, duration_hours: 1, confirmations: 1, undo: x }]'),
    ).toMatchInlineSnapshot(
      `"models/SaaS/Access/odd-sign-in.yaml:14:19: 'kind' is "disable-usr", which is not allowed; did you mean 'disable-user'? Allowed: disable-user, revoke-sessions, revoke-token, disable-access-key, block-address, block-domain, isolate-device, remove-mailbox-rule, quarantine-message, revert-change, reset-password, notify"`,
    );
    expect(changed('[T1078.004]', '[T1078.044]')).toMatchInlineSnapshot(
      `"models/SaaS/Access/odd-sign-in.yaml:11:16: the ATT&CK technique 'T1078.044' is not known; its parent T1078 (Valid Accounts) is known"`,
    );
    expect(changed('initial-access', 'impact')).toMatchInlineSnapshot(
      `"models/SaaS/Access/odd-sign-in.yaml:10:11: none of the techniques belongs to the tactic 'impact'; use initial-access or persistence or privilege-escalation or defense-evasion"`,
    );
    expect(changed('from {source}', 'from {where}')).toMatchInlineSnapshot(
      `"models/SaaS/Access/odd-sign-in.yaml:13:11: the sentence asks for {where}, which there is not; Allowed: actor, service, count, operation, source, destination, resource, target, time"`,
    );
  });

  it('refuses a facet that no window of the model has', () => {
    expect(changed('facet: origin-network\n', 'facet: sender\n')).toMatchInlineSnapshot(
      `"models/SaaS/Access/odd-sign-in.yaml:6:14: the facet 'sender' judges windows of the kind mailbox; use a facet of account, or add mailbox to unit"`,
    );
    expect(changed('- fact: sign-in', '- { family: beaconing, probability: 0.1 }')).toMatchInlineSnapshot(
      `"models/SaaS/Access/odd-sign-in.yaml:8:17: no facet of account is of the family 'beaconing'; Allowed: novelty, volume, exfiltration, time, travel, sequence, persistence, mail"`,
    );
  });

  it('refuses tests with unknown words, and a model without a near miss', () => {
    expect(changed('facts: { sign-in: 1 } }\n    matches: true', 'facts: { singin: 1 } }\n    matches: true')).toMatchInlineSnapshot(
      `"models/SaaS/Access/odd-sign-in.yaml:18:75: unknown key 'singin'; did you mean 'sign-in'?"`,
    );
    expect(changed('matches: false', 'matches: true')).toMatchInlineSnapshot(
      `"models/SaaS/Access/odd-sign-in.yaml:16:1: no test has 'matches: false'; add a near miss"`,
    );
  });

  it('holds the name against the path', () => {
    expect(complaint({ path: 'models/SaaS/odd.yaml', text: GOOD })).toMatchInlineSnapshot(
      `"models/SaaS/odd.yaml:1:7: the name does not match the file: move it to models/SaaS/Access/odd-sign-in.yaml or change the name"`,
    );
    expect(changed('SaaS / Access / Odd Sign-In', 'Odd Sign-In')).toMatchInlineSnapshot(
      `"models/SaaS/Access/odd-sign-in.yaml:1:7: the name needs a folder: write for example 'SaaS / Access / Odd Sign-In'"`,
    );
  });

  it('finds references to nowhere and in circles', () => {
    expect(complaint({ text: GOOD }, referring('Other', 'Odd Sing-In'))).toMatchInlineSnapshot(
      `"models/SaaS/Access/other.yaml:5:10: there is no model 'SaaS / Access / Odd Sing-In'; did you mean 'SaaS / Access / Odd Sign-In'? Models: SaaS / Access / Odd Sign-In, SaaS / Access / Other"`,
    );
    expect(complaint(referring('A', 'B'), referring('B', 'C'), referring('C', 'A'))).toMatchInlineSnapshot(`
      "models/SaaS/Access/a.yaml:5:10: the models refer to each other in a circle: SaaS / Access / A → SaaS / Access / B → SaaS / Access / C → SaaS / Access / A; remove one of the references
      models/SaaS/Access/b.yaml:5:10: the models refer to each other in a circle: SaaS / Access / B → SaaS / Access / C → SaaS / Access / A → SaaS / Access / B; remove one of the references
      models/SaaS/Access/c.yaml:5:10: the models refer to each other in a circle: SaaS / Access / C → SaaS / Access / A → SaaS / Access / B → SaaS / Access / C; remove one of the references"
    `);
    expect(complaint(referring('A', 'A'))).toContain('circle');
  });

  it('reports the problems of all files at once', () => {
    const message = complaint({ text: GOOD.replace('severity: medium', 'severity: severe') }, referring('Other', 'Nowhere'));
    expect(message.split('\n').map((line) => line.split(':')[0])).toEqual([
      'models/SaaS/Access/odd-sign-in.yaml',
      'models/SaaS/Access/other.yaml',
    ]);
  });

  it('refuses two models of one name', () => {
    expect(complaint({ text: GOOD }, { path: `more/${PATH}`, text: GOOD })).toContain('is also in');
  });
});
