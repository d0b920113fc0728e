import { isIP } from 'node:net';
import type { Domain } from '../activity/domains.js';
import type { FindingEntity } from '../detection/finding.js';
import type { AnomalyDocument } from '../documents/anomaly.js';

/** ECS version that the documents follow. */
export const ECS_VERSION = '8.17.0';

const CATEGORIES: Readonly<Record<Domain, readonly string[]>> = {
  email: ['email'],
  identity: ['authentication', 'iam'],
  saas: ['web'],
  network: ['network'],
  endpoint: ['host'],
  cloud: ['configuration'],
  alert: ['intrusion_detection'],
};

/** ECS `event.category` of the domains that take part; every document is also intrusion detection. */
export const categoriesOf = (domains: readonly Domain[]): string[] =>
  [...new Set(['intrusion_detection', ...domains.flatMap((domain) => CATEGORIES[domain])])].sort();

/** ECS `related` of some entities. Addresses, hosts and users by name. */
export const relatedOf = (entities: readonly Pick<FindingEntity, 'name' | 'type'>[]): AnomalyDocument['related'] => {
  const names = (types: readonly string[]): string[] =>
    [...new Set(entities.filter((entity) => types.includes(entity.type)).map((entity) => entity.name))].sort();
  return {
    user: names(['user', 'service']),
    ip: names(['address']).filter((name) => isIP(name) !== 0),
    hosts: names(['device', 'domain']),
    hash: [],
  };
};

/** An entity as documents refer to it. */
export const referenceOf = ({ id, name, type, role }: FindingEntity): AnomalyDocument['throughline']['entity'] => ({
  id,
  name,
  type,
  role,
});

/** A domain as people write it. */
export const domainName = (domain: Domain): string => (domain === 'saas' ? 'SaaS' : domain);
