import type { Domain } from '../activity/domains.js';
import type { EntityType, Severity, Tactic } from '../documents/common.js';
import type { FacetFamily } from '../documents/anomaly.js';

/** Lane order and words: the way an attack usually travels. */
export const DOMAIN_NAMES: Readonly<Record<Domain, string>> = {
  email: 'Email',
  identity: 'Identity',
  saas: 'SaaS',
  network: 'Network',
  endpoint: 'Endpoint',
  cloud: 'Cloud',
  alert: 'Other tools',
};

/** The domain's name in the middle of a sentence. */
export const domainWord = (domain: Domain): string => (domain === 'saas' ? 'SaaS' : DOMAIN_NAMES[domain].toLowerCase());

export const ENTITY_NAMES: Readonly<Record<EntityType, readonly [one: string, many: string]>> = {
  user: ['user', 'users'],
  service: ['service account', 'service accounts'],
  app: ['app', 'apps'],
  device: ['device', 'devices'],
  address: ['address', 'addresses'],
  domain: ['domain', 'domains'],
  resource: ['resource', 'resources'],
};

export const TACTIC_NAMES: Readonly<Record<Tactic, string>> = {
  reconnaissance: 'Reconnaissance',
  'resource-development': 'Resource development',
  'initial-access': 'Initial access',
  execution: 'Execution',
  persistence: 'Persistence',
  'privilege-escalation': 'Privilege escalation',
  'defense-evasion': 'Defense evasion',
  'credential-access': 'Credential access',
  discovery: 'Discovery',
  'lateral-movement': 'Lateral movement',
  collection: 'Collection',
  'command-and-control': 'Command and control',
  exfiltration: 'Exfiltration',
  impact: 'Impact',
};

export const SEVERITY_RANK: Readonly<Record<Severity, number>> = { low: 1, medium: 2, high: 3, critical: 4 };

export const FAMILY_NAMES: Readonly<Record<FacetFamily | 'combined', string>> = {
  combined: 'Combined',
  novelty: 'Novelty',
  volume: 'Volume',
  time: 'Time of week',
  travel: 'Travel',
  sequence: 'Order of operations',
  beaconing: 'Beaconing',
  dns: 'DNS',
  lateral: 'Lateral movement',
  mail: 'Mail',
  destination: 'Destinations',
  exfiltration: 'Exfiltration',
  persistence: 'Persistence',
  alert: 'Alerts of other tools',
};

/** A family's name; one that the catalogue does not know keeps its own. */
export const familyName = (family: string): string => (FAMILY_NAMES as Readonly<Record<string, string>>)[family] ?? family;

/** Kebab-case reasons and roles as words. */
export const spaced = (word: string): string => word.replaceAll('-', ' ').replaceAll('_', ' ');

/** First letter upper case. */
export const sentenceCase = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
