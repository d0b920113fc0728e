import { Type, type Static } from '@sinclair/typebox';
import { ACTION_CLASSES, DOMAINS, OUTCOMES } from '../activity/domains.js';
import { IDENTIFIER_SCHEMES } from '../activity/identifier.js';
import type { SourceMapping } from '../activity/source-mapping.js';
import {
  createUserMapping,
  TIME_FORMATS,
  USER_ACTOR_TYPES,
  USER_DETAIL_FIELDS,
  USER_TEXT_FIELDS,
  type UserMappingSpec,
  type UserValue,
} from '../activity/sources/user-mapping.js';
import { testUserMapping, type MappingTestFailure } from '../activity/sources/user-mapping-tests.js';
import { Exact, List, OneOf, Text } from '../documents/common.js';
import { readYamlContent, rejectProblems, type ContentProblem } from './yaml-content.js';

const Scalar = Type.Union([Type.String(), Type.Number()]);
const FieldPath = Type.String({ minLength: 1, description: 'Dotted path in the record, or column name' });

const valueKeys = {
  constant: Type.Optional(Scalar),
  field: Type.Optional(
    Type.Union([FieldPath, Type.Array(FieldPath, { minItems: 1 })], {
      description: 'One field, or several of which the first that says something counts',
    }),
  ),
  map: Type.Optional(Type.Record(Type.String(), Scalar, { description: 'Value in the record, case ignored → value in the activity' })),
  otherwise: Type.Optional(Scalar),
};
const Value = Exact(valueKeys, 'Where a value comes from');
const IdentifierValue = Exact({ scheme: OneOf(IDENTIFIER_SCHEMES, 'How the name is to be understood'), ...valueKeys });
const Condition = Exact({
  field: FieldPath,
  equals: Type.Optional(
    Type.Array(Type.Union([Type.String(), Type.Number(), Type.Boolean()]), {
      minItems: 1,
      description: 'Accepted values, case ignored; without it the field must only be there',
    }),
  ),
});
const Identifiers = (description: string) => Type.Array(IdentifierValue, { default: [], description });

/** A file that maps a log format of one's own: JSON objects, CSV or Zeek rows → activities. */
export const UserMappingFile = Exact({
  name: Type.String({ pattern: '^[a-z0-9][a-z0-9_-]*\\.[a-z0-9][a-z0-9_.-]*$', description: 'product.stream', examples: ['acme.door'] }),
  title: Text('One line that says what the records are'),
  domain: OneOf(DOMAINS, 'Domain of the activities'),
  when: Type.Array(Condition, { minItems: 1, description: 'A record is of this source if all of these hold' }),
  skip: Type.Array(Condition, { default: [], description: 'Records that say nothing about behaviour: any of these holds' }),
  time: Exact({
    field: FieldPath,
    format: Type.Unsafe<(typeof TIME_FORMATS)[number]>({
      type: 'string',
      enum: [...TIME_FORMATS],
      default: 'auto',
      description: 'auto knows ISO 8601, epoch numbers, US and RFC 2822 times',
    }),
    offsetMinutes: Type.Integer({ default: 0, minimum: -900, maximum: 900, description: 'Minutes east of UTC, for times without a zone' }),
  }),
  fields: Type.Object(Object.fromEntries([...USER_TEXT_FIELDS, ...USER_DETAIL_FIELDS].map((field) => [field, Type.Optional(Value)])), {
    additionalProperties: false,
    description: 'Activity field → where its value comes from',
  }),
  actor: Identifiers('Names of who acted; all name one account'),
  device: Identifiers('Names of the device acted from'),
  target: Identifiers('Names of the account or device acted upon'),
  attributes: Type.Array(FieldPath, { default: [], description: 'Fields whose new values matter in a change' }),
  tests: List(
    Exact({
      name: Text('What the test shows'),
      record: Type.Record(Type.String(), Type.Unknown(), { description: 'A record as the reader hands it over' }),
      kind: Type.Unsafe<'activities' | 'skipped' | 'dead'>({
        type: 'string',
        enum: ['activities', 'skipped', 'dead'],
        default: 'activities',
        description: 'What becomes of it',
      }),
      expect: Type.Record(Type.String(), Scalar, {
        default: {},
        description: 'Activity field → expected value; identifiers as scheme:value',
      }),
    }),
    'At least one record and what must become of it',
  ),
});
export type UserMappingFile = Static<typeof UserMappingFile>;

/** Fields whose values are drawn from a closed list. */
const CLOSED: Readonly<Record<string, readonly string[]>> = {
  actionClass: ACTION_CLASSES,
  outcome: OUTCOMES,
  actorType: USER_ACTOR_TYPES,
  targetType: USER_ACTOR_TYPES,
};

/**
 * The mapping that a YAML file describes.
 *
 * @throws ConfigError naming file, line and fix of every mistake
 */
export function compileUserMapping(text: string, fileName: string): SourceMapping {
  return createUserMapping(readSpec(text, fileName));
}

/**
 * Runs the tests that a mapping file carries; empty if all pass.
 *
 * @throws ConfigError if the file itself is wrong
 */
export function runMappingTests(text: string, fileName: string): readonly MappingTestFailure[] {
  const spec = readSpec(text, fileName);
  return testUserMapping(createUserMapping(spec), spec.tests);
}

function readSpec(text: string, fileName: string): UserMappingFile & UserMappingSpec {
  const content = readYamlContent(text, fileName, UserMappingFile);
  const problems: ContentProblem[] = [];
  const { fields, tests } = content.value;
  if (fields.actionClass === undefined) {
    problems.push({
      path: ['fields'],
      at: 'key',
      message: 'actionClass is missing: give a constant or map the operation to one of the action classes',
    });
  }
  for (const [field, value] of Object.entries(fields)) {
    if (value !== undefined) problems.push(...valueProblems(['fields', field], value, CLOSED[field]));
  }
  for (const list of ['actor', 'device', 'target'] as const) {
    for (const [index, value] of content.value[list].entries()) problems.push(...valueProblems([list, index], value, undefined));
  }
  if (tests.length === 0)
    problems.push({ path: ['tests'], at: 'key', message: 'a mapping needs at least one test: a record and what it must become' });
  rejectProblems(content, problems);
  return content.value;
}

function valueProblems(
  path: readonly (string | number)[],
  value: UserValue,
  closed: readonly string[] | undefined,
): readonly ContentProblem[] {
  if ((value.constant === undefined) === (value.field === undefined)) {
    return [{ path, message: 'give either constant or field' }];
  }
  if (closed === undefined) return [];
  const told = [value.constant, value.otherwise, ...Object.values(value.map ?? {})].filter((word) => word !== undefined);
  return told
    .filter((word) => !closed.includes(String(word)))
    .map((word) => ({ path, message: `"${String(word)}" is none of ${closed.join(', ')}` }));
}
