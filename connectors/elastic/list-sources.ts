import type { estypes } from '@elastic/elasticsearch';
import type { Registry } from '../../src/activity/registry.js';
import type { CallOptions, SourceStatus, Window } from '../connector.js';
import type { ElasticGateway } from './elastic-gateway.js';
import type { ElasticSourceGroup } from './elastic-settings.js';
import { fieldTypes, readableIndices, type FieldTypes } from './field-types.js';
import { lagOf, type Lag } from './ingest-lag.js';
import { PointInTime } from './point-in-time.js';
import { ALERT_FIELD, DATASET_FIELDS, EVENT_TIME, lacking, within } from './read-query.js';

type Query = estypes.QueryDslQueryContainer;

interface Counted {
  readonly records: number;
  readonly first: number | undefined;
  readonly last: number | undefined;
  readonly lag: Lag | undefined;
}

interface TimeBounds {
  readonly doc_count: number;
  readonly first: { readonly value: number | null };
  readonly last: { readonly value: number | null };
}
interface DatasetBucket extends TimeBounds {
  readonly key: Readonly<Record<string, string | null>>;
}
interface DatasetPage {
  readonly datasets: { readonly buckets: readonly DatasetBucket[]; readonly after_key?: Readonly<Record<string, string | null>> };
}

const BOUNDS = { first: { min: { field: EVENT_TIME } }, last: { max: { field: EVENT_TIME } } };
const PAGE = 1000;
/** Documents of one index that are looked at to tell what it holds where they do not name their data set. */
const PROBED = 20;

/** Which data sets the groups hold, those included that no mapping reads. */
export async function listSources(
  gateway: ElasticGateway,
  registry: Registry,
  window: Window | undefined,
  options: CallOptions,
): Promise<readonly SourceStatus[]> {
  const found = new Map<string, { readonly mapped: boolean; counted: Counted }>();
  for (const group of gateway.settings.groups) {
    const types = await fieldTypes(gateway, group.indices, [group.ingestField, EVENT_TIME, ALERT_FIELD, ...DATASET_FIELDS], options);
    if (types.indices.length === 0) continue;
    const point = await PointInTime.open(gateway, readableIndices(group.indices), options);
    try {
      const survey = new Survey(point, group, types, registry, window, options);
      for await (const { source, mapped, counted } of survey.sources()) {
        const before = found.get(source);
        found.set(source, { mapped, counted: before === undefined ? counted : together(before.counted, counted) });
      }
    } finally {
      await point.close();
    }
  }
  return [...found.entries()]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(
      ([
        source,
        {
          mapped,
          counted: { records, first, last, lag },
        },
      ]) => ({
        source,
        ...(mapped ? {} : { mapped }),
        records,
        first,
        last,
        ...(lag === undefined ? {} : { lagSeconds: lag }),
      }),
    );
}

interface FoundSource {
  readonly source: string;
  readonly mapped: boolean;
  readonly counted: Counted;
}

class Survey {
  readonly #point: PointInTime;
  readonly #group: ElasticSourceGroup;
  readonly #types: FieldTypes;
  readonly #registry: Registry;
  readonly #inWindow: readonly Query[];
  readonly #options: CallOptions;

  constructor(
    point: PointInTime,
    group: ElasticSourceGroup,
    types: FieldTypes,
    registry: Registry,
    window: Window | undefined,
    options: CallOptions,
  ) {
    this.#point = point;
    this.#group = group;
    this.#types = types;
    this.#registry = registry;
    this.#inWindow = within(EVENT_TIME, window);
    this.#options = options;
  }

