import { Type, type Static, type TSchema } from '@sinclair/typebox';
import { ACTION_CLASSES } from '../../activity/domains.js';
import { ACTION_KINDS } from '../../documents/action.js';
import { FACET_FAMILIES } from '../../documents/anomaly.js';
import { Exact, OneOf, SEVERITIES, TACTICS } from '../../documents/common.js';
import { FACETS } from '../facet-catalogue.js';
import { FACTS } from '../facts.js';
import { UNIT_KINDS } from '../finding.js';
import type { Condition } from '../model.js';

/** Facts that a condition may ask for: findings of detectors, action classes, and action classes that failed. */
export const FACT_VOCABULARY: readonly string[] = [
  ...Object.keys(FACTS),
  ...ACTION_CLASSES,
  ...ACTION_CLASSES.map((actionClass) => `failed:${actionClass}`),
];

export const SENTENCE_FIELDS = ['actor', 'service', 'count', 'operation', 'source', 'destination', 'resource', 'target', 'time'] as const;

const FacetName = OneOf(
  FACETS.map((facet) => facet.name),
  'Name of a facet',
);
const FactName = OneOf(FACT_VOCABULARY, 'A fact or an action class');
const SmallProbability = Type.Number({ exclusiveMinimum: 0, maximum: 1, description: 'Calibrated probability', examples: [0.01] });
const Times = Type.Integer({ minimum: 1, description: 'How often at least', examples: [2] });
const Pattern = (description: string, example: string) => Type.String({ minLength: 1, description, examples: [example] });

const ConditionSchema = Type.Unsafe<Condition>(
  Type.Recursive(
    (Self) =>
      Type.Union([
        Exact({ all: Type.Array(Self, { minItems: 1, description: 'Conditions that must all hold' }) }),
        Exact({ any: Type.Array(Self, { minItems: 1, description: 'Conditions of which one must hold' }) }),
        Exact({ not: Self }),
        Exact({ facet: FacetName, probability: SmallProbability }),
        Exact({ family: OneOf(FACET_FAMILIES, 'Family of facets'), probability: SmallProbability }),
        Exact({ fact: FactName, at_least: Type.Optional(Times) }),
        Exact({ operation: Pattern('Vendor operation, * for anything', 'New-InboxRule'), at_least: Type.Optional(Times) }),
        Exact({ source: Pattern('Source mapping, * for anything', 'salesforce.*') }),
        Exact({ service: Pattern('Service acted upon, * for anything', 'Salesforce') }),
        Exact({ facets_below: SmallProbability, at_least: Times }),
        Exact({ combined: SmallProbability }),
        Exact({ model: Pattern('Name of another model', 'SaaS / Access / …') }),
      ]),
    { $id: 'Condition' },
  ),
);

const numbersByName = (names: readonly string[], schema: TSchema, description: string) =>
  Type.Unsafe<Readonly<Record<string, number>>>({
    type: 'object',
    propertyNames: { enum: names },
    additionalProperties: schema,
    description,
  });

const Names = (description: string) => Type.Optional(Type.Array(Type.String(), { description }));

/** The parts of a finding that matter to a test; the rest takes the plainest value there is. */
const TestFinding = Exact({
  unit: OneOf(UNIT_KINDS, 'Kind of window'),
  facets: Type.Optional(
    numbersByName(
      FACETS.map((facet) => facet.name),
      Type.Number({ exclusiveMinimum: 0, maximum: 1, description: 'Calibrated probability' }),
      'Facets with their probability',
    ),
  ),
  facts: Type.Optional(
    numbersByName(FACT_VOCABULARY, Type.Integer({ minimum: 1, description: 'How often' }), 'Facts and action classes with their count'),
  ),
  operations: Type.Optional(
    Type.Record(Type.String(), Type.Integer({ minimum: 1 }), { description: 'Vendor operations with their count' }),
  ),
  sources: Names('Source mappings'),
  services: Names('Services acted upon'),
  combined: Type.Optional(SmallProbability),
});
export type TestFinding = Static<typeof TestFinding>;

export const ModelFile = Exact({
  name: Type.String({
    minLength: 1,
    description: 'Folders and title, parted by " / "; must equal the path of the file',
    examples: ['SaaS / Access / Unusual External Source for SaaS Credential Use'],
  }),
  description: Type.String({
    minLength: 20,
    description: 'What it finds and why that matters',
    examples: ['What it finds and why it matters'],
  }),
  unit: Type.Array(OneOf(UNIT_KINDS, 'Kind of window'), {
    minItems: 1,
    uniqueItems: true,
    description: 'Kinds of window it applies to',
    examples: [['account']],
  }),
  when: ConditionSchema,
  attack: Exact({
    tactic: OneOf(TACTICS, 'ATT&CK tactic'),
    techniques: Type.Array(
      Type.String({ pattern: '^T[0-9]{4}([.][0-9]{3})?$', description: 'ATT&CK technique id', examples: ['T1078.004'] }),
      {
        uniqueItems: true,
        description: 'ATT&CK technique ids; empty only for alerts, which bring their own',
        examples: [['T1078.004']],
      },
    ),
  }),
  severity: OneOf(SEVERITIES, 'Severity before self-regulation'),
  sentence: Type.String({
    minLength: 10,
    description: 'Past tense, with {actor} and the like',
    examples: ['"{actor} signed in from {source}."'],
  }),
  actions: Type.Array(
    Exact({
      kind: OneOf(ACTION_KINDS, 'What is proposed'),
      on: OneOf(['actor', 'source', 'destination', 'sender', 'device'] as const, 'Whom it applies to'),
      duration_hours: Type.Integer({ minimum: 0, description: 'How long it lasts; 0 for a single act', examples: [24] }),
      confirmations: Type.Integer({ minimum: 1, maximum: 5, description: 'How many people must confirm', examples: [1] }),
      undo: Type.String({ minLength: 1, description: 'How to undo it', examples: ['Enable the account again'] }),
    }),
    { description: 'What to propose; none if []', examples: ['[]'] },
  ),
  false_positives: Type.Array(Type.String({ minLength: 1 }), {
    minItems: 1,
    description: 'Harmless causes',
    examples: [['A new employee']],
  }),
  tests: Type.Array(
    Exact({
      name: Type.String({ minLength: 1, description: 'What the case shows', examples: ['a quiet window'] }),
      finding: TestFinding,
      matches: Type.Boolean({ description: 'Whether the model must fit', examples: [true] }),
    }),
    { minItems: 2, description: 'At least one case that fits and one near miss', examples: ['[…]'] },
  ),
});
export type ModelFile = Static<typeof ModelFile>;
export type ModelTest = ModelFile['tests'][number];
