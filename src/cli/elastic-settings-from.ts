import {
  ELASTIC_DEFAULTS,
  type ElasticAuthentication,
  type ElasticSettings,
  type ElasticSourceGroup,
} from '../../connectors/elastic/elastic-settings.js';
import { DEFAULT_GROUPS, groupNamed } from '../../connectors/elastic/default-groups.js';
import type { ElasticSection } from '../config/elastic-section.js';
import { milliseconds, tlsOf } from './section-values.js';

const authenticationOf = ({ apiKey, username, password }: ElasticSection): ElasticAuthentication => {
  if (apiKey !== undefined) return { kind: 'api-key', key: apiKey };
  if (username !== undefined && password !== undefined) return { kind: 'basic', username, password };
  return { kind: 'none' };
};

const groupsOf = ({ groups }: ElasticSection): readonly ElasticSourceGroup[] =>
  groups === undefined ? DEFAULT_GROUPS : Object.entries(groups).map(([name, group]) => groupNamed(name, group));

/** What the configuration says about a cluster, with every default filled in. */
export function elasticSettingsFrom(section: ElasticSection, tenant: string): ElasticSettings {
  return {
    nodes: section.nodes,
    authentication: authenticationOf(section),
    tls: tlsOf(section.tls),
    product: section.product ?? 'elasticsearch',
    tenant,
    groups: groupsOf(section),
    safetyLag: milliseconds(section.safetyLagSeconds, ELASTIC_DEFAULTS.safetyLag),
    overlap: milliseconds(section.overlapSeconds, ELASTIC_DEFAULTS.overlap),
    assumedLag: milliseconds(section.assumedLagSeconds, ELASTIC_DEFAULTS.assumedLag),
    requestTimeout: milliseconds(section.requestTimeoutSeconds, ELASTIC_DEFAULTS.requestTimeout),
    pageSize: section.pageSize ?? ELASTIC_DEFAULTS.pageSize,
    slices: section.slices ?? ELASTIC_DEFAULTS.slices,
  };
}
