import type { Observation } from '../../src/correlation/observation.js';
import { byWindow, entity, facet, model, observation } from './build-observation.js';

const disableUser = { kind: 'disable-user', on: 'actor', duration_hours: 24, confirmations: 1, undo: 'Enable the account again.' } as const;
const blockAddress = { kind: 'block-address', on: 'source', duration_hours: 2, confirmations: 1, undo: 'Remove the block.' } as const;

export const SIX_MODELS = [
  model({
    name: 'SaaS / Access / Unusual External Source for SaaS Credential Use',
    tactic: 'initial-access',
    sentence: '{actor} signed in to {service} from {source}, which it had never used.',
    falsePositives: ['The integration moved to a new hosting provider.'],
  }),
  model({ name: 'SaaS / Compromise / Login From Rare Endpoint While User Is Active', tactic: 'initial-access', actions: [disableUser] }),
  model({
    name: 'SaaS / Compliance / Anomalous Salesforce API Event',
    tactic: 'collection',
    sentence: '{actor} called {operation} in {service} {count} times from {source}.',
  }),
  model({
    name: 'SaaS / Unusual Activity / Multiple Unusual SaaS Activities',
    tactic: 'exfiltration',
    sentence: '{actor} ran {operation} in {service}.',
  }),
  model({ name: 'Response / SaaS / Unusual Activity Block', tactic: 'defense-evasion', actions: [{ ...disableUser, duration_hours: 48 }] }),
  model({ name: 'Response / SaaS / Suspicious Source Activity Block', tactic: 'defense-evasion', actions: [blockAddress] }),
] as const;

export const KEY_ADDED = model({
  name: 'SaaS / Persistence / New Access Key',
  tactic: 'persistence',
  sentence: '{actor} ran {operation} in {service}.',
});

/** The stolen integration token: one night, then a new key after 12 days and a new user after 18. */
export const salesloft = (): readonly Observation[] => {
  const drift = entity('user:drift@acme.example', 'actor');
  const attacker = entity('address:203.0.113.77', 'source');
  const [login, active, api, multiple, block, sourceBlock] = SIX_MODELS;
  return [
    observation({
      hour: 200,
      subject: drift,
      others: [attacker],
      models: [login, active],
      probability: 1e-5,
      facts: ['sign-in', 'new-network-for-estate'],
      operations: ['Login'],
      facets: [
        facet('origin-network', 1e-5, '203.0.113.0/24', { typical: '198.51.100.0/24' }),
        facet('client', 1e-3, 'python-requests/2.32'),
      ],
    }),
    observation({
      hour: 201,
      subject: drift,
      others: [attacker],
      models: [api],
      probability: 1e-5,
      facts: ['api-query', 'api-describe', 'api-burst'],
      operations: ['query', 'describe'],
      facets: [facet('resource', 1e-4, 'Account, Case, Opportunity, User'), facet('action-sequence', 1e-3, 'describe then query')],
    }),
    observation({
      hour: 202,
      subject: drift,
      others: [attacker],
      models: [multiple, block],
      probability: 1e-6,
      facts: ['bulk-job', 'data-export'],
      operations: ['BulkJob'],
      facets: [facet('read-volume', 1e-6, '120,000 records', { observed: 120_000, unit: 'records' })],
    }),
    observation({
      hour: 203,
      subject: drift,
      others: [attacker],
      models: [sourceBlock],
      probability: 1e-5,
      facts: ['job-deleted', 'delete-after-export'],
      operations: ['DELETE'],
      facets: [facet('delete-volume', 1e-5, '1 job', { observed: 1 })],
    }),
    observation({
      hour: 203 + 12 * 24,
      subject: drift,
      others: [entity('address:203.0.113.91', 'source'), entity('address:203.0.113.0/24', 'source')],
      models: [KEY_ADDED],
      probability: 4e-4,
      domain: 'cloud',
      service: 'AWS IAM',
      facts: ['credential-added'],
      operations: ['UpdateAccessKey'],
      facets: [facet('access-change', 4e-4, 'UpdateAccessKey')],
    }),
    observation({
      hour: 203 + 18 * 24,
      subject: entity('user:ops-admin@acme.example', 'actor'),
      others: [attacker, entity('user:svc-report@acme.example', 'target')],
      models: [KEY_ADDED],
      probability: 2e-4,
      domain: 'cloud',
      service: 'AWS IAM',
      facts: ['account-created'],
      operations: ['CreateUser'],
      facets: [facet('access-change', 2e-4, 'CreateUser')],
    }),
  ];
};

