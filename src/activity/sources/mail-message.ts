import type { Activity, EmailDetail } from '../activity.js';
import { firstText } from '../fields/coerce.js';
import { ecsOrigin, isEcs, originAt, untoldFrom } from '../fields/ecs.js';
import { parseAddress } from '../fields/address.js';
import { oneIdentifier } from '../fields/identity.js';
import { lookup } from '../fields/lookup.js';
import { recordHash } from '../fields/record-hash.js';
import { dead, NO_TIME, skipped } from '../fields/mapped.js';
import { parseTime } from '../fields/time.js';
import type { Mapped, RawRecord, SourceMapping } from '../source-mapping.js';
import { emailDetail, hasParties } from './mail-fields.js';
import { F, mailView, type MailView, pathsTo, readText } from './mail-paths.js';
import { deliveryOutcome } from './mail-verdict.js';

/** When the message was handled, epoch milliseconds. */
export function mailTime(of: MailView): number | undefined {
  for (const path of pathsTo(of, F.time)) {
    const time = parseTime(lookup(of.record, path));
    if (time !== undefined) return time;
  }
  return undefined;
}

/**
 * The activities of one message: received, sent, or both if it stayed inside. Sender and recipients stand in `email`; the
 * sender acts, and a single recipient is the target.
 */
export function mapMessage(record: RawRecord, source: string, adjust?: (email: EmailDetail) => EmailDetail): Mapped {
  const of = mailView(record);
  const time = mailTime(of);
  if (time === undefined) return dead(NO_TIME);
  const found = emailDetail(record, of);
  const email = adjust === undefined ? found : adjust(found);
  if (!hasParties(email)) return dead('neither sender nor recipient');
  const origin = isEcs(record) ? ecsOrigin(record, ['source']) : originAt({ ...parseAddress(readText(of, F.address)), port: undefined });
  const sender = email.envelopeFrom;
  const onlyRecipient = email.recipients.length === 1 ? (email.recipients[0] ?? '') : '';
  const base = readText(of, F.id) || email.messageId || recordHash(record);
  // Traces hold one row per recipient under the same message.
  const id = onlyRecipient === '' ? base : `${base}:${onlyRecipient}`;
  const activity: Activity = {
    ...untoldFrom(origin),
    id,
    source,
    domain: 'email',
    time,
    action: email.verdict === '' ? 'message' : `message ${email.verdict}`,
    actionClass: email.direction === 'outbound' || email.direction === 'internal' ? 'mail-sent' : 'mail-received',
    outcome: deliveryOutcome(email.verdict),
    reason: readText(of, F.reason),
    actorType: sender === '' ? 'unknown' : 'user',
    actor: oneIdentifier('mail', sender),
    actorName: email.fromDisplayName || sender,
    service: 'mail',
    resource: email.subject,
    resourceType: 'message',
    container: onlyRecipient,
    target: oneIdentifier('mail', onlyRecipient),
    targetType: onlyRecipient === '' ? 'unknown' : 'user',
    targetName: onlyRecipient,
    bytesOut: email.sizeBytes,
    records: email.recipients.length,
    email,
  };
  if (email.direction !== 'internal') return { kind: 'activities', activities: [activity] };
  return { kind: 'activities', activities: [activity, { ...activity, id: `${id}:received`, actionClass: 'mail-received' }] };
}

/** Log lines of gateways that tell of an inner step rather than of a message. */
const STEPS: ReadonlySet<string> = new Set(['receipt', 'jrnl', 'av', 'spam', 'spamprobe', 'ttp-ap', 'ttp-impersonation', 'ttp-url']);

const SENDERS = ['sender', 'from', 'mail_from', 'from_address', 'envelope_from'] as const;
const RECEIVERS = ['recipients', 'recipient', 'to', 'rcpt_to'] as const;

/** A flat record in everyday words: who wrote to whom, and a subject or a message id; no click on a link, no sensor's record. */
function isPlainMessage(record: RawRecord): boolean {
  if (record.url !== undefined || record.uid !== undefined || record.event !== undefined) return false;
  if (record.subject === undefined && record.message_id === undefined && record.messageId === undefined) return false;
  return SENDERS.some((name) => record[name] !== undefined) && RECEIVERS.some((name) => record[name] !== undefined);
}

function isMail(record: RawRecord): boolean {
  if (lookup(record, 'envelope.rcpts') !== undefined && record.filter !== undefined) return true;
  if (record.threatsInfoMap !== undefined && record.messageTime !== undefined) return true;
  if (record.threatsInfoMap_s !== undefined && record.messageTime_t !== undefined) return true;
  if (record.NetworkMessageId !== undefined && record.RecipientEmailAddress !== undefined && record.Url === undefined) return true;
  if (record.message_id !== undefined && record.envelope_from !== undefined) return true;
  if (isPlainMessage(record)) return true;
  if (lookup(record, 'microsoft.online_message_trace') !== undefined) return false;
  const email = record.email;
  return (
    typeof email === 'object' && email !== null && isEcs(record) && record.url === undefined && lookup(record, 'event.kind') !== 'alert'
  );
}

export const mailMessage: SourceMapping = {
  name: 'mail.message',
  title: 'Messages as mail gateways and ECS e-mail documents tell of them',
  datasets: [
    ...[
      'proofpoint_tap.message_delivered',
      'proofpoint_tap.message_blocked',
      'mimecast.siem_logs',
      'mimecast.dlp_logs',
      'mimecast.ttp_ap_logs',
    ],
    ...['mimecast.ttp_ip_logs', 'sublime_security.email_message', 'fortinet_fortimail.log', 'cisco_secure_email_gateway.log'],
    ...['mimecast.cloud_integrated_logs', 'pps_messagelog', 'proofpoint_pod', 'barracuda.esg'],
  ],
  detects: isMail,
  map: (record) => {
    const logType = firstText(record, ['mimecast.log_type', 'logType']);
    if (STEPS.has(logType)) return skipped('step inside a gateway');
    const mapped = mapMessage(record, 'mail.message');
    return mapped.kind === 'dead' && mapped.reason !== NO_TIME
      ? skipped('gateway log line that names neither sender nor recipient')
      : mapped;
  },
};
