import { ipText } from '../../../src/activity/fields/address.js';
import { asText } from '../../../src/activity/fields/coerce.js';
import { domainText } from '../../../src/activity/sources/zeek-web.js';

/** A field whose text is a field of an activity, after `canonical`. */
export interface RawField {
  /** As automatic extraction of JSON names it. */
  readonly field: string;
  /** Numbers are counted on only if they are whole and written in digits. */
  readonly type: 'text' | 'number';
  readonly canonical: (text: string) => string | number;
  /** The same field in the CIM data model, if the model has it. */
  readonly model: string | undefined;
}

/**
 * How the fields of a source's events, as their sensor writes them in JSON, become the fields of its activities, for events that are faithful
 * (`stats-rollup.ts`). It must agree with the source's mapping; the contract suite and every sample before a rollup compare both.
 */
export interface RawSource {
  /** What the sensor calls the stream, where a record tells it. */
  readonly stream: string;
  /** Activity path → field. */
  readonly keys: Readonly<Record<string, RawField>>;
  /** The first of these that is there counts. */
  readonly bytesOut: readonly string[];
  readonly bytesIn: readonly string[];
  /** Field that is the id of the activity by itself, if there is one. */
  readonly id: string | undefined;
  /** Fields that must be an address, or the event is none of a device. */
  readonly addresses: readonly string[];
  /** The CIM data model that may hold the same events. */
  readonly model: CimDataSet;
}

/** A dataset of a CIM data model. */
export interface CimDataSet {
  readonly name: string;
  readonly dataSet: string;
  readonly bytesOut: string | undefined;
  readonly bytesIn: string | undefined;
}

const text = (field: string, model?: string): RawField => ({ field, type: 'text', canonical: asText, model });
const number = (field: string, model: string): RawField => ({ field, type: 'number', canonical: Number, model });
const address = (field: string, model: string): RawField => ({ field, type: 'text', canonical: ipText, model });

const SOURCES: Readonly<Record<string, RawSource>> = {
  'zeek.conn': {
    stream: 'conn',
    keys: {
      sourceIp: address('id.orig_h', 'src_ip'),
      sourcePort: number('id.orig_p', 'src_port'),
      destinationIp: address('id.resp_h', 'dest_ip'),
      destinationPort: number('id.resp_p', 'dest_port'),
      'network.transport': text('proto', 'transport'),
      'network.protocol': { ...text('service', 'app'), canonical: (value) => asText(value).toLowerCase() },
      'network.state': text('conn_state'),
    },
    bytesOut: ['orig_bytes', 'orig_ip_bytes'],
    bytesIn: ['resp_bytes', 'resp_ip_bytes'],
    id: 'uid',
    addresses: ['id.orig_h'],
    model: { name: 'Network_Traffic', dataSet: 'All_Traffic', bytesOut: 'bytes_out', bytesIn: 'bytes_in' },
  },
  'zeek.dns': {
    stream: 'dns',
    keys: {
      sourceIp: address('id.orig_h', 'src'),
      destinationIp: address('id.resp_h', 'dest'),
      destinationPort: number('id.resp_p', 'dest_port'),
      'dns.query': { ...text('query', 'query'), canonical: (value) => domainText(asText(value)) },
      'dns.type': text('qtype_name', 'record_type'),
    },
    bytesOut: [],
    bytesIn: [],
    id: undefined,
    addresses: [],
    model: { name: 'Network_Resolution', dataSet: 'DNS', bytesOut: undefined, bytesIn: undefined },
  },
};

/** Sources that Splunk may group. */
export const ROLLED_SOURCES: readonly string[] = Object.keys(SOURCES);

/** `undefined` for a source that can only be grouped by reading its events. */
export const rawSource = (source: string): RawSource | undefined => (Object.hasOwn(SOURCES, source) ? SOURCES[source] : undefined);
