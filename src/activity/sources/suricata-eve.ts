import { createActivity, type Activity, type ActivityFields } from '../activity.js';
import { parseAddress } from '../fields/address.js';
import { asText, countAt, firstText, numberAt, textAt, textsAt } from '../fields/coerce.js';
import { hostName, mailAddress } from '../fields/identity.js';
import { isObject, lookup, nestedRecord } from '../fields/lookup.js';
import { dead, NO_TIME, skipped } from '../fields/mapped.js';
import { recordHash } from '../fields/record-hash.js';
import { parseTime } from '../fields/time.js';
import type { RawRecord, SourceMapping } from '../source-mapping.js';
import { severityOfRank } from './alert-severity.js';
import { baseName, deviceAt, domainName } from './zeek-stream.js';

type Part = Partial<ActivityFields> & Pick<ActivityFields, 'action' | 'actionClass'>;

/** EVE ranks alerts from 1, the worst, to 4. */
const LEAST_RANK = 4;
const UNRANKED = 50;

/**
 * The EVE record inside: the record itself, or what Elastic keeps below `suricata.eve` with the parts that it moved to ECS
 * fields laid over it.
 */
function eveOf(record: RawRecord): RawRecord {
  const inner = lookup(record, 'suricata.eve');
  if (!isObject(inner)) return record;
  const part = (name: string): RawRecord => (isObject(inner[name]) ? inner[name] : {});
  return {
    ...inner,
    timestamp: record['@timestamp'],
    src_ip: textAt(record, 'source.ip'),
    src_port: numberAt(record, 'source.port'),
    dest_ip: textAt(record, 'destination.ip'),
    dest_port: numberAt(record, 'destination.port'),
    proto: textAt(record, 'network.transport'),
    app_proto: textAt(record, 'network.protocol'),
    alert: {
      ...part('alert'),
      signature: textAt(record, 'rule.name'),
      signature_id: textAt(record, 'rule.id'),
      category: textAt(record, 'rule.category'),
      severity: lookup(record, 'event.severity'),
    },
    flow: { ...part('flow'), bytes_toserver: countAt(record, 'source.bytes'), bytes_toclient: countAt(record, 'destination.bytes') },
    dns: {
      ...part('dns'),
      rrname: textAt(record, 'dns.question.name'),
      rrtype: textAt(record, 'dns.question.type'),
      rcode: textAt(record, 'dns.response_code'),
      answers: textsAt(record, 'dns.answers.data'),
    },
    http: {
      ...part('http'),
      hostname: textAt(record, 'url.domain'),
      url: textAt(record, 'url.original'),
      http_user_agent: textAt(record, 'user_agent.original'),
      http_method: textAt(record, 'http.request.method'),
      status: numberAt(record, 'http.response.status_code'),
      length: countAt(record, 'http.response.body.bytes'),
    },
    tls: {
      ...part('tls'),
      sni: firstText(record, ['tls.client.server_name', 'suricata.eve.tls.sni', 'destination.domain']),
      ja3: { hash: textAt(record, 'tls.client.ja3') },
      ja3s: { hash: textAt(record, 'tls.server.ja3s') },
      issuerdn: firstText(record, ['tls.server.issuer', 'suricata.eve.tls.issuerdn']),
      subject: firstText(record, ['tls.server.subject', 'suricata.eve.tls.subject']),
    },
    fileinfo: { ...part('fileinfo'), filename: firstText(record, ['file.path', 'file.name']), size: countAt(record, 'file.size') },
  };
}

function alertPart(eve: RawRecord): Part {
  const rule = textAt(eve, 'alert.signature') || 'alert';
  return {
    domain: 'alert',
    action: rule,
    actionClass: 'alert',
    outcome: textAt(eve, 'alert.action') === 'blocked' ? 'failure' : 'unknown',
    destinationDomain: domainName(textAt(eve, 'http.hostname')),
    alert: {
      vendor: 'Suricata',
      rule,
      ruleId: textAt(eve, 'alert.signature_id'),
      severity: severityOfRank(lookup(eve, 'alert.severity'), LEAST_RANK) ?? UNRANKED,
      techniques: textsAt(eve, 'alert.metadata.mitre_technique_id'),
      tactics: textsAt(eve, 'alert.metadata.mitre_tactic_name'),
      message: textAt(eve, 'alert.category') || rule,
    },
  };
}

