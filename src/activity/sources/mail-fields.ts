import type { EmailDetail } from '../activity.js';
import { asCount, asText, asTexts, firstText } from '../fields/coerce.js';
import { hostName, mailAddress, mailDisplayName } from '../fields/identity.js';
import { asList, isObject, listAt, lookup, lookupAll, parseJson } from '../fields/lookup.js';
import type { RawRecord } from '../source-mapping.js';
import { authenticationResult, parseAuthenticationResults, type MailAuthentication } from './mail-authentication.js';
import { verdictOf } from './mail-verdict.js';

type Paths = readonly string[];

const MESSAGE_ID: Paths = [
  ...['email.message_id', 'internetMessageId', 'InternetMessageId', 'messageID', 'messageID_s', 'MessageId', 'messageId', 'message_id'],
  ...['msg.header.message-id', 'Message-ID', 'message-id', 'msgid', 'MsgId'],
];
const ENVELOPE_FROM: Paths = [
  ...[
    'email.sender.address',
    'envelope.from',
    'sender',
    'sender_s',
    'SenderAddress',
    'senderAddress',
    'sender_address',
    'SenderMailFromAddress',
  ],
  ...['returnPath', 'mail_from', 'envelope_from', 'Sender', 'headerFrom'],
];
const HEADER_FROM: Paths = [
  ...['email.from.address', 'SenderFromAddress', 'msg.header.from', 'headerFrom', 'headerFrom_s', 'fromAddress', 'fromAddress_s'],
  ...['proofpoint_tap.message_blocked.header.from', 'header_from', 'from', 'From', 'from_address'],
];
const DISPLAY_NAME: Paths = ['SenderDisplayName', 'fromName', 'from_display_name', 'email.from.name'];
const REPLY_TO: Paths = [
  'email.reply_to.address',
  'headerReplyTo',
  'headerReplyTo_s',
  'replyToAddress',
  'replyToEmails',
  'reply_to',
  'msg.header.reply-to',
];
const RECIPIENTS: Paths = [
  ...['email.to.address', 'envelope.rcpts', 'recipient', 'recipient_s', 'RecipientAddress', 'recipientAddress', 'RecipientEmailAddress'],
  ...[
    'recipient_address',
    'recipients',
    'Recipients',
    'rcpt_to',
    'toAddresses',
    'to',
    'To',
    'Rcpt',
    'proofpoint_tap.message_delivered.recipient',
  ],
];
const COPIES: Paths = ['email.cc.address', 'email.bcc.address', 'cc', 'bcc'];
const SUBJECT: Paths = [
  'email.subject',
  'subject',
  'subject_s',
  'Subject',
  'msg.header.subject',
  'message_subject',
  'fortinet_fortimail.log.subject',
];
const DIRECTION: Paths = [
  'email.direction',
  'network.direction',
  'EmailDirection',
  'filter.routeDirection',
  'directionality',
  'direction',
  'Directionality',
  'Dir',
];
const SIZE: Paths = [
  ...['MsgSize', 'mimecast.MsgSize', 'messageSize', 'messageSize_d', 'message_size', 'filter.msgSizeBytes', 'Size', 'size', 'total_bytes'],
  ...[
    'proofpoint_tap.message_delivered.message_size',
    'proofpoint_tap.message_blocked.message_size',
    'microsoft.online_message_trace.Size',
  ],
];
const URLS: Paths = [
  ...[
    'urls',
    'links',
    'email.links',
    'url.full',
    'url.original',
    'Urls',
    'link_domains',
    'google_workspace.gmail.message_info.link_domain',
  ],
  ...['sublime_security.email_message.links.href_url.url', 'abnormal_security.threat.urls'],
];
const RESULTS_HEADER: Paths = [
  'authentication_results',
  'Authentication-Results',
  'AuthenticationResults',
  'headers.authentication-results',
  'msg.header.authentication-results',
];
const SPF: Paths = [
  'spf',
  'SPF',
  'filter.modules.spf.result',
  'sublime_security.email_message.headers.auth_summary.spf.pass',
  'headers.auth_summary.spf.pass',
];
const DKIM: Paths = ['dkim', 'DKIM', 'filter.modules.dkimv.result', 'sublime_security.email_message.headers.auth_summary.dkim.pass'];
const DMARC: Paths = [
  'dmarc',
  'DMARC',
  'filter.modules.dmarc.filterdResult',
  'sublime_security.email_message.headers.auth_summary.dmarc.pass',
];
const MAX_RECIPIENTS = 256;
const MAX_LINKS = 64;

/** What a record of a message says about the message, in ECS or in the words of the usual gateways. */
export function emailDetail(record: RawRecord): EmailDetail {
  const from = firstText(record, HEADER_FROM);
  const envelopeFrom = mailAddress(firstText(record, ENVELOPE_FROM));
  const header = mailAddress(from);
  const recipients = addressesAt(record, RECIPIENTS);
  const attachments = attachmentsOf(record);
  return {
    messageId: trimmedId(firstText(record, MESSAGE_ID)),
    direction: directionOf(firstText(record, DIRECTION)),
    envelopeFrom: envelopeFrom === '' ? header : envelopeFrom,
    from: header === '' ? envelopeFrom : header,
    fromDisplayName: firstText(record, DISPLAY_NAME) || mailDisplayName(from),
    replyTo: mailAddress(firstText(record, REPLY_TO)),
    recipients: recipients.length > 0 ? recipients : addressesAt(record, COPIES),
    subject: firstText(record, SUBJECT),
    ...authenticationOf(record),
    linkDomains: linkDomains(record),
    attachmentNames: attachments.names,
    attachmentHashes: attachments.hashes,
    sizeBytes: asCount(firstText(record, SIZE)),
    verdict: verdictOf(record),
  };
}

