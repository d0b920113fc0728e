import { parseAddress, type ParsedAddress } from '../fields/address.js';
import { asBoolean, asNumber, asText, asTexts } from '../fields/coerce.js';
import { ecsTime } from '../fields/ecs.js';
import { compilePath, lookup, lookupAll, lookupCompiled, type CompiledPath } from '../fields/lookup.js';
import { recordHash } from '../fields/record-hash.js';
import { parseTime } from '../fields/time.js';
import type { ZeekHeader } from '../readers/zeek-header.js';
import { ZeekRow } from '../readers/zeek-row.js';
import type { DocumentNeeds, RawRecord } from '../source-mapping.js';

/** A Zeek record by its Zeek field names, whatever form it came in: TSV row, JSON line or ECS document. */
export interface ZeekFields {
  /** Event time, epoch milliseconds, or `undefined` if unreadable. */
  time(): number | undefined;
  text(field: string): string;
  number(field: string): number | undefined;
  flag(field: string): boolean | undefined;
  list(field: string): readonly string[];
  address(field: string): ParsedAddress;
  /** Hash of the whole record, for records without an id of their own. */
  hash(): string;
}

/** For each Zeek field of a stream, where the ECS document keeps it; what is not listed is under `zeek.<stream>`. */
export type EcsPaths = Readonly<Record<string, readonly string[]>>;

/** Reads TSV rows; one instance serves all rows under a header. */
export class ZeekRowFields implements ZeekFields {
  readonly #row: ZeekRow;
  readonly #setSeparator: string;
  #hash = '';

  constructor(header: ZeekHeader) {
    this.#row = new ZeekRow(header);
    this.#setSeparator = header.setSeparator;
  }

  /** Points at a row; false if its cells do not match the header. */
  load(buffer: Buffer, start: number, end: number): boolean {
    this.#hash = '';
    if (!this.#row.load(buffer, start, end)) return false;
    if (!this.#row.has('uid') && !this.#row.has('fuid')) this.#hash = recordHash(buffer.toString('utf8', start, end));
    return true;
  }

  time(): number | undefined {
    return parseTime(this.#row.milliseconds('ts'));
  }

  text(field: string): string {
    return this.#row.text(field);
  }

  number(field: string): number | undefined {
    return this.#row.number(field);
  }

  flag(field: string): boolean | undefined {
    return this.#row.flag(field);
  }

  list(field: string): readonly string[] {
    const text = this.#row.text(field);
    return text === '' ? [] : text.split(this.#setSeparator);
  }

  address(field: string): ParsedAddress {
    return parseAddress(this.#row.text(field));
  }

  hash(): string {
    return this.#hash === '' ? recordHash([this.text('ts'), this.text('uid'), this.text('fuid')]) : this.#hash;
  }
}

/** Reads Zeek's JSON with dotted (`id.orig_h`), underscored (`id_orig_h`) or nested (`id: { orig_h }`) names. */
export class ZeekJsonFields implements ZeekFields {
  readonly #record: RawRecord;

  constructor(record: RawRecord) {
    this.#record = record;
  }

  time(): number | undefined {
    return parseTime(this.#record.ts ?? this.#record['@timestamp'] ?? this.#record._write_ts);
  }

  text(field: string): string {
    return asText(this.#value(field));
  }

  number(field: string): number | undefined {
    return asNumber(this.#value(field));
  }

  flag(field: string): boolean | undefined {
    return asBoolean(this.#value(field));
  }

  list(field: string): readonly string[] {
    return asTexts(this.#value(field));
  }

  address(field: string): ParsedAddress {
    return parseAddress(this.#value(field));
  }

  hash(): string {
    return recordHash(this.#record);
  }

  #value(field: string): unknown {
    const value = this.#record[field];
    if (value !== undefined || !field.includes('.')) return value;
    return this.#record[underscored(field)] ?? lookup(this.#record, field);
  }
}

const UNDERSCORED = new Map<string, string>();

function underscored(field: string): string {
  let name = UNDERSCORED.get(field);
  if (name === undefined) {
    name = field.replaceAll('.', '_');
    UNDERSCORED.set(field, name);
  }
  return name;
}

const COMMON_PATHS: EcsPaths = {
  uid: ['zeek.session_id', 'event.id'],
  'id.orig_h': ['source.ip', 'source.address', 'client.ip'],
  'id.orig_p': ['source.port'],
  'id.resp_h': ['destination.ip', 'destination.address', 'server.ip'],
  'id.resp_p': ['destination.port'],
  proto: ['network.transport'],
};

/** What `ZeekEcsFields` may look at. The id of a connection comes before anything that could stand for it. */
export function ecsNeeds(stream: string, paths: EcsPaths): DocumentNeeds {
  const fields = [...Object.values({ ...COMMON_PATHS, ...paths }).flat(), `zeek.${stream}`];
  return { fields: [...new Set(fields)].sort(), given: ['zeek.session_id'] };
}

/** Where the fields of a stream stand in documents of Elastic's `zeek` package. */
export class EcsFieldPaths {
  readonly #prefix: string;
  readonly #paths: EcsPaths;
  readonly #known = new Map<string, readonly EcsPath[]>();

  /** @param stream the package's name of the stream, e.g. `connection` */
  constructor(stream: string, paths: EcsPaths) {
    this.#prefix = `zeek.${stream}.`;
    this.#paths = paths;
  }

  /** The places of a field, the first that holds it counts. */
  of(field: string): readonly EcsPath[] {
    let places = this.#known.get(field);
    if (places === undefined) {
      const paths = this.#paths[field] ?? COMMON_PATHS[field] ?? [this.#prefix + field];
      places = paths.map((path) => ({ path, compiled: compilePath(path) }));
      this.#known.set(field, places);
    }
    return places;
  }
}

interface EcsPath {
  readonly path: string;
  readonly compiled: CompiledPath;
}

/** Reads documents of Elastic's `zeek` package. */
export class ZeekEcsFields implements ZeekFields {
  readonly #record: RawRecord;
  readonly #paths: EcsFieldPaths;

  constructor(record: RawRecord, paths: EcsFieldPaths) {
    this.#record = record;
    this.#paths = paths;
  }

  time(): number | undefined {
    return ecsTime(this.#record);
  }

  text(field: string): string {
    for (const { compiled } of this.#paths.of(field)) {
      const text = asText(lookupCompiled(this.#record, compiled));
      if (text !== '') return text;
    }
    return '';
  }

  number(field: string): number | undefined {
    const places = this.#paths.of(field);
    const only = places.length === 1 ? places[0] : undefined;
    if (only === undefined) return asNumber(this.text(field));
    const value = lookupCompiled(this.#record, only.compiled);
    return asNumber(typeof value === 'number' ? value : asText(value));
  }

  flag(field: string): boolean | undefined {
    return asBoolean(this.text(field));
  }

  list(field: string): readonly string[] {
    for (const { path } of this.#paths.of(field)) {
      const texts = asTexts(lookupAll(this.#record, path));
      if (texts.length > 0) return texts;
    }
    return [];
  }

  address(field: string): ParsedAddress {
    return parseAddress(this.text(field));
  }

  hash(): string {
    return recordHash(this.#record);
  }
}
