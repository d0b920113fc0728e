import { lookup, parseJson } from './fields/lookup.js';
import type { ZeekHeader } from './readers/zeek-header.js';
import type { Mapped, RawRecord, RecordHint, SourceMapping } from './source-mapping.js';
import { isZeekJson, isZeekRowMapping, type ZeekRowMapper } from './sources/zeek-stream.js';

export const UNCLAIMED = 'no mapping claims this record';
const MAPPING_FAILED = 'mapping failed on this record';
const DEAD_UNCLAIMED: Mapped = { kind: 'dead', reason: UNCLAIMED };

/** All known mappings and how a record finds its own. */
export interface Registry {
  readonly mappings: readonly SourceMapping[];
  byName(name: string): SourceMapping | undefined;
  byDataset(dataset: string): SourceMapping | undefined;
  /** A mapper for the records of one file or index. `sourceOverride` names the mapping to use for every record. */
  mapperFor(hint: RecordHint, sourceOverride?: string): RecordMapper;
}

export function createRegistry(mappings: readonly SourceMapping[]): Registry {
  const byName = new Map<string, SourceMapping>();
  const byDataset = new Map<string, SourceMapping>();
  for (const mapping of mappings) {
    byName.set(mapping.name, mapping);
    for (const dataset of [mapping.name, ...mapping.datasets]) {
      const key = dataset.toLowerCase();
      if (!byDataset.has(key)) byDataset.set(key, mapping);
    }
  }
  const registry: Registry = {
    mappings,
    byName: (name) => byName.get(name),
    byDataset: (dataset) => byDataset.get(dataset),
    mapperFor: (hint, sourceOverride) =>
      new RecordMapper(registry, hint, sourceOverride === undefined ? undefined : byName.get(sourceOverride)),
  };
  return registry;
}

/**
 * Maps the records of one file. A record's own statement of its data set decides, then the file's name, then the mapping
 * that took the last record if it still claims this one, then the first mapping that claims it.
 */
export class RecordMapper {
  readonly #registry: Registry;
  readonly #hint: RecordHint;
  readonly #override: SourceMapping | undefined;
  #byFile: SourceMapping | undefined;
  readonly #zeekByFile: SourceMapping | undefined;
  #last: SourceMapping | undefined;
  #lastDataset = '';
  #lastDatasetMapping: SourceMapping | undefined;
  #header: ZeekHeader | undefined;
  #rowMapper: ZeekRowMapper | undefined;
  #rowSource = '';
  #source = '';

  constructor(registry: Registry, hint: RecordHint, override: SourceMapping | undefined) {
    this.#registry = registry;
    this.#hint = hint;
    this.#override = override;
    const names = hint.dataset === '' ? datasetsOfFile(hint.name) : [hint.dataset.toLowerCase()];
    for (const name of names) this.#byFile ??= registry.byDataset(name);
    this.#zeekByFile = registry.byDataset(`zeek.${hint.name.split('.')[0] ?? ''}`);
  }

  /** Name of the mapping that took the last record, '' if none did. */
  get source(): string {
    return this.#source;
  }

