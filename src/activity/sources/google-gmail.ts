import type { ActivityFields, AuthenticationResult, EmailDetail } from '../activity.js';
import { asBoolean, asCount, asText, asTexts } from '../fields/coerce.js';
import { addIdentifier, hostName, mailAddress } from '../fields/identity.js';
import { asList, asObject, isObject, lookup } from '../fields/lookup.js';
import type { JsonObject } from '../fields/lookup.js';
import type { Identifier } from '../identifier.js';
import { parseAddress } from '../fields/address.js';
import { reportMapping } from './google-report.js';
import type { ReportEvent } from './google-report.js';

/** A message value as an object: nested `parameter` lists become members. */
function message(value: unknown): JsonObject {
  const object = asObject(value);
  if (!Array.isArray(object.parameter)) return object;
  const found: Record<string, unknown> = {};
  for (const part of (object.parameter as readonly unknown[]).slice(0, 64)) {
    if (!isObject(part)) continue;
    const name = asText(part.name);
    if (name === '' || name in Object.prototype) continue;
    found[name] =
      part.value ??
      part.boolValue ??
      part.intValue ??
      part.multiValue ??
      (part.messageValue === undefined ? part.multiMessageValue : message(part.messageValue));
  }
  return found;
}

function passed(value: unknown): AuthenticationResult {
  const told = asBoolean(value);
  return told === undefined ? 'unknown' : told ? 'pass' : 'fail';
}

function recipients(info: JsonObject, record: JsonObject): readonly string[] {
  const found: string[] = [];
  for (const element of asList(info.destination)) {
    const address = mailAddress(isObject(element) ? (message(element).address ?? element.address) : element);
    if (address !== '' && found.length < 256) found.push(address);
  }
  if (found.length > 0) return found;
  return asTexts(lookup(record, 'email.to.address'))
    .map((text) => mailAddress(text))
    .filter((text) => text !== '');
}

function verdict(info: JsonObject): string {
  if (asBoolean(info.is_spam) === true) return 'quarantined';
  const action = asText(info.action_type);
  return action === '' ? 'delivered' : action;
}

function readEmail(info: JsonObject, record: JsonObject, outcome: string): EmailDetail {
  const source = message(info.source);
  const connection = message(info.connection_info);
  const from = mailAddress(source.address) || mailAddress(lookup(record, 'email.from.address'));
  const headerFrom = mailAddress(source.from_header_address) || from;
  const to = recipients(info, record);
  const internal = asBoolean(connection.is_internal) ?? asBoolean(connection.is_intra_domain);
  return {
    messageId: (asText(info.rfc2822_message_id) || asText(lookup(record, 'email.message_id'))).replace(/^<|>$/g, ''),
    direction: internal === true ? 'internal' : internal === false ? 'inbound' : 'unknown',
    envelopeFrom: from,
    from: headerFrom,
    fromDisplayName: asText(source.from_header_displayname),
    replyTo: mailAddress(source.reply_to),
    recipients: to,
    subject: asText(info.subject) || asText(lookup(record, 'email.subject')),
    spf: passed(connection.spf_pass),
    dkim: passed(connection.dkim_pass),
    dmarc: passed(connection.dmarc_pass),
    linkDomains: asTexts(info.link_domain)
      .map((text) => hostName(text))
      .filter((text) => text !== ''),
    attachmentNames: asList(info.attachment)
      .map((element) => asText(isObject(element) ? (message(element).file_name ?? element.file_name) : ''))
      .filter((text) => text !== ''),
    attachmentHashes: asList(info.attachment)
      .map((element) => asText(isObject(element) ? (message(element).sha256 ?? element.sha256) : ''))
      .filter((text) => text !== ''),
    sizeBytes: asCount(info.payload_size),
    verdict: outcome === 'failure' ? 'failed' : verdict(info),
  };
}

function describe(event: ReportEvent): Pick<ActivityFields, 'domain' | 'actionClass'> & Partial<ActivityFields> {
  const info = message(event.parameters.get('message_info'));
  const happened = message(event.parameters.get('event_info'));
  const name = event.name;
  if (name !== 'delivery' && name !== 'send' && name !== 'receive') {
    const actionClass =
      name === 'download'
        ? 'file-downloaded'
        : name === 'trash' || name === 'delete'
          ? 'mail-deleted'
          : name === 'view' || name === 'open'
            ? 'mail-read'
            : name === 'link_click'
              ? 'mail-click'
              : 'other';
    return { domain: 'email', actionClass, service: 'Gmail', resource: asText(info.subject), resourceType: 'message' };
  }
  const succeeded = asBoolean(happened.success) ?? asBoolean(lookup(event.record, 'google_workspace.gmail.event_info.success'));
  const outcome = succeeded === false ? 'failure' : 'success';
  const email = readEmail(info, event.record, outcome);
  const client = parseAddress(message(info.connection_info).client_ip ?? lookup(event.record, 'client.ip'));
  const actor: Identifier[] = [];
  addIdentifier(actor, 'mail', email.from || email.envelopeFrom);
  const target: Identifier[] = [];
  const mailbox =
    asText(happened.mailbox_address) ||
    asText(event.parameters.get('mailbox')) ||
    (email.recipients.length === 1 ? email.recipients[0] : '');
  addIdentifier(target, 'mail', mailbox);
  return {
    domain: 'email',
    actionClass: 'mail-received',
    outcome,
    service: 'Gmail',
    actor,
    actorType: 'user',
    actorName: email.fromDisplayName || email.from,
    sourceIp: client.ip,
    sourceAddressRaw: client.raw,
    sourcePort: client.port,
    resource: email.subject,
    resourceType: 'message',
    target,
    targetType: target.length > 0 ? 'user' : 'unknown',
    targetName: target[0]?.value ?? '',
    bytesOut: email.sizeBytes,
    email,
  };
}

/** Gmail delivery log and mailbox actions. */
export const googleGmail = reportMapping({
  name: 'google.gmail',
  title: 'Gmail log events',
  applications: ['gmail'],
  datasets: ['google_workspace.gmail', 'gws:gmail', 'gws_gmail'],
  stored: { message_info: ['message_info'], event_info: ['event_info'], mailbox: ['email', 'mailbox'] },
  describe,
});
