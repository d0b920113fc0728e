import { UNTOLD } from '../activity.js';
import type { Outcome } from '../domains.js';
import { createZeekMapping, deviceAt } from './zeek-stream.js';

/** Connections that were established, by Zeek's `conn_state`. */
const ESTABLISHED: ReadonlySet<string> = new Set(['SF', 'S1', 'S2', 'S3', 'RSTO', 'RSTR']);
const REFUSED: ReadonlySet<string> = new Set(['S0', 'REJ', 'RSTOS0', 'RSTRH', 'SH', 'SHR']);

export function connectionOutcome(state: string, transport: string): Outcome {
  if (ESTABLISHED.has(state)) return 'success';
  return REFUSED.has(state) && transport === 'tcp' ? 'failure' : 'unknown';
}

export const zeekConn = createZeekMapping({
  path: 'conn',
  title: 'Zeek connections',
  ecsStream: 'connection',
  ecsPaths: {
    service: ['network.protocol'],
    conn_state: ['zeek.connection.state'],
    orig_bytes: ['source.bytes'],
    resp_bytes: ['destination.bytes'],
    'event.duration': ['event.duration'],
  },
  detects: (record) => record.conn_state !== undefined,
  build: (fields, time) => {
    const source = fields.address('id.orig_h');
    const destination = fields.address('id.resp_h');
    if (source.ip === '' && source.raw === '') return 'originator has no address';
    const transport = fields.text('proto');
    const state = fields.text('conn_state');
    const seconds = fields.number('duration');
    const originLocal = fields.flag('local_orig');
    const responderLocal = fields.flag('local_resp');
    const uid = fields.text('uid');
    return {
      ...UNTOLD,
      id: uid === '' ? fields.hash() : uid,
      source: 'zeek.conn',
      domain: 'network',
      time,
      action: 'connection',
      actionClass: 'connection',
      outcome: connectionOutcome(state, transport),
      reason: state,
      actorType: 'device',
      device: deviceAt(source.ip),
      sourceIp: source.ip,
      sourceAddressRaw: source.raw,
      sourcePort: fields.number('id.orig_p'),
      destinationIp: destination.ip,
      destinationPort: fields.number('id.resp_p'),
      bytesOut: fields.number('orig_bytes') ?? fields.number('orig_ip_bytes'),
      bytesIn: fields.number('resp_bytes') ?? fields.number('resp_ip_bytes'),
      network: {
        transport,
        protocol: fields.text('service').toLowerCase(),
        state,
        durationMs: seconds === undefined ? (fields.number('event.duration') ?? 0) / 1e6 : Math.round(seconds * 1e6) / 1e3,
        internal: originLocal === undefined || responderLocal === undefined ? undefined : originLocal && responderLocal,
      },
    };
  },
});