function flowPart(eve: RawRecord): Part {
  const start = parseTime(lookup(eve, 'flow.start'));
  const end = parseTime(lookup(eve, 'flow.end'));
  const state = textAt(eve, 'flow.state');
  const answered = (countAt(eve, 'flow.bytes_toclient') ?? 0) > 0;
  const durationMs = start !== undefined && end !== undefined ? end - start : (numberAt(eve, 'flow.age') ?? 0) * 1000;
  return {
    action: 'connection',
    actionClass: 'connection',
    outcome: answered ? 'success' : 'unknown',
    reason: textAt(eve, 'flow.reason'),
    bytesOut: countAt(eve, 'flow.bytes_toserver'),
    bytesIn: countAt(eve, 'flow.bytes_toclient'),
    network: { transport: textAt(eve, 'proto').toLowerCase(), protocol: protocolOf(eve), state, durationMs, internal: undefined },
    ...(start === undefined ? {} : { time: start }),
  };
}

function dnsPart(eve: RawRecord): Part {
  const query = firstText(eve, ['dns.rrname', 'dns.queries.rrname', 'dns.query.rrname']).toLowerCase();
  const rcode = textAt(eve, 'dns.rcode').toUpperCase();
  const type = firstText(eve, ['dns.rrtype', 'dns.queries.rrtype', 'dns.query.rrtype']);
  const answers = textsAt(eve, 'dns.answers.rdata');
  return {
    action: type || 'query',
    actionClass: 'dns-query',
    outcome: rcode === '' ? 'unknown' : rcode === 'NOERROR' ? 'success' : 'failure',
    reason: rcode,
    dns: {
      query: query.endsWith('.') ? query.slice(0, -1) : query,
      type,
      rcode,
      answers: (answers.length > 0 ? answers : textsAt(eve, 'dns.answers')).slice(0, 64),
    },
  };
}

function httpPart(eve: RawRecord): Part {
  const url = textAt(eve, 'http.url');
  const question = url.indexOf('?');
  const path = question < 0 ? url : url.slice(0, question);
  const host = hostName(textAt(eve, 'http.hostname'));
  const status = numberAt(eve, 'http.status');
  const method = textAt(eve, 'http.http_method');
  return {
    action: method || 'request',
    actionClass: 'http-request',
    outcome: status === undefined ? 'unknown' : status < 400 ? 'success' : 'failure',
    userAgent: textAt(eve, 'http.http_user_agent'),
    destinationDomain: domainName(host),
    resource: path,
    bytesIn: countAt(eve, 'http.length'),
    http: { method, host, path, status, mimeType: textAt(eve, 'http.http_content_type') },
  };
}

function tlsPart(eve: RawRecord): Part {
  const serverName = hostName(textAt(eve, 'tls.sni'));
  const issuer = textAt(eve, 'tls.issuerdn');
  const subject = textAt(eve, 'tls.subject');
  return {
    action: 'tls-handshake',
    actionClass: 'tls-handshake',
    destinationDomain: domainName(serverName),
    tls: {
      serverName,
      ja3: textAt(eve, 'tls.ja3.hash'),
      ja3s: textAt(eve, 'tls.ja3s.hash'),
      issuer,
      subject,
      validation: subject !== '' && subject === issuer ? 'self-signed' : '',
    },
  };
}

function filePart(eve: RawRecord): Part {
  const path = textAt(eve, 'fileinfo.filename');
  const size = countAt(eve, 'fileinfo.size');
  const upload = /^(?:PUT|POST|STOR)$/i.test(textAt(eve, 'http.http_method'));
  return {
    action: upload ? 'upload' : 'download',
    actionClass: 'file-transfer',
    resource: path,
    resourceType: 'file',
    bytesOut: upload ? size : undefined,
    bytesIn: upload ? undefined : size,
    destinationDomain: domainName(textAt(eve, 'http.hostname')),
    file: { name: baseName(path), mimeType: textAt(eve, 'fileinfo.magic'), sha256: textAt(eve, 'fileinfo.sha256'), size },
  };
}

