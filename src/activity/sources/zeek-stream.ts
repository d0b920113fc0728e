import { isIP } from 'node:net';
import { UNTOLD, type Activity, type NetworkDetail } from '../activity.js';
import { ipText } from '../fields/address.js';
import { isEcs } from '../fields/ecs.js';
import { hostName } from '../fields/identity.js';
import type { Identifier } from '../identifier.js';
import type { ZeekHeader } from '../readers/zeek-header.js';
import type { Mapped, RawRecord, RecordHint, SourceMapping } from '../source-mapping.js';
import { EcsFieldPaths, ecsNeeds, ZeekEcsFields, ZeekJsonFields, ZeekRowFields, type EcsPaths, type ZeekFields } from './zeek-fields.js';

/** A mapping that can read the rows of a Zeek TSV log without an object in between. */
export interface ZeekRowMapping extends SourceMapping {
  rowMapper(header: ZeekHeader): ZeekRowMapper;
}

/** Maps one row; the range of `buffer` is only used during the call. */
export type ZeekRowMapper = (buffer: Buffer, start: number, end: number) => Mapped;

/** One Zeek log: how to know it and what a record of it means. */
export interface ZeekStream {
  /** Zeek's `#path`. */
  readonly path: string;
  readonly title: string;
  /** Name of the stream in Elastic's package where it differs, e.g. `connection`. */
  readonly ecsStream?: string;
  readonly ecsPaths?: EcsPaths;
  /** The id may rest on the whole record although the record names a connection. */
  readonly hashes?: true;
  /** True if a raw JSON record that does not name its stream is this one. */
  readonly detects?: (record: RawRecord) => boolean;
  readonly build: (fields: ZeekFields, time: number) => Activity | string;
}

export const NO_TIME = 'no readable time';
const ROW_MISMATCH: Mapped = { kind: 'dead', reason: 'Zeek row does not match its #fields line' };
const DEAD_TIME: Mapped = { kind: 'dead', reason: NO_TIME };

export function isZeekRowMapping(mapping: SourceMapping): mapping is ZeekRowMapping {
  return 'rowMapper' in mapping;
}

/** The mapping of one Zeek stream in its three forms. A builder's text is the reason why a record is skipped. */
export function createZeekMapping(stream: ZeekStream): ZeekRowMapping {
  const ecsStream = stream.ecsStream ?? stream.path;
  const ecsPaths = stream.ecsPaths ?? {};
  const paths = new EcsFieldPaths(ecsStream, ecsPaths);
  const mapFields = (fields: ZeekFields): Mapped => {
    const time = fields.time();
    if (time === undefined) return DEAD_TIME;
    const built = stream.build(fields, time);
    return typeof built === 'string' ? { kind: 'skipped', reason: built } : { kind: 'activities', activities: [built] };
  };
  return {
    name: `zeek.${stream.path}`,
    title: stream.title,
    datasets: zeekDatasets(stream.path, ecsStream),
    ...(stream.hashes === true ? {} : { reads: ecsNeeds(ecsStream, ecsPaths) }),
    detects: (record: RawRecord, _hint: RecordHint) => stream.detects !== undefined && isZeekJson(record) && stream.detects(record),
    map: (record: RawRecord, _hint: RecordHint) =>
      mapFields(isEcs(record) && record.ts === undefined ? new ZeekEcsFields(record, paths) : new ZeekJsonFields(record)),
    rowMapper: (header: ZeekHeader) => {
      const fields = new ZeekRowFields(header);
      return (buffer, start, end) => (fields.load(buffer, start, end) ? mapFields(fields) : ROW_MISMATCH);
    },
  };
}

/** Names under which Elastic, Splunk add-ons and sensors file a Zeek stream. */
export function zeekDatasets(path: string, ecsStream: string): readonly string[] {
  const names = [
    `zeek.${path}`,
    `zeek:${path}`,
    `zeek:${path}:json`,
    `bro:${path}:json`,
    `bro:${path}`,
    `zeek_${path}`,
    `corelight_${path}`,
  ];
  return ecsStream === path ? names : [...names, `zeek.${ecsStream}`];
}

/** True if a record has the fields that every Zeek JSON record of a connection has. */
export function isZeekJson(record: RawRecord): boolean {
  if (record.ts === undefined) return false;
  return record.uid !== undefined || record['id.orig_h'] !== undefined || record.id_orig_h !== undefined || record.fuid !== undefined;
}

const DEVICES = new Map<string, readonly Identifier[]>();
const MAX_DEVICES = 16_384;
const NOBODY: readonly Identifier[] = [];

/** The device behind an address, as a list that is shared between activities. */
export function deviceAt(ip: string): readonly Identifier[] {
  if (ip === '') return NOBODY;
  let device = DEVICES.get(ip);
  if (device === undefined) {
    if (DEVICES.size >= MAX_DEVICES) DEVICES.clear();
    device = [{ scheme: 'ip', value: ip }];
    DEVICES.set(ip, device);
  }
  return device;
}

/** What a record of a connection tells whatever its stream: both ends, the uid as id, the device as origin. To be spread first, as `UNTOLD` is. */
export function connectionOf(fields: ZeekFields, time: number, path: string, id: string): Omit<Activity, 'action' | 'actionClass'> {
  const source = fields.address('id.orig_h');
  const destination = fields.address('id.resp_h');
  return {
    ...UNTOLD,
    id: id === '' ? fields.hash() : id,
    source: `zeek.${path}`,
    domain: 'network',
    time,
    actorType: 'device',
    device: deviceAt(source.ip),
    sourceIp: source.ip,
    sourceAddressRaw: source.raw,
    sourcePort: fields.number('id.orig_p'),
    destinationIp: destination.ip,
    destinationPort: fields.number('id.resp_p'),
  };
}

/** Transport facts of a record that is not of the connection log. */
export function transport(fields: ZeekFields, protocol: string): NetworkDetail {
  return { transport: fields.text('proto').toLowerCase() || 'tcp', protocol, state: '', durationMs: 0, internal: undefined };
}

/** An id for streams in which several records share the connection's uid: the uid, then what tells them apart. */
export function idWithin(fields: ZeekFields, ...parts: readonly (string | number | undefined)[]): string {
  const uid = fields.text('uid');
  if (uid === '') return '';
  let id = uid;
  for (const part of parts) if (part !== undefined && part !== '') id += `:${part}`;
  return id;
}

/** Canonical addresses of a list. */
export function addresses(texts: readonly string[]): readonly string[] {
  return texts.map((text) => ipText(text)).filter((ip) => ip !== '');
}

/** The moment as the record writes it, which tells apart what happens on one connection within a millisecond. */
export function moment(fields: ZeekFields, time: number): string {
  return fields.text('ts') || String(time);
}

/** Last part of a path written with `/` or `\\`. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** A host name that is no address, lower case, or ''. */
export function domainName(host: string): string {
  const name = hostName(host);
  return isIP(name) === 0 ? name : '';
}
