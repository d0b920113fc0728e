import type { TlsSettings } from '../tls-settings.js';

/** Who we are to the cluster. */
export type ElasticAuthentication =
  | { readonly kind: 'none' }
  /** The `encoded` form that Elasticsearch gives out with a new key. */
  | { readonly kind: 'api-key'; readonly key: string }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string };

/** Indices that are read together. */
export interface ElasticSourceGroup {
  readonly name: string;
  /** Index expressions, `cluster:pattern` for remote clusters. */
  readonly indices: readonly string[];
  /** Field with the time of ingest. */
  readonly ingestField: string;
  /** `source` reads the stored document; `fields` asks for mapped fields, for indices without a stored one or with runtime fields. */
  readonly read: 'source' | 'fields';
  /** `known` reads data sets that a mapping reads and documents without a data set; `all` reads everything. */
  readonly datasets: 'known' | 'all';
}

/** How to reach one cluster and what to read there; durations in milliseconds. */
export interface ElasticSettings {
  readonly nodes: readonly string[];
  readonly authentication: ElasticAuthentication;
  readonly tls: TlsSettings;
  readonly product: 'elasticsearch' | 'opensearch';
  readonly tenant: string;
  readonly groups: readonly ElasticSourceGroup[];
  readonly safetyLag: number;
  readonly overlap: number;
  /** How late a document without a time of ingest is taken to come. */
  readonly assumedLag: number;
  readonly requestTimeout: number;
  /** Documents a request, at most 10,000. */
  readonly pageSize: number;
  /** Parallel readers of one group. */
  readonly slices: number;
}

export const NO_TLS: TlsSettings = {
  authorities: undefined,
  clientCertificate: undefined,
  clientKey: undefined,
  clientKeyPassphrase: undefined,
};

/** What holds where the configuration says nothing. */
export const ELASTIC_DEFAULTS = {
  safetyLag: 120_000,
  overlap: 240_000,
  assumedLag: 300_000,
  requestTimeout: 60_000,
  pageSize: 5000,
  slices: 2,
} as const;
