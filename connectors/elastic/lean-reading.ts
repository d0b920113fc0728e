import type { estypes } from '@elastic/elasticsearch';
import { asText } from '../../src/activity/fields/coerce.js';
import { ecsDataset } from '../../src/activity/fields/ecs.js';
import { isObject, lookup } from '../../src/activity/fields/lookup.js';
import type { SourceMapping } from '../../src/activity/source-mapping.js';
import type { ElasticSourceGroup } from './elastic-settings.js';
import type { FieldTypes } from './field-types.js';
import type { RecordFields } from './hit-records.js';
import { ALERT_FIELD, anyOf, DATASET_FIELDS } from './read-query.js';

type Query = estypes.QueryDslQueryContainer;

/** Documents of which only the fields that their mappings look at need to be read. */
export interface LeanReading {
  readonly documents: Query;
  readonly source: RecordFields;
  /** Roughly how many bytes of a whole document are read. */
  bytesOf(source: unknown): number;
  /** False for a document that turns out to be of another kind, so that all of it must be read. */
  suffices(source: unknown): boolean;
}

/** What tells the form of a record and its time, for every mapping. */
const COMMON: readonly string[] = [
  '@timestamp',
  'ecs.version',
  'event.action',
  'event.category',
  'event.created',
  'event.kind',
  'event.module',
  'event.start',
  ...DATASET_FIELDS,
];

/** Keys by which a record is known as a raw one, an alert, or something wrapped up: its data set does not say how it is read. */
const OTHER_FORMS: readonly string[] = ['ts', 'kibana', 'kibana.alert.uuid', '@stream', '_path', '_source', '_raw', 'log_file', 'result'];

type Lean = SourceMapping & Required<Pick<SourceMapping, 'reads'>>;

const leanOf = (mappings: readonly SourceMapping[]): readonly Lean[] =>
  mappings.filter((mapping): mapping is Lean => mapping.reads !== undefined);

/** Fields whose types must be known for `leanReading`. */
export const leanFields = (mappings: readonly SourceMapping[]): readonly string[] => [
  ...new Set(leanOf(mappings).flatMap(({ reads }) => reads.given)),
];

/** `undefined` where no mapping says what it looks at, or the group holds nothing of the kind. */
export function leanReading(mappings: readonly SourceMapping[], group: ElasticSourceGroup, types: FieldTypes): LeanReading | undefined {
  if (group.read !== 'source') return undefined;
  const known = (field: string): boolean => types.typesOf(field).length > 0;
  const lean = leanOf(mappings).filter(({ reads }) => reads.given.every(known));
  const fields = DATASET_FIELDS.flatMap((field) => types.exactNames(field));
  if (lean.length === 0 || fields.length === 0) return undefined;
  const byName = new Map(lean.flatMap((mapping) => [mapping.name, ...mapping.datasets].map((name) => [name.toLowerCase(), mapping])));
  const names = [...byName.keys()].sort();
  const given = [...new Set(lean.flatMap(({ reads }) => reads.given))].map((field) => ({ exists: { field } }));
  const includes = [...new Set([...COMMON, ...OTHER_FORMS, ...lean.flatMap(({ reads }) => reads.fields)])].sort();
  const outermost = includes.filter((field) => !includes.some((other) => field.startsWith(`${other}.`)));
  return {
    documents: {
      bool: {
        filter: [anyOf(fields.map((field) => ({ terms: { [field]: names } }))), ...given],
        must_not: { exists: { field: ALERT_FIELD } },
      },
    },
    source: { _source: { includes } },
    bytesOf: (source) => outermost.reduce((sum, field) => sum + storedBytes(field, lookup(source, field)), 0),
    suffices: (source) => {
      if (!isObject(source) || OTHER_FORMS.some((key) => Object.hasOwn(source, key))) return false;
      const reads = byName.get(ecsDataset(source))?.reads;
      return reads?.given.every((field) => asText(lookup(source, field)) !== '') === true;
    },
  };
}

const storedBytes = (field: string, value: unknown): number =>
  value === undefined ? 0 : field.length + ((JSON.stringify(value) as string | undefined) ?? '').length;
