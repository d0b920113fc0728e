import { firstText } from '../fields/coerce.js';
import type { JsonObject } from '../fields/lookup.js';
import { pathTable, type Paths } from '../fields/path-table.js';

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
const TIMES: Paths = [
  ...[
    '@timestamp',
    'Timestamp',
    'timestamp',
    'messageTime',
    'messageTime_t',
    'ts',
    'Received',
    'receivedDateTime',
    'receivedTime',
    'received_date',
  ],
  ...[
    'origin_timestamp_utc',
    'date',
    'time',
    'datetime',
    'sentTime',
    'TimeGenerated',
    'TimeGenerated [UTC]',
    'event.created',
    'email.delivery_timestamp',
  ],
];
const IDS: Paths = [
  'id',
  'GUID',
  'GUID_s',
  'guid',
  'proofpoint_tap.guid',
  'event.id',
  'NetworkMessageId',
  'MessageTraceId',
  'email.local_id',
  'network_message_id',
];
const SENDER_ADDRESSES: Paths = [
  'connection.ip',
  'senderIP',
  'senderIP_s',
  'FromIP',
  'fromIP',
  'SenderIPv4',
  'senderIpAddress',
  'original_client_ip',
  'IP',
  'src_ip',
];

const REASONS: Paths = ['event.reason', 'RejInfo', 'error.type', 'quarantineRule', 'ThreatTypes'];
const VERDICT: Paths = [
  ...[
    'verdict',
    'event.action',
    'event.outcome',
    'DeliveryAction',
    'Status',
    'status',
    'filter.disposition',
    'recipient_status',
    'action',
    'disposition',
  ],
  ...['Act', 'microsoft.online_message_trace.Status', 'abnormal_security.threat.remediation_status'],
];

const QUARANTINE: Paths = ['quarantineFolder', 'quarantineFolder_s', 'filter.quarantine.folder'];

/** Where records of messages keep each field, in ECS or in the words of the usual gateways. */
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
  time: TIMES,
  id: IDS,
  address: SENDER_ADDRESSES,
  reason: REASONS,
  verdict: VERDICT,
  quarantine: QUARANTINE,
});

/** Numbers of the fields. */
export const F = TABLE.slots;

/** A record of a message, and the paths that may lead anywhere in it. */
export interface MailView {
  readonly record: JsonObject;
  readonly paths: readonly Paths[];
}

export const mailView = (record: JsonObject): MailView => ({ record, paths: TABLE.open(record) });

export const pathsTo = (of: MailView, field: number): Paths => of.paths[field] ?? [];

/** A field as text, or ''. */
export const readText = (of: MailView, field: number): string => firstText(of.record, pathsTo(of, field));
