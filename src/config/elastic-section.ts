import { Type, type Static } from '@sinclair/typebox';
import { Exact, OneOf } from '../documents/common.js';
import { Seconds, Tls } from './section-parts.js';

export const ELASTIC_PRODUCTS = ['elasticsearch', 'opensearch'] as const;
const READING = ['source', 'fields'] as const;
const DATASETS = ['known', 'all'] as const;

/** The key `elastic` of the configuration: how to reach a cluster, and what to read there. */
export const ElasticSection = Exact(
  {
    nodes: Type.Array(Type.String({ pattern: '^https?://', description: 'URL of a node', examples: ['https://es1.example.com:9200'] }), {
      minItems: 1,
      description: 'Nodes of the cluster',
    }),
    product: Type.Optional(OneOf(ELASTIC_PRODUCTS, 'Which product it is')),
    apiKey: Type.Optional(Type.String({ minLength: 1, description: 'API key in its encoded form', examples: ['${ELASTIC_API_KEY}'] })),
    username: Type.Optional(Type.String({ minLength: 1, description: 'User, where there is no API key' })),
    password: Type.Optional(Type.String({ minLength: 1, description: 'Password of that user', examples: ['${ELASTIC_PASSWORD}'] })),
    tls: Tls(),
    groups: Type.Optional(
      Type.Record(
        Type.String({ minLength: 1 }),
        Exact({
          indices: Type.Array(Type.String({ minLength: 1, description: 'Index expression', examples: ['logs-*', 'eu:logs-*'] }), {
            minItems: 1,
            description: 'Indices that are read together',
          }),
          ingestField: Type.Optional(
            Type.String({ minLength: 1, description: 'Field with the time of ingest', examples: ['event.ingested'] }),
          ),
          read: Type.Optional(OneOf(READING, 'Stored documents, or mapped fields')),
          datasets: Type.Optional(OneOf(DATASETS, 'Data sets that a mapping reads, or everything')),
        }),
        { description: 'Indices to read, by a name of their own' },
      ),
    ),
    safetyLagSeconds: Seconds('How long until a search surely finds what was taken in', 120),
    overlapSeconds: Seconds('How much of the time of ingest is read again', 240),
    assumedLagSeconds: Seconds('How late a document without a time of ingest is taken to come', 300),
    requestTimeoutSeconds: Seconds('How long a request may take', 60),
    pageSize: Type.Optional(Type.Integer({ minimum: 100, maximum: 10_000, description: 'Documents a request', examples: [5000] })),
    slices: Type.Optional(Type.Integer({ minimum: 1, maximum: 16, description: 'Parallel readers of one group', examples: [2] })),
    retention: Type.Optional(Type.String({ pattern: '^[0-9]+[dh]$', description: 'How long anomalies are kept', examples: ['365d'] })),
    kibana: Type.Optional(
      Exact({
        url: Type.String({ pattern: '^https?://', description: 'URL of Kibana', examples: ['https://kibana.example.com:5601'] }),
        space: Type.Optional(Type.String({ pattern: '^[a-z0-9_-]+$', description: 'Space for dashboards and rules', examples: ['soc'] })),
      }),
    ),
  },
  'Elasticsearch or OpenSearch',
);
export type ElasticSection = Static<typeof ElasticSection>;
