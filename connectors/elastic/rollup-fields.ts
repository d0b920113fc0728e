import type { estypes } from '@elastic/elasticsearch';
import { ipText } from '../../src/activity/fields/address.js';
import { domainText } from '../../src/activity/sources/zeek-web.js';

type Query = estypes.QueryDslQueryContainer;

/** A field whose value is a field of an activity, after `canonical`. */
export interface RolledField {
  readonly field: string;
  readonly type: 'ip' | 'keyword' | 'number';
  canonical(value: string | number): string | number;
  /** Texts that become `value`, in any case if `anyCase`. */
  spellings(value: string | number): readonly (string | number)[];
  readonly anyCase: boolean;
}

/**
 * How the fields of a source's ECS documents become the fields of its activities, for the documents of which `faithful` holds: these can
 * be grouped in the cluster. It must agree with the source's mapping; the contract suite compares both.
 */
export interface RolledSource {
  /** Activity path → field. */
  readonly keys: Readonly<Record<string, RolledField>>;
  readonly bytesOut: string | undefined;
  readonly bytesIn: string | undefined;
  /** Field that is the id of the activity by itself, if there is one. */
  readonly id: string | undefined;
  /** Conditions under which a document's activity depends on these fields alone. */
  readonly faithful: readonly Query[];
}

const same = (value: string | number) => value;
const lower = (value: string | number) => String(value).toLowerCase();

const asWritten = { canonical: same, spellings: (value: string | number) => [value], anyCase: false } as const;
const address = (field: string): RolledField => ({ ...asWritten, field, type: 'ip', canonical: ipText });
const keyword = (field: string): RolledField => ({ ...asWritten, field, type: 'keyword' });
const number = (field: string): RolledField => ({ ...asWritten, field, type: 'number' });
const lowered = (field: string): RolledField => ({ ...keyword(field), canonical: lower, anyCase: true });
/** A queried name, which may be written in any case and with a final dot. */
const queriedName = (field: string): RolledField => ({
  ...lowered(field),
  canonical: (value) => domainText(String(value)),
  spellings: (value) => [value, `${value}.`],
});

const exists = (field: string): Query => ({ exists: { field } });
const not = (query: Query): Query => ({ bool: { must_not: [query] } });

/** Addresses that mean that there is none. */
const NO_ADDRESS: Query = { terms: { 'source.ip': ['0.0.0.0', '::'] } };

const ENDS: Readonly<Record<string, RolledField>> = {
  sourceIp: address('source.ip'),
  sourcePort: number('source.port'),
  destinationIp: address('destination.ip'),
  destinationPort: number('destination.port'),
  'network.transport': keyword('network.transport'),
};

/** Both ends are told by the fields that are looked at first, and the record is no raw one of the sensor. */
const BOTH_ENDS: readonly Query[] = [exists('source.ip'), exists('destination.ip'), not(NO_ADDRESS), not(exists('ts'))];

/** A count of bytes is told where it is looked for first, or not at all. */
const told = (first: string, second: string): Query => ({
  bool: { should: [exists(first), not(exists(second))], minimum_should_match: 1 },
});

const SOURCES: Readonly<Record<string, RolledSource>> = {
  'zeek.conn': {
    keys: {
      ...ENDS,
      'network.protocol': lowered('network.protocol'),
      'network.state': keyword('zeek.connection.state'),
    },
    bytesOut: 'source.bytes',
    bytesIn: 'destination.bytes',
    id: 'zeek.session_id',
    faithful: [
      ...BOTH_ENDS,
      told('source.bytes', 'zeek.connection.orig_ip_bytes'),
      told('destination.bytes', 'zeek.connection.resp_ip_bytes'),
      exists('zeek.session_id'),
    ],
  },
  'zeek.dns': {
    keys: {
      sourceIp: ENDS.sourceIp ?? address('source.ip'),
      destinationIp: ENDS.destinationIp ?? address('destination.ip'),
      destinationPort: ENDS.destinationPort ?? number('destination.port'),
      'dns.query': queriedName('dns.question.name'),
      'dns.type': keyword('dns.question.type'),
    },
    bytesOut: undefined,
    bytesIn: undefined,
    id: undefined,
    faithful: [...BOTH_ENDS, exists('dns.question.name'), exists('dns.question.type')],
  },
};

/** `undefined` for a source that can only be grouped by reading its documents. */
export function rolledSource(source: string): RolledSource | undefined {
  return Object.hasOwn(SOURCES, source) ? SOURCES[source] : undefined;
}
