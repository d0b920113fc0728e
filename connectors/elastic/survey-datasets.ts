import type { estypes } from '@elastic/elasticsearch';
import type { Registry } from '../../src/activity/registry.js';
import type { CallOptions, Window } from '../connector.js';
import type { ElasticSourceGroup } from './elastic-settings.js';
import type { FieldTypes } from './field-types.js';
import type { GroupView } from './in-group.js';
import type { Lag } from '../lag-percentiles.js';
import { lagOf } from './ingest-lag.js';
import type { PointInTime } from './point-in-time.js';
import { ALERT_DATASET, ALERT_FIELD, DATASET_FIELDS, EVENT_TIME, lacking, within } from './read-query.js';

type Query = estypes.QueryDslQueryContainer;

export interface Counted {
  readonly records: number;
  /** Event times, epoch milliseconds. */
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

const named = (field: string, value: string | null): Query => (value === null ? lacking([field]) : { term: { [field]: value } });

/** A data set of a group, or the documents of one index that name none. */
export interface FoundDataset {
  /** As the documents name it; of documents that name none, the name of their index. */
  readonly dataset: string;
  /** Source mapping that reads it, else the data set. */
  readonly source: string;
  readonly mapped: boolean;
  readonly counted: Counted;
  /** Which documents they are. */
  readonly filter: readonly Query[];
}

export interface SurveyOptions extends CallOptions {
  /** Event time; absent: all of it. */
  readonly window: Window | undefined;
  /** Whether the lag of ingest is wanted, for which documents must be drawn at random. */
  readonly lag: boolean;
}

/** Goes through the data sets of a group, those included that no mapping reads. Counts are those of the window. */
export function surveyDatasets(view: GroupView, registry: Registry, options: SurveyOptions): AsyncIterable<FoundDataset> {
  return new Survey(view, registry, options).datasets();
}

class Survey {
  readonly #point: PointInTime;
  readonly #group: ElasticSourceGroup;
  readonly #types: FieldTypes;
  readonly #registry: Registry;
  readonly #inWindow: readonly Query[];
  readonly #options: SurveyOptions;

  constructor({ point, group, types }: GroupView, registry: Registry, options: SurveyOptions) {
    this.#point = point;
    this.#group = group;
    this.#types = types;
    this.#registry = registry;
    this.#inWindow = within(EVENT_TIME, options.window);
    this.#options = options;
  }

  async *datasets(): AsyncGenerator<FoundDataset, void, void> {
    const alerts = { exists: { field: ALERT_FIELD } };
    const fields = DATASET_FIELDS.flatMap((field) => this.#types.exactNames(field));
    if (fields.length > 0) yield* this.#named(fields);
    const counted = await this.#count([alerts]);
    const source = this.#registry.byDataset(ALERT_DATASET)?.name ?? ALERT_DATASET;
    if (counted.records > 0) yield { dataset: ALERT_DATASET, source, mapped: true, counted, filter: [alerts] };
    yield* this.#unnamed([lacking([...fields, ALERT_FIELD])]);
  }

  /** Documents that name their data set. */
  async *#named(fields: readonly string[]): AsyncGenerator<FoundDataset, void, void> {
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
        const filter = fields.map((field) => named(field, bucket.key[field] ?? null));
        const counted = { ...countedIn(bucket), lag: await this.#lagWithin(filter) };
        yield { dataset, source: mapping?.name ?? dataset, mapped: mapping !== undefined, counted, filter };
      }
      after = page?.after_key;
    } while (after !== undefined);
  }

  /** Documents that do not: what each index holds is told by looking at some of them. */
  async *#unnamed(filter: readonly Query[]): AsyncGenerator<FoundDataset, void, void> {
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
      const counted = { ...countedIn(bucket), lag };
      yield { dataset: bucket.key, source: source === '' ? bucket.key : source, mapped: source !== '', counted, filter: only };
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

  async #lagWithin(filter: readonly Query[]): Promise<Lag | undefined> {
    if (!this.#options.lag || this.#group.ingestField === EVENT_TIME || this.#types.typesOf(this.#group.ingestField).length === 0)
      return undefined;
    return lagOf(this.#point, this.#group.ingestField, [...this.#inWindow, ...filter], this.#options);
  }
}

function countedIn(bucket: TimeBounds): Omit<Counted, 'lag'> {
  return { records: bucket.doc_count, first: bucket.first.value ?? undefined, last: bucket.last.value ?? undefined };
}