function smtpPart(eve: RawRecord): Part {
  const sender = mailAddress(textAt(eve, 'smtp.mail_from'));
  const recipients = textsAt(eve, 'smtp.rcpt_to')
    .map((text) => mailAddress(text))
    .filter((address) => address !== '');
  return {
    action: 'smtp',
    actionClass: 'smtp-session',
    actor: sender === '' ? [] : [{ scheme: 'mail', value: sender }],
    actorName: sender,
    actorType: sender === '' ? 'device' : 'user',
    email: {
      ...{
        messageId: textAt(eve, 'email.message_id'),
        direction: 'unknown',
        envelopeFrom: sender,
        from: mailAddress(textAt(eve, 'email.from')),
      },
      ...{
        fromDisplayName: '',
        replyTo: '',
        recipients,
        subject: textAt(eve, 'email.subject'),
        spf: 'unknown',
        dkim: 'unknown',
        dmarc: 'unknown',
      },
      ...{ linkDomains: [], attachmentNames: textsAt(eve, 'email.attachment'), attachmentHashes: [], sizeBytes: undefined, verdict: '' },
    },
  };
}

/** Meaning by `event_type`; the rest says nothing about behaviour. */
const PARTS: Readonly<Record<string, (eve: RawRecord) => Part>> = {
  alert: alertPart,
  flow: flowPart,
  dns: dnsPart,
  http: httpPart,
  tls: tlsPart,
  fileinfo: filePart,
  smtp: smtpPart,
  ssh: (eve) => ({
    action: 'ssh',
    actionClass: 'ssh-session',
    userAgent: textAt(eve, 'ssh.client.software_version'),
    service: textAt(eve, 'ssh.server.software_version'),
  }),
  smb: (eve) => ({
    action: textAt(eve, 'smb.command') || 'smb',
    actionClass: 'smb-access',
    container: textAt(eve, 'smb.share'),
    resource: textAt(eve, 'smb.filename'),
    resourceType: 'file',
  }),
  krb5: (eve) => ({
    action: textAt(eve, 'krb5.msg_type') || 'kerberos',
    actionClass: 'kerberos-ticket',
    service: textAt(eve, 'krb5.sname'),
    reason: textAt(eve, 'krb5.error_code'),
  }),
  rdp: () => ({ action: 'rdp', actionClass: 'rdp-session' }),
};

function protocolOf(eve: RawRecord): string {
  const name = textAt(eve, 'app_proto').toLowerCase();
  return name === 'failed' || name === 'unknown' ? '' : name === 'tls' ? 'ssl' : name;
}

function build(eve: RawRecord, part: Part, type: string, time: number, hash: () => string): Activity {
  const source = parseAddress(eve.src_ip);
  const destination = parseAddress(eve.dest_ip);
  const flow = asText(eve.flow_id);
  const transaction = asText(eve.tx_id);
  const distinct = transaction === '' || type === 'alert' ? `${asText(eve.timestamp)}:${textAt(eve, 'alert.signature_id')}` : transaction;
  return createActivity({
    domain: 'network',
    time,
    actorType: 'device',
    device: deviceAt(source.ip),
    sourceIp: source.ip,
    sourceAddressRaw: source.raw,
    sourcePort: numberAt(eve, 'src_port'),
    destinationIp: destination.ip,
    destinationPort: numberAt(eve, 'dest_port'),
    session: flow,
    network: {
      transport: textAt(eve, 'proto').toLowerCase(),
      protocol: protocolOf(eve) || type,
      state: '',
      durationMs: 0,
      internal: undefined,
    },
    ...part,
    id: flow === '' ? hash() : type === 'flow' ? flow : `${flow}:${type}:${distinct}`,
    source: 'suricata.eve',
  });
}

export const suricataEve: SourceMapping = {
  name: 'suricata.eve',
  title: 'Suricata EVE: alerts, flows and protocol records',
  datasets: ['suricata.eve', 'suricata', 'suricata:eve'],
  detects: (record) =>
    (typeof record.event_type === 'string' && record.src_ip !== undefined && record.timestamp !== undefined) ||
    lookup(record, 'suricata.eve.event_type') !== undefined,
  map: (raw) => {
    const record = raw.event_type === undefined ? nestedRecord(raw) : raw;
    const eve = eveOf(record);
    const type = asText(eve.event_type);
    const part = Object.hasOwn(PARTS, type) ? PARTS[type] : undefined;
    if (part === undefined) return skipped('Suricata record that says nothing about behaviour');
    const time = parseTime(eve.timestamp);
    if (time === undefined) return dead(NO_TIME);
    return { kind: 'activities', activities: [build(eve, part(eve), type, time, () => recordHash(raw))] };
  },
};
