import { Type, type Static } from '@sinclair/typebox';
import { Exact, OneOf } from '../documents/common.js';
import { Seconds, Tls } from './section-parts.js';

const READING = ['raw', 'fields'] as const;
const MODELS = ['Alerts', 'Authentication', 'Change', 'Email', 'Network_Resolution', 'Network_Traffic'] as const;
const Https = (description: string, example: string) => Type.String({ pattern: '^https?://', description, examples: [example] });
const Name = (description: string, example: string) =>
  Type.String({ minLength: 1, pattern: '^[A-Za-z0-9_.-]+$', description, examples: [example] });

/** The key `splunk` of the configuration: how to reach a Splunk, what to read there, and where to write. */
export const SplunkSection = Exact(
  {
    url: Https('Management port of a search head', 'https://splunk.example.com:8089'),
    token: Type.Optional(Type.String({ minLength: 1, description: 'Authentication token', examples: ['${SPLUNK_TOKEN}'] })),
    username: Type.Optional(Type.String({ minLength: 1, description: 'User, where there is no token' })),
    password: Type.Optional(Type.String({ minLength: 1, description: 'Password of that user', examples: ['${SPLUNK_PASSWORD}'] })),
    tls: Tls('Connection to the management port'),
    collector: Exact(
      {
        url: Https('HTTP Event Collector', 'https://splunk.example.com:8088'),
        token: Type.String({ minLength: 1, description: 'Its token', examples: ['${SPLUNK_HEC_TOKEN}'] }),
        acknowledge: Type.Optional(Type.Boolean({ description: 'Wait until indexers confirm', examples: [false] })),
        tls: Tls('Connection to the collector; absent: as to the management port'),
      },
      'Where documents are written',
    ),
    app: Type.Optional(Name('App with the macros and collections', 'throughline')),
    outputIndex: Type.Optional(Name('Index for what is written', 'throughline')),
    riskIndex: Type.Optional(Name('Index of risk events, to which each anomaly goes too; absent: none', 'risk')),
    groups: Type.Optional(
      Type.Record(
        Type.String({ minLength: 1 }),
        Exact({
          indexes: Type.Optional(
            Type.Array(Type.String({ minLength: 1, description: 'Index', examples: ['o365'] }), {
              minItems: 1,
              description: 'Indexes that are read together',
            }),
          ),
          macros: Type.Optional(
            Type.Array(Type.String({ pattern: '^[A-Za-z0-9_]+$', description: 'Macro of the app', examples: ['throughline_input_saas'] }), {
              minItems: 1,
              description: 'Macros that name such indexes',
            }),
          ),
          sourcetypes: Type.Optional(
            Type.Union(
              [
                OneOf(['known', 'all'] as const, 'Those that a mapping reads, or all'),
                Type.Array(Type.String({ minLength: 1, description: 'Sourcetype', examples: ['o365:management:activity'] }), {
                  minItems: 1,
                }),
              ],
              { description: 'known, all, or a list of sourcetypes' },
            ),
          ),
          read: Type.Optional(OneOf(READING, 'Events in JSON as they came, or with the fields that add-ons extract')),
          models: Type.Optional(
            Type.Array(OneOf(MODELS, 'Data model of the CIM'), {
              minItems: 1,
              description: 'Data models by whose fields events of sourcetypes are read that no mapping knows',
            }),
          ),
        }),
        { description: 'Indexes to read, by a name of their own' },
      ),
    ),
    sourcetypes: Type.Optional(
      Type.Record(Type.String({ minLength: 1 }), Type.String({ minLength: 1, description: 'Source mapping', examples: ['m365.audit'] }), {
        description: 'Source mappings of sourcetypes with names of your own',
      }),
    ),
    safetyLagSeconds: Seconds('How long until a search surely finds what was indexed', 120),
    overlapSeconds: Seconds('How much of the time of indexing is read again', 240),
    oldestEventDays: Type.Optional(
      Type.Number({ minimum: 1, maximum: 3650, description: 'How long before it was indexed an event may have happened', examples: [30] }),
    ),
    requestTimeoutSeconds: Seconds('How long a request may take', 60),
    searchTimeoutSeconds: Seconds('How long a search may take', 600),
    searchQuota: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 100, description: 'Searches that the role may run at once; one fewer is used', examples: [3] }),
    ),
    eventsPerSearch: Type.Optional(
      Type.Integer({ minimum: 100, maximum: 50_000, description: 'Events held in memory at once', examples: [10_000] }),
    ),
  },
  'Splunk Enterprise or Cloud',
);
export type SplunkSection = Static<typeof SplunkSection>;
