import type { FileDetail } from '../activity.js';
import { hostName } from '../fields/identity.js';
import type { Outcome } from '../domains.js';
import { connectionOf, createZeekMapping, domainName, idWithin, moment, transport } from './zeek-stream.js';

const MAX_ANSWERS = 64;

export const zeekDns = createZeekMapping({
  path: 'dns',
  title: 'Zeek DNS queries',
  ecsPaths: {
    query: ['dns.question.name', 'zeek.dns.query'],
    qtype_name: ['dns.question.type', 'zeek.dns.qtype_name'],
    rcode_name: ['dns.response_code', 'zeek.dns.rcode_name'],
    answers: ['zeek.dns.answers', 'dns.answers.data', 'dns.resolved_ip'],
  },
  detects: (record) => record.qtype_name !== undefined || (record.query !== undefined && record.trans_id !== undefined),
  build: (fields, time) => {
    const query = domainText(fields.text('query'));
    const rcode = fields.text('rcode_name').toUpperCase();
    const type = fields.text('qtype_name');
    const id = fields.text('trans_id');
    return {
      ...connectionOf(fields, time, 'dns', idWithin(fields, moment(fields, time), id)),
      action: type === '' ? 'query' : type,
      actionClass: 'dns-query',
      outcome: rcode === '' ? 'unknown' : rcode === 'NOERROR' ? 'success' : 'failure',
      reason: rcode,
      network: transport(fields, 'dns'),
      dns: { query, type, rcode, answers: fields.list('answers').slice(0, MAX_ANSWERS) },
    };
  },
});

/** A queried name in lower case without the final dot; unlike a host name it may hold any byte. */
export function domainText(text: string): string {
  const lower = text.toLowerCase();
  return lower.endsWith('.') ? lower.slice(0, -1) : lower;
}

export const zeekHttp = createZeekMapping({
  path: 'http',
  title: 'Zeek HTTP requests',
  ecsPaths: {
    method: ['http.request.method'],
    host: ['url.domain'],
    uri: ['url.original'],
    status_code: ['http.response.status_code'],
    status_msg: ['zeek.http.status_msg'],
    user_agent: ['user_agent.original'],
    username: ['user.name', 'url.username'],
    request_body_len: ['http.request.body.bytes'],
    response_body_len: ['http.response.body.bytes'],
  },
  detects: (record) => record.status_code !== undefined || (record.method !== undefined && record.uri !== undefined),
  build: (fields, time) => {
    const status = fields.number('status_code');
    const method = fields.text('method');
    const host = withoutPort(fields.text('host'));
    const path = withoutQuery(fields.text('uri'));
    const user = fields.text('username');
    const mimeType = fields.list('resp_mime_types')[0] ?? fields.text('mime_type');
    const depth = fields.number('trans_depth');
    return {
      ...connectionOf(fields, time, 'http', depth === 1 ? fields.text('uid') : idWithin(fields, moment(fields, time), depth)),
      action: method,
      actionClass: 'http-request',
      outcome: status === undefined ? 'unknown' : status < 400 ? 'success' : 'failure',
      reason: fields.text('status_msg'),
      ...(user === '' ? {} : { actor: [{ scheme: 'account-name', value: user }], actorName: user, actorType: 'user' as const }),
      userAgent: fields.text('user_agent'),
      destinationDomain: domainName(host),
      resource: path,
      bytesOut: fields.number('request_body_len'),
      bytesIn: fields.number('response_body_len'),
      network: transport(fields, 'http'),
      http: { method, host: hostName(host), path, status, mimeType },
      file: transferredFile(fields.list('resp_filenames')[0] ?? fields.list('orig_filenames')[0] ?? fields.text('filename'), mimeType),
    };
  },
});

function transferredFile(name: string, mimeType: string): FileDetail | undefined {
  return name === '' ? undefined : { name, mimeType, sha256: '', size: undefined };
}

function withoutQuery(uri: string): string {
  const mark = uri.indexOf('?');
  return mark < 0 ? uri : uri.slice(0, mark);
}

function withoutPort(host: string): string {
  const colon = host.lastIndexOf(':');
  return colon > 0 && host.indexOf(':') === colon ? host.slice(0, colon) : host;
}

export const zeekSsl = createZeekMapping({
  path: 'ssl',
  title: 'Zeek TLS handshakes',
  ecsPaths: {
    server_name: ['zeek.ssl.server.name', 'tls.client.server_name', 'destination.domain'],
    ja3: ['tls.client.ja3'],
    ja3s: ['tls.server.ja3s'],
    issuer: ['tls.server.issuer'],
    subject: ['tls.server.subject'],
    validation_status: ['zeek.ssl.validation.status'],
    established: ['tls.established', 'zeek.ssl.established'],
    last_alert: ['zeek.ssl.last_alert'],
  },
  detects: (record) => record.cipher !== undefined && (record.server_name !== undefined || record.established !== undefined),
  build: (fields, time) => {
    const established = fields.flag('established');
    const outcome: Outcome = established === undefined ? 'unknown' : established ? 'success' : 'failure';
    const serverName = hostName(fields.text('server_name'));
    return {
      ...connectionOf(fields, time, 'ssl', fields.text('uid')),
      action: 'tls-handshake',
      actionClass: 'tls-handshake',
      outcome,
      reason: fields.text('last_alert'),
      destinationDomain: domainName(serverName),
      network: transport(fields, 'ssl'),
      tls: {
        serverName,
        ja3: fields.text('ja3'),
        ja3s: fields.text('ja3s'),
        issuer: fields.text('issuer') || fields.text('issuer_subject'),
        subject: fields.text('subject'),
        validation: validationWord(fields.text('validation_status')),
      },
    };
  },
});

/** Zeek's sentence about a certificate as one of the words that `TlsDetail.validation` knows, else as it is. */
export function validationWord(status: string): string {
  const text = status.toLowerCase();
  if (text === '' || text === 'ok') return text;
  if (text.includes('self signed') || text.includes('self-signed')) return 'self-signed';
  return text.includes('expired') ? 'expired' : text;
}

export const zeekX509 = createZeekMapping({
  path: 'x509',
  title: 'Zeek certificates',
  ecsPaths: {
    'certificate.subject': ['zeek.x509.certificate.subject.common_name', 'file.x509.subject.common_name'],
    'certificate.issuer': ['zeek.x509.certificate.issuer.common_name', 'file.x509.issuer.common_name'],
    'certificate.serial': ['zeek.x509.certificate.serial'],
    id: ['zeek.session_id', 'event.id'],
    'san.dns': ['zeek.x509.san.dns'],
  },
  detects: (record) => record['certificate.subject'] !== undefined || record.certificate_subject !== undefined,
  build: (fields, time) => {
    const subject = fields.text('certificate.subject');
    const id = fields.text('id') || fields.text('fingerprint') || fields.text('uid');
    return {
      ...connectionOf(fields, time, 'x509', id),
      action: 'certificate',
      actionClass: 'certificate',
      actorType: 'unknown',
      resource: fields.text('certificate.serial'),
      destinationDomain: hostName(fields.list('san.dns')[0] ?? ''),
      tls: { serverName: '', ja3: '', ja3s: '', issuer: fields.text('certificate.issuer'), subject, validation: '' },
    };
  },
});
