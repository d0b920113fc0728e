import type { EmailDetail } from '../activity.js';
import { asCount, asText, asTexts, firstText } from '../fields/coerce.js';
import { hostName, mailAddress, mailDisplayName } from '../fields/identity.js';
import { asList, isObject, listAt, lookup, lookupAll, parseJson } from '../fields/lookup.js';
import { pathTable, type Paths } from '../fields/path-table.js';
import type { RawRecord } from '../source-mapping.js';
import { authenticationResult, parseAuthenticationResults, type MailAuthentication } from './mail-authentication.js';
import { verdictOf } from './mail-verdict.js';

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
const TABLE = pathTable({
  messageId: MESSAGE_ID,
  envelopeFrom: ENVELOPE_FROM,
  headerFrom: HEADER_FROM,
  displayName: DISPLAY_NAME,
  replyTo: REPLY_TO,
  recipients: RECIPIENTS,
  copies: COPIES,
  subject: SUBJECT,
  direction: DIRECTION,
  size: SIZE,
  urls: URLS,
  results: RESULTS_HEADER,
  spf: SPF,
  dkim: DKIM,
  dmarc: DMARC,
  threats: THREATS,
  parts: PARTS,
  names: NAMES,
  hashes: HASHES,
});
const F = TABLE.slots;

const MAX_RECIPIENTS = 256;
const MAX_LINKS = 64;

/** What a record of a message says about the message, in ECS or in the words of the usual gateways. */
export function emailDetail(record: RawRecord): EmailDetail {
  const found = TABLE.open(record);
  const paths: PathsOf = (slot) => found[slot] ?? [];
  const text = (slot: number): string => firstText(record, paths(slot));
  const from = text(F.headerFrom);
  const envelopeFrom = mailAddress(text(F.envelopeFrom));
  const header = mailAddress(from);
  const recipients = addressesAt(record, paths(F.recipients));
  const attachments = attachmentsOf(record, paths);
  return {
    messageId: trimmedId(text(F.messageId)),
    direction: directionOf(text(F.direction)),
    envelopeFrom: envelopeFrom === '' ? header : envelopeFrom,
    from: header === '' ? envelopeFrom : header,
    fromDisplayName: text(F.displayName) || mailDisplayName(from),
    replyTo: mailAddress(text(F.replyTo)),
    recipients: recipients.length > 0 ? recipients : addressesAt(record, paths(F.copies)),
    subject: text(F.subject),
    ...authenticationOf(record, paths),
    linkDomains: linkDomains(record, paths),
    attachmentNames: attachments.names,
    attachmentHashes: attachments.hashes,
    sizeBytes: asCount(text(F.size)),
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

/** The paths of a slot that may lead anywhere in the record. */
type PathsOf = (slot: number) => Paths;

function authenticationOf(record: RawRecord, paths: PathsOf): MailAuthentication {
  const header = parseAuthenticationResults(firstText(record, paths(F.results)));
  // Microsoft Defender's advanced hunting keeps the three results as a JSON text.
  const details = parseJson(asText(record.AuthenticationDetails));
  const result = (method: keyof MailAuthentication, all: Paths, slot: number) => {
    if (header[method] !== 'unknown') return header[method];
    return authenticationResult(isObject(details) ? firstText(details, all) : firstText(record, paths(slot)));
  };
  return { spf: result('spf', SPF, F.spf), dkim: result('dkim', DKIM, F.dkim), dmarc: result('dmarc', DMARC, F.dmarc) };
}

function linkDomains(record: RawRecord, paths: PathsOf): readonly string[] {
  const hosts = new Set<string>();
  const add = (url: string) => {
    const host = urlHost(url);
    if (host.includes('.') && hosts.size < MAX_LINKS) hosts.add(host);
  };
  for (const path of paths(F.urls)) for (const url of lookupAll(record, path)) add(asText(url));
  for (const path of paths(F.threats)) {
    for (const threat of listAt(record, path)) {
      const inner = isObject(threat) && isObject(threat.threat) ? threat.threat : threat;
      if (asText(lookup(inner, 'threatType') ?? lookup(inner, 'type')).toLowerCase() === 'url') {
        add(asText(lookup(inner, 'artifact') ?? lookup(inner, 'threat')));
      }
    }
  }
  return [...hosts];
}

function attachmentsOf(record: RawRecord, paths: PathsOf): { readonly names: readonly string[]; readonly hashes: readonly string[] } {
  const names = new Set<string>();
  const hashes = new Set<string>();
  const add = (set: Set<string>, text: string) => {
    if (text !== '' && set.size < MAX_LINKS) set.add(text);
  };
  for (const path of paths(F.parts)) {
    for (const part of asList(lookup(record, path))) {
      if (typeof part === 'string') add(names, asText(part));
      if (!isObject(part) || asText(part.disposition ?? part.dispositionType).toLowerCase() === 'inline') continue;
      add(names, firstText(part, ['file.name', 'filename', 'detectedName', 'name', 'Name', 'FileName']));
      add(hashes, firstText(part, ['file.hash.sha256', 'sha256', 'detectedSha256', 'SHA256', 'file.hash.md5', 'md5']).toLowerCase());
    }
  }
  for (const path of paths(F.names)) for (const name of lookupAll(record, path)) add(names, asText(name));
  for (const path of paths(F.hashes)) for (const hash of lookupAll(record, path)) add(hashes, asText(hash).toLowerCase());
  return { names: [...names], hashes: [...hashes] };
}
