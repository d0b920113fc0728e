import type { Mapped, RawRecord } from '../../source-mapping.js';
import { mapMessage } from '../mail-message.js';
import { cimEnd, cimId, cimText, cimTexts } from './cim-event.js';

/** Messages by the fields of the data model Email. A message is known by its own id, so lines of a gateway about one message are one. */
export function mapEmail(record: RawRecord): Mapped {
  const sender = cimText(record, 'src_user');
  const known = {
    '@timestamp': record._time,
    id: cimText(record, 'message_id', 'internal_message_id') || cimId(record),
    message_id: cimText(record, 'message_id'),
    sender: cimText(record, 'return_addr') || sender,
    from: sender,
    recipient: cimTexts(record, 'recipient'),
    subject: cimText(record, 'subject'),
    size: cimText(record, 'size'),
    action: cimText(record, 'filter_action', 'action'),
    direction: cimText(record, 'direction'),
    src_ip: cimEnd(record, 'src').ip,
    attachments: cimTexts(record, 'file_name'),
    urls: cimTexts(record, 'url'),
  };
  const told = Object.entries(known).filter(([, value]) => value !== '' && !(Array.isArray(value) && value.length === 0));
  return mapMessage(Object.fromEntries(told), 'cim.email');
}
