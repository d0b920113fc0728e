import type { Estate } from '../estate.js';
import type { RandomGenerator } from '../random.js';
import type { DraftRecord } from '../simulated-record.js';

export interface MailAttachment {
  readonly name: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export interface MailFacts {
  readonly time: number;
  /** Exchange's own id of the message (UUID). */
  readonly networkMessageId: string;
  /** With angle brackets. */
  readonly messageId: string;
  readonly direction: 'inbound' | 'outbound' | 'internal';
  readonly envelopeFrom: string;
  readonly from: string;
  readonly displayName: string;
  readonly replyTo: string;
  readonly recipients: readonly string[];
  readonly subject: string;
  readonly size: number;
  readonly serverAddress: string;
  readonly spf: 'pass' | 'fail' | 'softfail' | 'none';
  readonly dkim: 'pass' | 'fail' | 'none';
  readonly dmarc: 'pass' | 'fail' | 'none';
  readonly urls: readonly string[];
  readonly attachments: readonly MailAttachment[];
  readonly verdict: 'delivered' | 'quarantined' | 'blocked';
}

/** One row of the Exchange Online message trace, per recipient. */
export function messageTrace(estate: Estate, mail: MailFacts, recipient: string): DraftRecord {
  const day = new Date(mail.time - (mail.time % 86_400_000)).toISOString();
  return {
    file: 'exchange-message-trace.ndjson',
    time: mail.time,
    eventId: mail.networkMessageId,
    record: {
      Organization: estate.mailDomain,
      MessageId: mail.messageId,
      Received: new Date(mail.time).toISOString().slice(0, 23),
      SenderAddress: mail.envelopeFrom,
      RecipientAddress: recipient,
      Subject: mail.subject,
      Status: mail.verdict === 'delivered' ? 'Delivered' : mail.verdict === 'quarantined' ? 'Quarantined' : 'Failed',
      ToIP: null,
      FromIP: mail.serverAddress,
      Size: mail.size,
      MessageTraceId: mail.networkMessageId,
      StartDate: day,
      EndDate: new Date(mail.time - (mail.time % 86_400_000) + 86_400_000).toISOString(),
      Index: 0,
    },
  };
}

/** The mail gateway's log of a message that crosses the border, with authentication results, links and attachments. */
export function gatewayMessage(mail: MailFacts): DraftRecord {
  const fromDomain = mail.from.slice(mail.from.indexOf('@') + 1);
  const envelopeDomain = mail.envelopeFrom.slice(mail.envelopeFrom.indexOf('@') + 1);
  return {
    file: 'mail-gateway.ndjson',
    time: mail.time,
    eventId: mail.messageId.slice(1, -1),
    record: {
      timestamp: new Date(mail.time).toISOString(),
      message_id: mail.messageId,
      direction: mail.direction,
      envelope_from: mail.envelopeFrom,
      header_from: `"${mail.displayName}" <${mail.from}>`,
      reply_to: mail.replyTo,
      recipients: mail.recipients,
      subject: mail.subject,
      src_ip: mail.serverAddress,
      size: mail.size,
      authentication_results: `spf=${mail.spf} smtp.mailfrom=${envelopeDomain}; dkim=${mail.dkim} header.d=${fromDomain}; dmarc=${mail.dmarc} header.from=${fromDomain}`,
      urls: mail.urls,
      attachments: mail.attachments.map((attachment) => ({
        filename: attachment.name,
        content_type: attachment.contentType,
        size_bytes: attachment.sizeBytes,
        sha256: attachment.sha256,
      })),
      verdict: mail.verdict,
    },
  };
}

/** A click on a link of a delivered message, as Microsoft Defender's UrlClickEvents table has it. */
export function linkClick(
  random: RandomGenerator,
  facts: {
    readonly time: number;
    readonly mail: Pick<MailFacts, 'networkMessageId'>;
    readonly recipient: string;
    readonly url: string;
    readonly clientAddress: string;
  },
): DraftRecord {
  const id = random.uuid();
  return {
    file: 'mail-clicks.ndjson',
    time: facts.time,
    eventId: id,
    record: {
      Timestamp: new Date(facts.time).toISOString(),
      Url: facts.url,
      ActionType: 'ClickAllowed',
      AccountUpn: facts.recipient,
      Workload: 'Email',
      NetworkMessageId: facts.mail.networkMessageId,
      ThreatTypes: '',
      DetectionMethods: '',
      IPAddress: facts.clientAddress,
      IsClickedThrough: false,
      UrlChain: JSON.stringify([facts.url]),
      ReportId: id,
    },
  };
}
