import {
  ELASTIC_DEFAULTS,
  type ElasticAuthentication,
  type ElasticSettings,
  type ElasticSourceGroup,
} from '../../connectors/elastic/elastic-settings.js';
import { ALERT_INDICES, DEFAULT_INDICES } from '../../connectors/elastic/privileges.js';
import type { ElasticSection } from '../config/elastic-section.js';

const INGEST_FIELD = 'event.ingested';

const authenticationOf = ({ apiKey, username, password }: ElasticSection): ElasticAuthentication => {
  if (apiKey !== undefined) return { kind: 'api-key', key: apiKey };
  if (username !== undefined && password !== undefined) return { kind: 'basic', username, password };
  return { kind: 'none' };
};

const groupsOf = ({ groups }: ElasticSection): readonly ElasticSourceGroup[] => {
  const named = groups ?? { logs: { indices: [...DEFAULT_INDICES] }, alerts: { indices: [...ALERT_INDICES] } };
  return Object.entries(named).map(([name, { indices, ingestField, read, datasets }]) => ({
    name,
    indices,
    ingestField: ingestField ?? INGEST_FIELD,
    read: read ?? 'source',
    datasets: datasets ?? 'known',
  }));
};

/** What the configuration says about a cluster, with every default filled in. */
export function elasticSettingsFrom(section: ElasticSection, tenant: string): ElasticSettings {
  const milliseconds = (seconds: number | undefined, standard: number): number => (seconds === undefined ? standard : seconds * 1000);
  const { tls = {} } = section;
  return {
    nodes: section.nodes,
    authentication: authenticationOf(section),
    tls: {
      authorities: tls.authorities,
      clientCertificate: tls.clientCertificate,
      clientKey: tls.clientKey,
      clientKeyPassphrase: tls.clientKeyPassphrase,
    },
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
