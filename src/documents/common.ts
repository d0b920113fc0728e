import { Type, type TSchema } from '@sinclair/typebox';

/** A string drawn from a closed list; published as JSON Schema `enum`. */
export const OneOf = <const T extends readonly string[]>(values: T, description: string) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values], description });

export const Text = (description: string) => Type.String({ description });
export const Keyword = (description: string) => Type.String({ description, 'x-type': 'keyword' });
export const Timestamp = (description: string) => Type.String({ description, format: 'date-time' });
export const Count = (description: string) => Type.Integer({ description, minimum: 0 });
export const Real = (description: string) => Type.Number({ description });
export const Probability = (description: string) => Type.Number({ description, minimum: 0, maximum: 1 });
export const List = <T extends TSchema>(item: T, description: string) => Type.Array(item, { description });
/** An object with exactly these fields. */
export const Exact = <T extends Record<string, TSchema>>(fields: T, description = '') =>
  Type.Object(fields, { additionalProperties: false, ...(description === '' ? {} : { description }) });

export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const ENTITY_TYPES = ['user', 'service', 'app', 'device', 'address', 'domain', 'resource'] as const;
export type EntityType = (typeof ENTITY_TYPES)[number];

export const ENTITY_ROLES = ['actor', 'source', 'target', 'object', 'client', 'destination', 'sender', 'recipient'] as const;
export type EntityRole = (typeof ENTITY_ROLES)[number];

export const TACTICS = [
  'reconnaissance',
  'resource-development',
  'initial-access',
  'execution',
  'persistence',
  'privilege-escalation',
  'defense-evasion',
  'credential-access',
  'discovery',
  'lateral-movement',
  'collection',
  'command-and-control',
  'exfiltration',
  'impact',
] as const;
/** MITRE ATT&CK Enterprise tactics in kill-chain order, by short name. */
export type Tactic = (typeof TACTICS)[number];

export const EventReference = Exact(
  {
    id: Keyword("The vendor's own event id, else a hash of the record"),
    source: Keyword('Source mapping that read the event, product.stream'),
    time: Timestamp('When the event happened'),
  },
  'Where one piece of evidence can be found in the SIEM',
);

export const EntityReference = Exact({
  id: Keyword('Stable id: type:canonical name'),
  name: Keyword('Name to show'),
  type: OneOf(ENTITY_TYPES, 'What the entity is'),
  role: OneOf(ENTITY_ROLES, 'Part it plays'),
});

export const ThreatTactic = Exact({ id: Keyword('ATT&CK tactic id'), name: Keyword('ATT&CK tactic name') });
export const ThreatTechnique = Exact({ id: Keyword('ATT&CK technique id'), name: Keyword('ATT&CK technique name') });

export const Threat = Exact({
  framework: Type.Literal('MITRE ATT&CK'),
  tactic: List(ThreatTactic, 'Tactics, in kill-chain order'),
  technique: List(ThreatTechnique, 'Techniques'),
});

export const Related = Exact({
  user: List(Keyword('User'), 'Users by name'),
  ip: List(Keyword('Address'), 'Addresses'),
  hosts: List(Keyword('Host or domain'), 'Hosts and domains'),
  hash: List(Keyword('Hash'), 'File hashes'),
});

/** ECS fields that every document carries. */
export const EcsEnvelope = {
  '@timestamp': Timestamp('When the thing the document is about became complete'),
  ecs: Exact({ version: Keyword('ECS version') }),
  message: Text('One sentence for a list'),
};
