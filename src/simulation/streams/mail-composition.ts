import type { Correspondent } from '../companies.js';
import type { Estate } from '../estate.js';
import type { Person } from '../person.js';
import { RandomGenerator } from '../random.js';
import { gatewayMessage, messageTrace, type MailAttachment, type MailFacts } from '../records/mail.js';
import { documentName } from './office-files.js';
import type { PersonHour } from './stream.js';

/** An Internet message id. */
export function messageId(random: RandomGenerator, domain: string): string {
  return random.chance(0.6)
    ? `<${random.upperAlphanumeric(24)}@${random.upperAlphanumeric(16)}.eurprd03.prod.outlook.com>`
    : `<${random.hex(16)}.${random.hex(10)}@${domain}>`;
}

/** Attachments of a message. */
export function drawAttachments(random: RandomGenerator, share: number): readonly MailAttachment[] {
  if (!random.chance(share)) return [];
  return Array.from({ length: 1 + random.poisson(0.3) }, () => {
    const name = documentName(random);
    return {
      name,
      contentType: name.endsWith('.pdf') ? 'application/pdf' : 'application/octet-stream',
      sizeBytes: Math.round(random.logNormal(90_000, 1.3)),
      sha256: random.hex(64),
    };
  });
}

/** A message from outside, with the authentication results its company's set-up leads to. */
export function inboundMail(
  random: RandomGenerator,
  facts: {
    readonly time: number;
    readonly sender: Correspondent;
    readonly recipients: readonly string[];
    readonly subject: string;
    readonly links: readonly string[];
    readonly attachmentShare: number;
    readonly verdict: MailFacts['verdict'];
  },
): MailFacts {
  const { company } = facts.sender;
  const attachments = drawAttachments(random, facts.attachmentShare);
  const forwarded = random.chance(0.01);
  const spf = company.brokenSpf ? (random.chance(0.7) ? 'softfail' : 'fail') : forwarded ? 'fail' : 'pass';
  const dkim = company.signsMail ? (random.chance(0.005) ? 'fail' : 'pass') : 'none';
  const aligned = spf === 'pass' || dkim === 'pass';
  const bounced = company.kind === 'newsletter' ? `bounce-${random.hex(8)}@${company.domain}` : facts.sender.address;
  return {
    time: facts.time,
    networkMessageId: random.uuid(),
    messageId: messageId(random, company.domain),
    direction: 'inbound',
    envelopeFrom: bounced,
    from: facts.sender.address,
    displayName: facts.sender.name,
    replyTo: random.chance(0.06) ? `reply@${company.domain}` : '',
    recipients: facts.recipients,
    subject: facts.subject,
    size:
      Math.round(random.logNormal(company.kind === 'newsletter' ? 24_000 : 3_200, 0.9)) +
      attachments.reduce((sum, attachment) => sum + attachment.sizeBytes, 0),
    serverAddress: company.mailServer.address,
    spf,
    dkim,
    dmarc: company.publishesDmarc ? (aligned ? 'pass' : 'fail') : 'none',
    urls: facts.links,
    attachments,
    verdict: facts.verdict,
  };
}

/** One of the provider's servers that send the organisation's mail. */
function mailRelay(estate: Estate, random: RandomGenerator): string {
  const pool = RandomGenerator.keyed(estate.seed, 'mail-relay', random.integer(12));
  return `40.107.${pool.integer(60)}.${pool.integerBetween(2, 253)}`;
}

/** A message of a member of staff. */
export function staffMail(
  estate: Estate,
  random: RandomGenerator,
  facts: { readonly time: number; readonly person: Person; readonly recipients: readonly string[]; readonly subject: string },
): MailFacts {
  const inside = facts.recipients.every((recipient) => recipient.endsWith(`@${estate.mailDomain}`));
  const attachments = drawAttachments(random, 0.15);
  return {
    time: facts.time,
    networkMessageId: random.uuid(),
    messageId: messageId(random, estate.mailDomain),
    direction: inside ? 'internal' : 'outbound',
    envelopeFrom: facts.person.mail,
    from: facts.person.mail,
    displayName: facts.person.displayName,
    replyTo: '',
    recipients: facts.recipients,
    subject: facts.subject,
    size: Math.round(random.logNormal(3_200, 0.9)) + attachments.reduce((sum, attachment) => sum + attachment.sizeBytes, 0),
    serverAddress: mailRelay(estate, random),
    spf: 'pass',
    dkim: 'pass',
    dmarc: 'pass',
    urls: random.chance(0.1) ? [`https://${estate.name}.sharepoint.com/sites/${random.hex(4)}`] : [],
    attachments,
    verdict: 'delivered',
  };
}

/** Writes a message to the logs it appears in. */
export function deliver(estate: Estate, mail: MailFacts, emit: PersonHour['emit']): void {
  if (mail.direction !== 'internal') emit(gatewayMessage(mail));
  if (mail.verdict === 'blocked') return;
  for (const recipient of mail.recipients) emit(messageTrace(estate, mail, recipient));
}
