import type { ActivityFields } from '../../activity.js';
import type { Outcome } from '../../domains.js';
import { portNumber } from '../../fields/address.js';
import { asCount } from '../../fields/coerce.js';
import { dead, mapped, NO_TIME, skipped } from '../../fields/mapped.js';
import type { Mapped, RawRecord } from '../../source-mapping.js';
import { domainText } from '../zeek-web.js';
import { cimApp, cimEnd, cimId, cimText, cimTexts, cimTime } from './cim-event.js';

const MAX_ANSWERS = 64;
const OUTCOMES: Readonly<Record<string, Outcome>> = {
  allowed: 'success',
  teardown: 'success',
  blocked: 'failure',
  denied: 'failure',
  dropped: 'failure',
};
/** Ways to write that a query was answered. */
const ANSWERED: ReadonlySet<string> = new Set(['noerror', 'no error', '0', 'success']);

const count = (record: RawRecord, field: string): number | undefined => asCount(cimText(record, field));

/** Both ends of an event between two machines; nothing where the first is not told. */
function ends(record: RawRecord, time: number): Omit<ActivityFields, 'source' | 'action' | 'actionClass'> | undefined {
  const source = cimEnd(record, 'src');
  if (source.device.length === 0) return undefined;
  const destination = cimEnd(record, 'dest');
  return {
    id: cimId(record),
    domain: 'network',
    time,
    actorType: 'device',
    device: source.device,
    sourceIp: source.ip,
    sourcePort: portNumber(cimText(record, 'src_port')),
    destinationIp: destination.ip,
    destinationPort: portNumber(cimText(record, 'dest_port')),
    destinationDomain: destination.host,
  };
}

/** Connections by the fields of the data model Network_Traffic. */
export function mapTraffic(record: RawRecord): Mapped {
  const time = cimTime(record);
  if (time === undefined) return dead(NO_TIME);
  const between = ends(record, time);
  if (between === undefined) return skipped('originator has no address');
  const seconds = count(record, 'duration');
  const action = cimText(record, 'action').toLowerCase();
  return mapped({
    ...between,
    source: 'cim.network-traffic',
    action: 'connection',
    actionClass: 'connection',
    outcome: OUTCOMES[action] ?? 'unknown',
    reason: cimText(record, 'rule'),
    bytesOut: count(record, 'bytes_out'),
    bytesIn: count(record, 'bytes_in'),
    network: {
      transport: cimText(record, 'transport').toLowerCase(),
      protocol: cimApp(record).toLowerCase(),
      state: action,
      durationMs: seconds === undefined ? 0 : Math.round(seconds * 1e6) / 1e3,
      internal: undefined,
    },
  });
}

/** Queries by the fields of the data model Network_Resolution. */
export function mapResolution(record: RawRecord): Mapped {
  const time = cimTime(record);
  if (time === undefined) return dead(NO_TIME);
  const query = domainText(cimText(record, 'query'));
  if (query === '') return skipped('no name is asked for');
  const between = ends(record, time);
  if (between === undefined) return skipped('originator has no address');
  const type = cimText(record, 'record_type', 'query_type').toUpperCase();
  const rcode = cimText(record, 'reply_code').toUpperCase();
  return mapped({
    ...between,
    source: 'cim.network-resolution',
    action: type === '' ? 'query' : type,
    actionClass: 'dns-query',
    outcome: rcode === '' ? 'unknown' : ANSWERED.has(rcode.toLowerCase()) ? 'success' : 'failure',
    reason: rcode,
    network: {
      transport: cimText(record, 'transport').toLowerCase() || 'udp',
      protocol: 'dns',
      state: '',
      durationMs: 0,
      internal: undefined,
    },
    dns: { query, type, rcode, answers: cimTexts(record, 'answer').slice(0, MAX_ANSWERS) },
  });
}