/** Mail to a person, a beacon of the device, a logon to a server, then SaaS and a cloud key. */
export const phishToCloud = (): readonly Observation[] => {
  const anna = (role: 'actor' | 'recipient', hops: 0 | 1 = 0) => entity('user:anna@acme.example', role, { hops });
  const laptop = (role: 'actor' | 'source' | 'client', hops: 0 | 1 = 0) => entity('device:lt-anna', role, { hops });
  const lure = entity('domain:login-acme.example', 'destination');
  const lured = model({
    name: 'Email / Phishing / Lure From New Domain',
    tactic: 'initial-access',
    sentence: '{target} got mail from {actor}.',
  });
  const beacon = model({
    name: 'Device / Beacon To Rare Destination',
    tactic: 'command-and-control',
    sentence: '{actor} kept calling {destination}.',
  });
  const lateral = model({ name: 'Device / New Administration Edge', tactic: 'lateral-movement' });
  const cloudKey = model({ name: 'Cloud / Persistence / Access Key Created', tactic: 'persistence' });
  const reads = model({ name: 'SaaS / Unusual Download', tactic: 'exfiltration' });
  return [
    observation({
      hour: 33,
      unit: 'mailbox',
      domain: 'email',
      subject: anna('recipient'),
      others: [entity('address:hr@login-acme.example', 'sender'), lure],
      models: [lured],
      probability: 5e-3,
      facts: ['mail-received', 'new-sender-domain', 'look-alike-domain'],
      operations: ['Receive'],
      facets: [facet('sender-domain', 5e-3, 'login-acme.example')],
    }),
    observation({
      hour: 36,
      unit: 'device',
      domain: 'network',
      subject: laptop('source'),
      others: [anna('actor', 1), lure],
      models: [beacon],
      probability: 1e-5,
      facts: ['periodic-contact', 'new-destination-for-estate'],
      operations: ['connection'],
      facets: [facet('beaconing', 1e-5, 'every 60 s', { detail: 'score 0.98' })],
    }),
    observation({
      hour: 38,
      unit: 'device',
      domain: 'network',
      subject: laptop('source'),
      others: [entity('device:srv-files', 'destination', { commonness: 0.02 }), anna('actor', 1)],
      models: [lateral],
      probability: 2e-4,
      facts: ['new-internal-edge'],
      operations: ['smb'],
      facets: [facet('internal-edge', 2e-4, 'srv-files')],
    }),
    observation({
      hour: 39,
      domain: 'saas',
      subject: anna('actor'),
      others: [laptop('client', 1), entity('address:203.0.113.5', 'source')],
      models: [reads],
      probability: 1e-4,
      facts: ['mass-download'],
      operations: ['FileDownloaded'],
      facets: [facet('read-volume', 1e-4, '3.2 GB', { observed: 3.2e9 })],
    }),
    observation({
      hour: 40,
      domain: 'cloud',
      service: 'AWS IAM',
      subject: entity('user:anna-admin', 'actor'),
      others: [anna('actor', 1), entity('address:203.0.113.5', 'source')],
      models: [cloudKey],
      probability: 1e-4,
      facts: ['credential-added'],
      operations: ['CreateAccessKey'],
      facets: [facet('access-change', 1e-4, 'CreateAccessKey')],
    }),
  ];
};

/** Every day somebody else does one unusual thing: nothing of it belongs together, though all pass the same gateway. */
export const background = (days: number, perDay = 3): readonly Observation[] => {
  const nat = entity('address:198.51.100.1', 'source', { commonness: 0.9 });
  return Array.from({ length: days * perDay }, (_, index) =>
    observation({
      hour: Math.floor((index * 24) / perDay) + (index % 5),
      subject: entity(`user:person${index % 180}@acme.example`, 'actor'),
      others: [nat],
      probability: 9e-4 / (1 + (index % 7)),
      operations: [`Operation${index % 11}`],
      facets: [facet(index % 2 === 0 ? 'client' : 'resource', 9e-4 / (1 + (index % 7)), `value-${index % 11}`)],
    }),
  );
};

export const together = (...stories: readonly (readonly Observation[])[]): readonly Observation[] => stories.flat().sort(byWindow);
