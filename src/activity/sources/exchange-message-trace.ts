import type { EmailDetail } from '../activity.js';
import { firstText } from '../fields/coerce.js';
import { lookup } from '../fields/lookup.js';
import type { RawRecord, SourceMapping } from '../source-mapping.js';
import { mapMessage } from './mail-message.js';

/** Recipients and what became of the message, from `ann@example.com##Receive, Deliver;bob@…##Receive, Fail` of a downloaded report. */
function withRecipients(record: RawRecord): RawRecord {
  const status = record.recipient_status;
  if (typeof status !== 'string' || !status.includes('##') || record.recipient_address !== undefined) return record;
  const recipients: string[] = [];
  const fates = new Set<string>();
  for (const part of status.slice(0, 65_536).split(';')) {
    const [address = '', steps = ''] = part.split('##');
    if (address.trim() === '') continue;
    recipients.push(address.trim());
    fates.add(steps.slice(steps.lastIndexOf(',') + 1).trim());
  }
  return { ...record, recipient_address: recipients, recipient_status: fates.has('Deliver') ? 'Deliver' : [...fates][0] };
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/** The trace does not tell the direction; the domain of the organisation it belongs to does where it is one of the two. */
function withDirection(record: RawRecord): (email: EmailDetail) => EmailDetail {
  const organization = firstText(record, ['Organization', 'organization', 'microsoft.online_message_trace.Organization']).toLowerCase();
  return (email) => {
    if (email.direction !== 'unknown' || organization === '') return email;
    const fromInside = domainOf(email.envelopeFrom) === organization;
    const toInside = email.recipients.some((recipient) => domainOf(recipient) === organization);
    if (!fromInside && !toInside) return email;
    return { ...email, direction: fromInside && toInside ? 'internal' : fromInside ? 'outbound' : 'inbound' };
  };
}

export const exchangeMessageTrace: SourceMapping = {
  name: 'exchange.message-trace',
  title: 'Exchange Online message trace',
  datasets: ['microsoft_exchange_online_message_trace.log', 'ms:o365:reporting:messagetrace', 'o365:reporting:messagetrace'],
  detects: (record) =>
    (record.MessageTraceId !== undefined && record.RecipientAddress !== undefined) ||
    (record.RecipientAddress !== undefined && record.SenderAddress !== undefined && record.Received !== undefined) ||
    (record.recipientAddress !== undefined && record.senderAddress !== undefined && record.receivedDateTime !== undefined) ||
    (record.origin_timestamp_utc !== undefined && record.sender_address !== undefined) ||
    lookup(record, 'microsoft.online_message_trace.MessageTraceId') !== undefined,
  map: (record) => mapMessage(withRecipients(record), 'exchange.message-trace', withDirection(record)),
};
