import { Type, type Static } from '@sinclair/typebox';
import { Exact, OneOf } from '../documents/common.js';
import { ElasticSection } from './elastic-section.js';
import { SplunkSection } from './splunk-section.js';

const Names = (description: string, example: string) =>
  Type.Array(Type.String({ minLength: 1 }), { description, examples: [[example]], default: [] });

const IdentifierText = Type.String({ minLength: 1, description: 'A name as scheme:value', examples: ['upn:ana@example.com'] });
const Network = Type.String({ minLength: 1, description: 'Network in CIDR notation', examples: ['10.0.0.0/8'] });
const Wildcard = Type.String({ minLength: 1, description: 'Text in which * stands for anything' });

export const RUN_MODES = ['prequential', 'retrospective'] as const;
export type RunMode = (typeof RUN_MODES)[number];

export const PRIVATE_NETWORKS: readonly string[] = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  'fc00::/7',
  'fe80::/10',
  '::1/128',
];

/** `throughline.yaml` as it is written; every key has a default. */
export const ConfigurationFile = Exact(
  {
    tenant: Type.String({
      minLength: 1,
      pattern: '^[a-z0-9][a-z0-9_-]*$',
      description: 'Short name, lower case',
      examples: ['main'],
      default: 'default',
    }),
    timezone: Type.String({
      minLength: 1,
      description: 'IANA time zone in which hours of the week are judged',
      examples: ['Europe/Berlin'],
      default: 'UTC',
    }),
    mode: Type.Unsafe<RunMode>({ ...OneOf(RUN_MODES, 'How windows are judged'), default: 'prequential' }),
    alertBudget: Type.Number({
      exclusiveMinimum: 0,
      maximum: 10_000,
      description: 'Incidents a day that people can take',
      examples: [5],
      default: 5,
    }),
    warmup: Type.String({
      pattern: '^(0|[0-9]+(m|h|d|w))$',
      description: 'How long to learn before anything is written',
      examples: ['7d'],
      default: '0',
    }),
    latenessMinutes: Type.Number({ minimum: 0, maximum: 10_080, description: 'How late a record may come', examples: [60], default: 60 }),
    internalNetworks: Type.Array(Network, { description: 'Networks inside the organisation', default: [...PRIVATE_NETWORKS] }),
    mailDomains: Names('Domains the organisation receives mail for', 'example.com'),
    aliases: Type.Array(Type.Array(IdentifierText, { minItems: 2, description: 'Names of one and the same thing' }), {
      description: 'Groups of names that mean the same person, device or app',
      default: [],
    }),
    criticalAssets: Type.Array(IdentifierText, { description: 'Devices, apps and accounts whose loss would hurt most', default: [] }),
    vips: Type.Array(IdentifierText, { description: 'Accounts of important people', default: [] }),
    peerGroups: Type.Record(
      Type.String({ minLength: 1 }),
      Exact({
        accounts: Type.Optional(Type.Array(Wildcard, { minItems: 1, description: 'Account names', examples: [['*@sales.example.com']] })),
        groups: Type.Optional(
          Type.Array(Wildcard, { minItems: 1, description: 'Roles, groups, departments or titles in the data', examples: [['Sales*']] }),
        ),
      }),
      { description: 'Who is comparable with whom', default: {} },
    ),
    mmdb: Type.Object(
      {
        city: Type.Optional(Type.String({ minLength: 1, description: 'Path of a city database' })),
        asn: Type.Optional(Type.String({ minLength: 1, description: 'Path of an autonomous-system database' })),
      },
      { additionalProperties: false, description: 'MMDB files for places and networks of addresses', default: {} },
    ),
    elastic: Type.Optional(ElasticSection),
    splunk: Type.Optional(SplunkSection),
    service: Type.Object(
      {
        schedule: Type.Optional(
          Type.String({ minLength: 1, description: 'When to look for what is new, as cron says it', examples: ['* * * * *'] }),
        ),
        schedules: Type.Optional(
          Type.Object(
            {
              profiles: Type.Optional(
                Type.String({
                  minLength: 1,
                  description: 'When to publish profiles and health, as cron says it',
                  examples: ['10 * * * *'],
                }),
              ),
              housekeeping: Type.Optional(
                Type.String({
                  minLength: 1,
                  description: 'When to remove what killed workers left, as cron says it',
                  examples: ['40 3 * * *'],
                }),
              ),
            },
            { additionalProperties: false, description: 'When to do what does not wait for records' },
          ),
        ),
        leaseSeconds: Type.Optional(
          Type.Number({ minimum: 5, maximum: 3600, description: 'After how long without news another worker takes over', examples: [60] }),
        ),
        stretchRecords: Type.Optional(
          Type.Integer({
            minimum: 1000,
            maximum: 1_000_000,
            description: 'How much of a long history one worker reads at a time',
            examples: [50_000],
          }),
        ),
        safetyLagSeconds: Type.Optional(
          Type.Number({
            minimum: 0,
            maximum: 3600,
            description: 'How long until a search finds what the platform took in',
            examples: [120],
          }),
        ),
        listen: Type.Optional(
          Type.String({ pattern: '^.+:[0-9]{1,5}$', description: 'Address of health and metrics', examples: ['127.0.0.1:9464'] }),
        ),
      },
      { additionalProperties: false, description: 'How `throughline run` works', default: {} },
    ),
    suppress: Type.Array(
      Exact({
        reason: Type.String({ minLength: 1, description: 'Why this is expected, for whoever reads it next', examples: ['nightly backup'] }),
        models: Type.Optional(Type.Array(Wildcard, { minItems: 1, description: 'Model names', examples: [['Device / Exfiltration / *']] })),
        entities: Type.Optional(Type.Array(Wildcard, { minItems: 1, description: 'Entity names', examples: [['svc-backup@*']] })),
        networks: Type.Optional(Type.Array(Network, { minItems: 1, description: 'Networks acted from', examples: [['192.0.2.0/24']] })),
        sources: Type.Optional(Type.Array(Wildcard, { minItems: 1, description: 'Source mappings', examples: [['zeek.*']] })),
        operations: Type.Optional(
          Type.Array(Wildcard, { minItems: 1, description: 'Vendor operation names', examples: [['GetSecretValue']] }),
        ),
        until: Type.Optional(
          Type.String({ format: 'date-time', description: 'When the exception lapses, in quotes', examples: ['2027-01-01T00:00:00Z'] }),
        ),
      }),
      { description: 'Exceptions: what fits every key of one entry is kept out of the incidents and counted', default: [] },
    ),
  },
  'Configuration of Throughline',
);
export type ConfigurationFile = Static<typeof ConfigurationFile>;
