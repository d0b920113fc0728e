import type { EmailDetail } from '../activity.js';
import { firstText } from '../fields/coerce.js';
import { lookup } from '../fields/lookup.js';
import type { RawRecord, SourceMapping } from '../source-mapping.js';
import { mapMessage } from './mail-message.js';

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
  map: (record) => mapMessage(record, 'exchange.message-trace', withDirection(record)),
};
