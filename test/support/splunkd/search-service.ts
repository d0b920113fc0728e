import type { FlatFields } from '../spl/flat-fields.js';
import type { DataSet, SearchContext, SourcetypeProps, TaggedEvents } from '../spl/search-context.js';
import { SplEngine, type IndexedEvent, type PreparedSearch } from '../spl/spl-engine.js';
import { expandMacros, type Macro } from '../spl/split-search.js';
import { timeAt } from '../spl/time-modifier.js';
import type { KnowledgeObjects } from './knowledge-objects.js';
import type { Role } from './roles.js';

/** An event for the stand-in's index; what is left out is as below. Times in seconds since 1970. */
export type GivenEvent = Pick<IndexedEvent, 'raw'> & Partial<IndexedEvent>;

/** What a search is asked with. */
export interface SearchRequest {
  readonly search: string;
  readonly sid: string;
  readonly app: string;
  readonly role: Role;
  /** `earliest_time`, `latest_time`, `index_earliest`, `index_latest`. */
  readonly bound: (name: string) => string | undefined;
}

/** Records of a collection, as a lookup sees them. */
export type ReadCollection = (app: string, collection: string) => readonly FlatFields[];

const fieldsList = (written = ''): readonly string[] =>
  written
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** What can be searched: events, lookups, macros, sourcetypes and data models. DuckDB starts with the first search. */
export class SearchService {
  /** By model and dataset, e.g. `Network_Traffic.All_Traffic`. */
  readonly dataSets = new Map<string, DataSet>();
  readonly indexes = new Map<string, number>([['main', 0]]);
  #engine: Promise<SplEngine> | undefined;
  #waiting: IndexedEvent[] = [];

  constructor(
    readonly objects: KnowledgeObjects,
    readonly readCollection: ReadCollection,
    readonly now: () => number,
  ) {}

  async close(): Promise<void> {
    (await this.#engine)?.close();
  }

  /** Takes events in, by default now, into `main`. Their indexes are made. */
  index(events: readonly GivenEvent[]): void {
    const now = this.now() / 1000;
    for (const event of events) {
      const { index = 'main', time = now } = event;
      this.indexes.set(index, (this.indexes.get(index) ?? 0) + 1);
      const indextime = Math.floor(event.indextime ?? now);
      this.#waiting.push({ sourcetype: 'json', source: 'test', host: 'host', ...event, index, time, indextime });
    }
  }

  /** Understands a search. Throws SplError for one that is refused. */
  async prepare({ search, sid, app, role, bound }: SearchRequest): Promise<PreparedSearch> {
    const now = this.now() / 1000;
    const time = (name: string, open: number): number => {
      const written = bound(name);
      return written === undefined || written === '' ? open : timeAt(written, now);
    };
    const context: Omit<SearchContext, 'query'> = {
      now,
      sid,
      range: { from: time('earliest_time', -Infinity), to: time('latest_time', Infinity) },
      indexed: { from: time('index_earliest', -Infinity), to: time('index_latest', Infinity) },
      allowedIndexes: role.srchIndexesAllowed,
      defaultIndexes: role.srchIndexesDefault,
      props: this.#props(),
      tagged: this.#tagged(),
      lookup: (name) => this.#lookup(name, app),
      dataSet: (name) => this.dataSets.get(name),
    };
    this.#engine ??= SplEngine.start();
    const engine = await this.#engine;
    engine.index(this.#waiting);
    this.#waiting = [];
    return engine.prepare(
      expandMacros(search, (name) => this.#macro(name, app)),
      context,
    );
  }

  #macro(name: string, app: string): Macro | undefined {
    const found = this.objects.visible(app, 'configs/conf-macros', name);
    return found === undefined ? undefined : { definition: found.definition ?? '', args: fieldsList(found.args) };
  }

  #props(): ReadonlyMap<string, SourcetypeProps> {
    const stanzas = this.objects.all('configs/conf-props').map(({ name, settings }): [string, SourcetypeProps] => {
      const calculated = Object.entries(settings).flatMap(([key, value]) => (key.startsWith('EVAL-') ? [[key.slice(5), value]] : []));
      return [name, { automatic: settings.KV_MODE !== 'none', calculated: Object.fromEntries(calculated) as Record<string, string> }];
    });
    return new Map(stanzas);
  }

  /** Event types with the tags that are enabled for them. */
  #tagged(): readonly TaggedEvents[] {
    const tags = new Map(this.objects.all('configs/conf-tags').map(({ name, settings }) => [name, settings]));
    return this.objects.all('configs/conf-eventtypes').flatMap(({ name, settings }) => {
      const enabled = Object.entries(tags.get(`eventtype=${name}`) ?? {}).filter(([, value]) => value === 'enabled');
      const { search } = settings;
      return search === undefined || enabled.length === 0 ? [] : [{ search, tags: enabled.map(([tag]) => tag) }];
    });
  }

  #lookup(name: string, app: string): { readonly fields: readonly string[]; readonly records: readonly FlatFields[] } | undefined {
    const found = this.objects.visible(app, 'configs/conf-transforms', name);
    if (found?.external_type !== 'kvstore' || found.collection === undefined) return undefined;
    return { fields: fieldsList(found.fields_list), records: this.readCollection(app, found.collection) };
  }
}