  map(record: RawRecord): Mapped {
    const unwrapped = unwrap(record);
    const inner = unwrapped === undefined ? record : unwrapped.record;
    const mapping = this.#override ?? this.#find(inner, unwrapped === undefined ? '' : unwrapped.dataset);
    if (mapping === undefined) {
      this.#source = '';
      return DEAD_UNCLAIMED;
    }
    this.#last = mapping;
    this.#source = mapping.name;
    try {
      return mapping.map(inner, this.#hint);
    } catch {
      return { kind: 'dead', reason: MAPPING_FAILED };
    }
  }

  /** True if rows under this header can be mapped by `mapRow`; otherwise they must be turned into records. */
  takesRows(header: ZeekHeader): boolean {
    if (header !== this.#header) {
      this.#header = header;
      const mapping = this.#override ?? this.#registry.byDataset(`zeek.${header.path}`);
      const usable = mapping !== undefined && isZeekRowMapping(mapping) && header.separator.length === 1;
      this.#rowMapper = usable ? mapping.rowMapper(header) : undefined;
      this.#rowSource = usable ? mapping.name : '';
    }
    return this.#rowMapper !== undefined;
  }

  /** Maps a Zeek row under the header last given to `takesRows`. */
  mapRow(buffer: Buffer, start: number, end: number): Mapped {
    if (this.#rowMapper === undefined) return DEAD_UNCLAIMED;
    this.#source = this.#rowSource;
    try {
      return this.#rowMapper(buffer, start, end);
    } catch {
      return { kind: 'dead', reason: MAPPING_FAILED };
    }
  }

  #find(record: RawRecord, outerDataset: string): SourceMapping | undefined {
    const dataset = datasetOf(record) || outerDataset;
    if (dataset !== '') {
      if (dataset !== this.#lastDataset) {
        this.#lastDataset = dataset;
        this.#lastDatasetMapping = this.#registry.byDataset(dataset.toLowerCase());
      }
      if (this.#lastDatasetMapping !== undefined) return this.#lastDatasetMapping;
    }
    if (this.#byFile !== undefined) return this.#byFile;
    if (this.#zeekByFile !== undefined && isZeekJson(record)) return this.#zeekByFile;
    const last = this.#last;
    if (last?.detects(record, this.#hint) === true) return last;
    for (const mapping of this.#registry.mappings) {
      if (mapping !== last && mapping.detects(record, this.#hint)) return mapping;
    }
    return undefined;
  }
}

/** Names that a file's name may stand for, the longest first: `cisco_asa.log`, `cisco_asa` from `cisco_asa.log.ndjson`. */
function datasetsOfFile(name: string): readonly string[] {
  const names = [name];
  for (let rest = name; ;) {
    const shorter = rest.replace(/\.(?:ndjson|jsonl|json|log|csv|tsv|txt)$/, '');
    if (shorter === rest) return names;
    names.push(shorter);
    rest = shorter;
  }
}

/** The data set that a record names itself, or ''. An alert of Elastic Security carries the data set of what it is about. */
function datasetOf(record: RawRecord): string {
  if (record.kibana !== undefined || record['kibana.alert.uuid'] !== undefined || record['kibana.alert.rule.name'] !== undefined) {
    return 'elastic.alert';
  }
  const stream = record['@stream'] ?? record._path;
  if (typeof stream === 'string') return `zeek.${stream}`;
  const event = record.event;
  if (typeof event === 'object' && event !== null) {
    const dataset = name((event as RawRecord).dataset);
    if (dataset !== '') return dataset;
  }
  const dotted = name(record['event.dataset'] ?? record['data_stream.dataset']);
  if (dotted !== '') return dotted;
  const dataStream = record.data_stream;
  if (typeof dataStream === 'object' && dataStream !== null) {
    const dataset = name((dataStream as RawRecord).dataset);
    if (dataset !== '') return dataset;
  }
  return name(record.sourcetype ?? record._sourcetype);
}

/** A name that stands by itself or alone in a list, as searches by field return it. */
function name(value: unknown): string {
  if (typeof value === 'string') return value;
  const first: unknown = Array.isArray(value) ? value[0] : undefined;
  return typeof first === 'string' ? first : '';
}

interface Unwrapped {
  readonly record: RawRecord;
  readonly dataset: string;
}

/** The vendor's record inside what a platform's export or forwarder put around it. */
function unwrap(record: RawRecord): Unwrapped | undefined {
  const hit = record._source;
  if (hit !== undefined && record._index !== undefined && isPlain(hit)) return { record: hit, dataset: '' };
  if (typeof record.log_file === 'string' && typeof record.message === 'string') {
    const inner = parseJson(record.message);
    if (isPlain(inner)) return { record: inner, dataset: `zeek.${corelightStream(record.log_file)}` };
  }
  const row = isPlain(record.result) && record.preview !== undefined ? record.result : record;
  const raw = row._raw;
  if (typeof raw === 'string') {
    const inner = parseJson(raw);
    const sourcetype = lookup(row, 'sourcetype');
    if (isPlain(inner)) return { record: inner, dataset: typeof sourcetype === 'string' ? sourcetype : '' };
  }
  return row === record ? undefined : { record: row, dataset: '' };
}

/** `conn_burst` from `/var/log/corelight/conn_burst_20180803_16:37:28-16:40:00-0700.log`. */
function corelightStream(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const date = name.search(/_\d{8}/);
  return date > 0 ? name.slice(0, date) : (name.split('.')[0] ?? '');
}

function isPlain(value: unknown): value is RawRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
