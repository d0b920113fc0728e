import type { EmailDetail } from '../activity.js';
import { createActivity } from '../activity.js';
import { mailAddress, mailDisplayName } from '../fields/identity.js';
import type { Identifier } from '../identifier.js';
import { addresses, baseName, connectionOf, createZeekMapping, deviceAt, idWithin, moment, transport } from './zeek-stream.js';

export const zeekFiles = createZeekMapping({
  path: 'files',
  hashes: true,
  title: 'Zeek files seen in traffic',
  ecsPaths: {
    tx_hosts: ['zeek.files.tx_host', 'server.ip'],
    rx_hosts: ['zeek.files.rx_host', 'client.ip'],
    filename: ['file.name', 'zeek.files.filename'],
    mime_type: ['zeek.files.mime_type', 'file.mime_type'],
    total_bytes: ['zeek.files.total_bytes', 'file.size'],
    sha256: ['file.hash.sha256', 'zeek.files.sha256'],
    conn_uids: ['zeek.files.session_ids', 'zeek.session_id'],
  },
  detects: (record) => record.fuid !== undefined && record.seen_bytes !== undefined,
  build: (fields, time) => {
    const mimeType = fields.text('mime_type');
    const analyzers = fields.list('analyzers');
    if (mimeType.startsWith('application/x-x509') || mimeType.startsWith('application/pkix') || mimeType.startsWith('application/ocsp')) {
      return 'certificate in transfer, see x509';
    }
    if (analyzers.includes('X509') || analyzers.includes('OCSP_REPLY')) return 'certificate in transfer, see x509';
    const [sender = ''] = addresses(fields.list('tx_hosts'));
    const [receiver = ''] = addresses(fields.list('rx_hosts'));
    const upload = fields.flag('is_orig') === true;
    const origin = fields.address('id.orig_h').ip || (upload ? sender : receiver);
    const size = fields.number('total_bytes') ?? fields.number('seen_bytes');
    const name = fields.text('filename');
    const fuid = fields.text('fuid');
    return createActivity({
      id: fuid === '' ? fields.hash() : fuid,
      source: 'zeek.files',
      domain: 'network',
      time,
      action: upload ? 'upload' : 'download',
      actionClass: 'file-transfer',
      outcome: fields.flag('timedout') === true ? 'failure' : 'success',
      actorType: 'device',
      device: deviceAt(origin),
      session: fields.list('conn_uids')[0] ?? fields.text('uid'),
      sourceIp: origin,
      destinationIp: fields.address('id.resp_h').ip || (upload ? receiver : sender),
      resource: name,
      resourceType: 'file',
      bytesOut: upload ? size : undefined,
      bytesIn: upload ? undefined : size,
      network: { transport: 'tcp', protocol: fields.text('source').toLowerCase(), state: '', durationMs: 0, internal: undefined },
      file: { name: baseName(name), mimeType, sha256: fields.text('sha256'), size },
    });
  },
});

const UPLOADS: ReadonlySet<string> = new Set(['STOR', 'STOU', 'APPE']);

export const zeekFtp = createZeekMapping({
  path: 'ftp',
  title: 'Zeek FTP commands',
  ecsPaths: {
    command: ['zeek.ftp.command', 'event.action'],
    user: ['zeek.ftp.user', 'user.name'],
    reply_code: ['zeek.ftp.reply.code'],
    reply_msg: ['zeek.ftp.reply.msg'],
    mime_type: ['zeek.ftp.file.mime_type', 'file.mime_type'],
    file_size: ['zeek.ftp.file.size', 'file.size'],
  },
  detects: (record) => record.reply_code !== undefined && record.command !== undefined,
  build: (fields, time) => {
    const command = fields.text('command').toUpperCase();
    const user = fields.text('user');
    const named = user !== '' && user.toLowerCase() !== 'anonymous' && user !== '<unknown>';
    const code = fields.number('reply_code');
    const size = fields.number('file_size');
    const path = fields.text('arg');
    const upload = UPLOADS.has(command);
    return {
      ...connectionOf(fields, time, 'ftp', idWithin(fields, command, moment(fields, time))),
      action: command || 'ftp',
      actionClass: upload || command === 'RETR' ? 'file-transfer' : 'other',
      outcome: code === undefined ? 'unknown' : code < 400 ? 'success' : 'failure',
      reason: fields.text('reply_msg'),
      ...(named ? { actor: [{ scheme: 'account-name', value: user }], actorName: user, actorType: 'user' as const } : {}),
      resource: path,
      resourceType: 'file',
      bytesOut: upload ? size : undefined,
      bytesIn: upload ? undefined : size,
      network: transport(fields, 'ftp'),
      file: path === '' ? undefined : { name: baseName(path), mimeType: fields.text('mime_type'), sha256: '', size },
    };
  },
});

export const zeekSmtp = createZeekMapping({
  path: 'smtp',
  title: 'Zeek SMTP transactions',
  ecsPaths: {
    mailfrom: ['zeek.smtp.mail_from'],
    rcptto: ['zeek.smtp.rcpt_to'],
    msg_id: ['zeek.smtp.message_id', 'zeek.smtp.msg_id'],
    trans_depth: ['zeek.smtp.transaction_depth'],
  },
  detects: (record) => record.helo !== undefined && record.last_reply !== undefined,
  build: (fields, time) => {
    const sender = mailAddress(fields.text('mailfrom'));
    const recipients = [...new Set(fields.list('rcptto').map((text) => mailAddress(text)))].filter((address) => address !== '');
    const actor: readonly Identifier[] = sender === '' ? [] : [{ scheme: 'mail', value: sender }];
    const from = fields.text('from');
    const reply = fields.text('last_reply');
    const depth = fields.number('trans_depth');
    const email: EmailDetail = {
      messageId: fields.text('msg_id'),
      direction: 'unknown',
      envelopeFrom: sender,
      from: mailAddress(from),
      fromDisplayName: mailDisplayName(from),
      replyTo: mailAddress(fields.text('reply_to')),
      recipients,
      subject: fields.text('subject'),
      spf: 'unknown',
      dkim: 'unknown',
      dmarc: 'unknown',
      linkDomains: [],
      attachmentNames: [],
      attachmentHashes: [],
      sizeBytes: undefined,
      verdict: reply.startsWith('2') ? 'delivered' : reply.startsWith('5') ? 'blocked' : '',
    };
    return {
      ...connectionOf(fields, time, 'smtp', depth === 1 ? fields.text('uid') : idWithin(fields, moment(fields, time), depth)),
      action: 'smtp',
      actionClass: 'smtp-session',
      outcome: reply === '' ? 'unknown' : reply.startsWith('2') ? 'success' : 'failure',
      reason: reply,
      actor,
      actorName: sender,
      actorType: sender === '' ? 'device' : 'user',
      userAgent: fields.text('user_agent'),
      target: recipients.length === 1 ? [{ scheme: 'mail', value: recipients[0] ?? '' }] : [],
      targetType: recipients.length === 1 ? 'user' : 'unknown',
      targetName: recipients[0] ?? '',
      network: transport(fields, 'smtp'),
      email,
    };
  },
});