  async *sources(): AsyncGenerator<FoundSource, void, void> {
    const alerts = { exists: { field: ALERT_FIELD } };
    const fields = DATASET_FIELDS.flatMap((field) => this.#types.exactNames(field));
    if (fields.length > 0) yield* this.#named(fields);
    const counted = await this.#count([alerts]);
    if (counted.records > 0) yield { source: this.#registry.byDataset('elastic.alert')?.name ?? 'elastic.alert', mapped: true, counted };
    yield* this.#unnamed([lacking([...fields, ALERT_FIELD])]);
  }

  /** Documents that name their data set. */
  async *#named(fields: readonly string[]): AsyncGenerator<FoundSource, void, void> {
    const sources = fields.map((field) => ({ [field]: { terms: { field, missing_bucket: true } } }));
    let after: Readonly<Record<string, string | null>> | undefined;
    do {
      const datasets = { composite: { size: PAGE, sources, ...(after === undefined ? {} : { after }) }, aggs: BOUNDS };
      const answer = await this.#point.search<unknown, DatasetPage>(
        {
          size: 0,
          track_total_hits: false,
          query: { bool: { filter: [...this.#inWindow], must_not: { exists: { field: ALERT_FIELD } } } },
          aggs: { datasets },
        },
        'count data sets',
        this.#options,
      );
      const page = answer.aggregations?.datasets;
      for (const bucket of page?.buckets ?? []) {
        const dataset = fields.map((field) => bucket.key[field]).find((value) => typeof value === 'string');
        if (dataset === undefined) continue;
        const mapping = this.#registry.byDataset(dataset.toLowerCase());
        const counted = { ...countedIn(bucket), lag: await this.#lag(fields.map((field) => ({ key: bucket.key[field] ?? null, field }))) };
        yield { source: mapping?.name ?? dataset, mapped: mapping !== undefined, counted };
      }
      after = page?.after_key;
    } while (after !== undefined);
  }

  /** Documents that do not: what each index holds is told by looking at some of them. */
  async *#unnamed(filter: readonly Query[]): AsyncGenerator<FoundSource, void, void> {
    const answer = await this.#point.search<
      unknown,
      { readonly indices: { readonly buckets: readonly (TimeBounds & { readonly key: string })[] } }
    >(
      {
        size: 0,
        track_total_hits: false,
        query: { bool: { filter: [...this.#inWindow, ...filter] } },
        aggs: { indices: { terms: { field: '_index', size: PAGE }, aggs: BOUNDS } },
      },
      'count documents without a data set',
      this.#options,
    );
    for (const bucket of answer.aggregations?.indices.buckets ?? []) {
      const only = [...filter, { term: { _index: bucket.key } }];
      const source = await this.#probe(bucket.key, only);
      const lag = source === '' ? undefined : await this.#lagWithin(only);
      yield { source: source === '' ? bucket.key : source, mapped: source !== '', counted: { ...countedIn(bucket), lag } };
    }
  }

  /** The source that most of some documents are of, '' if none can be mapped. */
  async #probe(index: string, filter: readonly Query[]): Promise<string> {
    const answer = await this.#point.search<Record<string, unknown>>(
      { size: PROBED, track_total_hits: false, query: { bool: { filter: [...filter] } } },
      'look at documents without a data set',
      this.#options,
    );
    const mapper = this.#registry.mapperFor({ name: index, dataset: '' });
    const votes = new Map<string, number>();
    for (const hit of answer.hits.hits) {
      if (hit._source === undefined) continue;
      const mapped = mapper.map(hit._source);
      if (mapped.kind !== 'dead') votes.set(mapper.source, (votes.get(mapper.source) ?? 0) + 1);
    }
    return [...votes.entries()].sort(([, left], [, right]) => right - left)[0]?.[0] ?? '';
  }

  async #count(filter: readonly Query[]): Promise<Counted> {
    const answer = await this.#point.search<unknown, { readonly all: TimeBounds }>(
      {
        size: 0,
        track_total_hits: false,
        query: { bool: { filter: [...this.#inWindow, ...filter] } },
        aggs: { all: { filter: { match_all: {} }, aggs: BOUNDS } },
      },
      'count alerts',
      this.#options,
    );
    const all = answer.aggregations?.all;
    return all === undefined ? { records: 0, first: undefined, last: undefined, lag: undefined } : { ...countedIn(all), lag: undefined };
  }

  #lag(terms: readonly { readonly field: string; readonly key: string | null }[]): Promise<Lag | undefined> {
    return this.#lagWithin(terms.map(({ field, key }) => (key === null ? lacking([field]) : { term: { [field]: key } })));
  }

  async #lagWithin(filter: readonly Query[]): Promise<Lag | undefined> {
    if (this.#group.ingestField === EVENT_TIME || this.#types.typesOf(this.#group.ingestField).length === 0) return undefined;
    return lagOf(this.#point, this.#group.ingestField, [...this.#inWindow, ...filter], this.#options);
  }
}

function countedIn(bucket: TimeBounds): Omit<Counted, 'lag'> {
  return { records: bucket.doc_count, first: bucket.first.value ?? undefined, last: bucket.last.value ?? undefined };
}

/** The lag is that of the larger part, since percentiles cannot be added. */
function together(left: Counted, right: Counted): Counted {
  const firsts = [left.first, right.first].filter((time) => time !== undefined);
  const lasts = [left.last, right.last].filter((time) => time !== undefined);
  return {
    records: left.records + right.records,
    first: firsts.length === 0 ? undefined : Math.min(...firsts),
    last: lasts.length === 0 ? undefined : Math.max(...lasts),
    lag: left.records >= right.records ? (left.lag ?? right.lag) : (right.lag ?? left.lag),
  };
}
