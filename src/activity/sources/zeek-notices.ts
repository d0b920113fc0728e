import type { AlertDetail } from '../activity.js';
import { connectionOf, createZeekMapping, deviceAt, idWithin, moment } from './zeek-stream.js';

/** Zeek does not rank its notices; they stand low, as remarks about traffic that other evidence must carry. */
const NOTICE_SEVERITY = 25;
const INTELLIGENCE_SEVERITY = 50;

function alertOf(rule: string, message: string, severity: number): AlertDetail {
  return { vendor: 'Zeek', rule, ruleId: rule, severity, techniques: [], tactics: [], message };
}

export const zeekNotice = createZeekMapping({
  path: 'notice',
  title: 'Zeek notices',
  ecsPaths: {
    note: ['zeek.notice.note', 'rule.name'],
    msg: ['zeek.notice.msg', 'rule.description'],
    src: ['source.ip', 'source.address'],
    dst: ['destination.ip', 'destination.address'],
    p: ['destination.port'],
  },
  detects: (record) => record.note !== undefined && record.msg !== undefined,
  build: (fields, time) => {
    const note = fields.text('note');
    const source = fields.address('id.orig_h').ip || fields.address('src').ip;
    const uid = fields.text('uid');
    const id = uid === '' ? '' : idWithin(fields, note, moment(fields, time));
    return {
      ...connectionOf(fields, time, 'notice', id),
      action: note || 'notice',
      actionClass: 'sensor-notice',
      device: deviceAt(source),
      sourceIp: source,
      destinationIp: fields.address('id.resp_h').ip || fields.address('dst').ip,
      destinationPort: fields.number('id.resp_p') ?? fields.number('p'),
      resource: fields.text('sub'),
      alert: alertOf(note, fields.text('msg'), NOTICE_SEVERITY),
    };
  },
});

export const zeekIntel = createZeekMapping({
  path: 'intel',
  title: 'Zeek matches of threat intelligence',
  ecsPaths: {
    'seen.indicator': ['zeek.intel.seen.indicator'],
    'seen.indicator_type': ['zeek.intel.seen.indicator_type'],
    'seen.where': ['zeek.intel.seen.where'],
  },
  detects: (record) => record['seen.indicator'] !== undefined || record.seen_indicator !== undefined,
  build: (fields, time) => {
    const indicator = fields.text('seen.indicator');
    const kind = fields.text('seen.indicator_type');
    const message = `${indicator} is listed by ${fields.list('sources').join(', ') || 'a threat list'}`;
    return {
      ...connectionOf(fields, time, 'intel', idWithin(fields, moment(fields, time), indicator)),
      domain: 'alert',
      action: 'intel-match',
      actionClass: 'alert',
      resource: indicator,
      resourceType: kind,
      destinationDomain: kind === 'Intel::DOMAIN' ? indicator.toLowerCase() : '',
      alert: alertOf(`${kind || 'Intel'} ${fields.text('seen.where')}`.trim(), message, INTELLIGENCE_SEVERITY),
    };
  },
});

export const zeekSignatures = createZeekMapping({
  path: 'signatures',
  title: 'Zeek signature matches',
  ecsStream: 'signature',
  ecsPaths: { sig_id: ['rule.id'], event_msg: ['rule.description'] },
  detects: (record) => record.sig_id !== undefined && record.event_msg !== undefined,
  build: (fields, time) => {
    const source = fields.address('src_addr').ip || fields.address('id.orig_h').ip;
    return {
      ...connectionOf(fields, time, 'signatures', idWithin(fields, fields.text('sig_id'), moment(fields, time))),
      domain: 'alert',
      action: fields.text('note') || 'signature',
      actionClass: 'alert',
      device: deviceAt(source),
      sourceIp: source,
      destinationIp: fields.address('dst_addr').ip || fields.address('id.resp_h').ip,
      destinationPort: fields.number('dst_port') ?? fields.number('id.resp_p'),
      alert: alertOf(fields.text('sig_id'), fields.text('event_msg'), INTELLIGENCE_SEVERITY),
    };
  },
});