/** True if the record names a sender or a recipient, without which it is no message. */
export function hasParties(email: EmailDetail): boolean {
  return email.from !== '' || email.envelopeFrom !== '' || email.recipients.length > 0;
}

/** Host name of a URL or of a bare host, lower case, or ''. Link protection of the usual gateways is not undone. */
export function urlHost(url: string): string {
  const scheme = url.indexOf('://');
  const start = scheme < 0 ? 0 : scheme + 3;
  let end = start;
  while (end < url.length && !'/?#\\'.includes(url.charAt(end))) end += 1;
  const authority = url.slice(start, end);
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const colon = host.lastIndexOf(':');
  return hostName(colon > 0 ? host.slice(0, colon) : host);
}

function trimmedId(id: string): string {
  return id.startsWith('<') && id.endsWith('>') ? id.slice(1, -1) : id;
}

function addressesAt(record: RawRecord, paths: Paths): readonly string[] {
  for (const path of paths) {
    const found = new Set<string>();
    for (const value of lookupAll(record, path)) {
      for (const text of splitAddresses(value)) {
        const address = mailAddress(text);
        if (address !== '' && found.size < MAX_RECIPIENTS) found.add(address);
      }
    }
    if (found.size > 0) return [...found];
  }
  return [];
}

/** `a@b; c@d`, `["a@b","c@d"]` or one address. */
function splitAddresses(value: unknown): readonly string[] {
  const text = asText(value);
  if (text.startsWith('[')) return asTexts(parseJson(text));
  if (text.includes(';')) return text.split(';');
  return text.includes(',') && !text.includes('<') ? text.split(',') : [text];
}

function directionOf(word: string): EmailDetail['direction'] {
  switch (word.toLowerCase()) {
    case 'inbound':
    case 'incoming':
    case 'in':
      return 'inbound';
    case 'outbound':
    case 'outgoing':
    case 'originating':
    case 'out':
      return 'outbound';
    case 'internal':
    case 'intra-org':
    case 'intraorg':
      return 'internal';
    default:
      return 'unknown';
  }
}

function authenticationOf(record: RawRecord): MailAuthentication {
  const header = parseAuthenticationResults(firstText(record, RESULTS_HEADER));
  // Microsoft Defender's advanced hunting keeps the three results as a JSON text.
  const details = parseJson(asText(record.AuthenticationDetails));
  const told = isObject(details) ? details : record;
  const result = (method: keyof MailAuthentication, paths: Paths) =>
    header[method] === 'unknown' ? authenticationResult(firstText(told, paths)) : header[method];
  return { spf: result('spf', SPF), dkim: result('dkim', DKIM), dmarc: result('dmarc', DMARC) };
}

function linkDomains(record: RawRecord): readonly string[] {
  const hosts = new Set<string>();
  const add = (url: string) => {
    const host = urlHost(url);
    if (host.includes('.') && hosts.size < MAX_LINKS) hosts.add(host);
  };
  for (const path of URLS) for (const url of lookupAll(record, path)) add(asText(url));
  for (const path of THREATS) {
    for (const threat of listAt(record, path)) {
      const inner = isObject(threat) && isObject(threat.threat) ? threat.threat : threat;
      if (asText(lookup(inner, 'threatType') ?? lookup(inner, 'type')).toLowerCase() === 'url') {
        add(asText(lookup(inner, 'artifact') ?? lookup(inner, 'threat')));
      }
    }
  }
  return [...hosts];
}

const THREATS: Paths = [
  ...[
    'threatsInfoMap',
    'threatsInfoMap_s',
    'proofpoint_tap.message_delivered.threat_info_map',
    'proofpoint_tap.message_blocked.threat_info_map',
  ],
];
const PARTS: Paths = ['messageParts', 'messageParts_s', 'msgParts', 'attachments', 'email.attachments', 'Attachments'];
const NAMES: Paths = ['attachmentNames', 'attachment_names', 'AttachmentNames', 'AttNames'];
const HASHES: Paths = ['attachment_hashes', 'attachmentHashes'];

function attachmentsOf(record: RawRecord): { readonly names: readonly string[]; readonly hashes: readonly string[] } {
  const names = new Set<string>();
  const hashes = new Set<string>();
  const add = (set: Set<string>, text: string) => {
    if (text !== '' && set.size < MAX_LINKS) set.add(text);
  };
  for (const path of PARTS) {
    for (const part of asList(lookup(record, path))) {
      if (typeof part === 'string') add(names, asText(part));
      if (!isObject(part) || asText(part.disposition ?? part.dispositionType).toLowerCase() === 'inline') continue;
      add(names, firstText(part, ['file.name', 'filename', 'detectedName', 'name', 'Name', 'FileName']));
      add(hashes, firstText(part, ['file.hash.sha256', 'sha256', 'detectedSha256', 'SHA256', 'file.hash.md5', 'md5']).toLowerCase());
    }
  }
  for (const path of NAMES) for (const name of lookupAll(record, path)) add(names, asText(name));
  for (const path of HASHES) for (const hash of lookupAll(record, path)) add(hashes, asText(hash).toLowerCase());
  return { names: [...names], hashes: [...hashes] };
}
