import type { estypes } from '@elastic/elasticsearch';
import type { SourceMapping } from '../../src/activity/source-mapping.js';
import { samplesOf } from '../activity-query.js';
import type { RollupSpec } from '../connector.js';
import type { FieldTypes } from './field-types.js';
import { anyOf, DATASET_FIELDS, EVENT_TIME, lacking } from './read-query.js';
import { rolledSource, type RolledField } from './rollup-fields.js';

type Query = estypes.QueryDslQueryContainer;

/** What of a rollup the cluster can do. */
export interface ClusterPart {
  /** The documents whose rows it can make. */
  readonly documents: Query;
  /** The documents that name the source; where `documents` holds for all that may be read, it says the same and costs less. */
  readonly named: Query;
  /** Those of them that are wanted. */
  readonly wanted: Query;
  /** One for each of the spec's keys. */
  readonly keys: readonly RolledField[];
  readonly sums: Record<string, estypes.AggregationsAggregationContainer>;
  /** No two rows of the cluster become one when their keys are written as the fields of activities. */
  readonly distinct: boolean;
}

/** Of the text that comes beside each time and is not looked at; writing dates costs a tenth of a rollup. */
const TIME_FORMAT = 'epoch_millis';

const TYPES: Readonly<Record<RolledField['type'], ReadonlySet<string>>> = {
  ip: new Set(['ip', 'keyword']),
  keyword: new Set(['keyword', 'constant_keyword', 'wildcard']),
  number: new Set(['long', 'integer', 'short', 'byte', 'unsigned_long']),
};

/** `undefined` if the cluster can do nothing: a source or key it knows no field for, or fields that are not mapped as they must be. */
export function inCluster(spec: RollupSpec, types: FieldTypes, mapping: SourceMapping | undefined): ClusterPart | undefined {
  const rolled = rolledSource(spec.source);
  if (rolled === undefined || mapping === undefined) return undefined;
  const samples = samplesOf(spec);
  if (samples > 0 && rolled.id === undefined) return undefined;
  const keys = spec.groupBy.map((path) => rolled.keys[path]).filter((key) => key !== undefined);
  const bound = Object.entries(spec.where ?? {});
  const asked = bound.map(([path]) => rolled.keys[path]).filter((key) => key !== undefined);
  if (keys.length < spec.groupBy.length || asked.length < bound.length) return undefined;
  const fits = (field: string, type: RolledField['type']) => {
    const found = types.typesOf(field);
    return found.length > 0 && found.every((name) => TYPES[type].has(name));
  };
  const bytes = [rolled.bytesOut, rolled.bytesIn].filter((field) => field !== undefined);
  const used = [...keys, ...asked];
  if (!used.every((key) => fits(key.field, key.type)) || !bytes.every((field) => fits(field, 'number'))) return undefined;
  if (samples > 0 && !fits(rolled.id ?? '', 'keyword')) return undefined;
  const named = datasetIs(mapping, types);
  if (named === undefined) return undefined;
  const present = used.filter((key) => key.type !== 'keyword').map((key): Query => ({ exists: { field: key.field } }));
  return {
    documents: { bool: { filter: [named, ...rolled.faithful, ...present] } },
    named,
    wanted: { bool: { filter: bound.map(([, values], index) => anyValue(asked[index], values)) } },
    keys,
    sums: sumsOf(rolled.bytesOut, rolled.bytesIn, samples > 0 ? rolled.id : undefined, samples),
    distinct: keys.every(({ field, type }) => type === 'number' || (type === 'ip' && types.typesOf(field).every((name) => name === 'ip'))),
  };
}

function sumsOf(
  bytesOut: string | undefined,
  bytesIn: string | undefined,
  id: string | undefined,
  samples: number,
): Record<string, estypes.AggregationsAggregationContainer> {
  return {
    first: { min: { field: EVENT_TIME, format: TIME_FORMAT } },
    last: { max: { field: EVENT_TIME, format: TIME_FORMAT } },
    ...(bytesOut === undefined ? {} : { out: { sum: { field: bytesOut } } }),
    ...(bytesIn === undefined ? {} : { in: { sum: { field: bytesIn } } }),
    ...(id === undefined ? {} : { ids: { terms: { field: id, size: samples, order: { _key: 'asc' } } } }),
  };
}

/** Documents that name a data set of the mapping; raw forms name none. */
function datasetIs(mapping: SourceMapping, types: FieldTypes): Query | undefined {
  const names = [...new Set([mapping.name, ...mapping.datasets].map((name) => name.toLowerCase()))].sort();
  const fields = DATASET_FIELDS.flatMap((field) => types.exactNames(field));
  return fields.length === 0 ? undefined : anyOf(fields.map((field) => ({ terms: { [field]: names } })));
}

function anyValue(key: RolledField | undefined, values: readonly (string | number)[]): Query {
  if (key === undefined) return { match_none: {} };
  return anyOf(
    values.flatMap((value): readonly Query[] => {
      if (value === '') return [lacking([key.field])];
      const spelled = key.spellings(value);
      if (!key.anyCase) return [{ terms: { [key.field]: [...spelled] } }];
      return spelled.map((text) => ({ term: { [key.field]: { value: text, case_insensitive: true } } }));
    }),
  );
}
