import type { EmailDetail } from '../activity.js';
import { asCount, asText, asTexts, firstText } from '../fields/coerce.js';
import { hostName, mailAddress, mailDisplayName } from '../fields/identity.js';
import { asList, isObject, listAt, lookup, lookupAll, parseJson } from '../fields/lookup.js';
import type { Paths } from '../fields/path-table.js';
import type { RawRecord } from '../source-mapping.js';
import { authenticationResult, parseAuthenticationResults, type MailAuthentication } from './mail-authentication.js';
import { F, mailView, type MailView, pathsTo, readText } from './mail-paths.js';
import { verdictOf } from './mail-verdict.js';

const MAX_RECIPIENTS = 256;
const MAX_LINKS = 64;
const NONE: readonly string[] = [];
const NO_ATTACHMENTS = { names: NONE, hashes: NONE };

/** What a record of a message says about the message, in ECS or in the words of the usual gateways. */
export function emailDetail(record: RawRecord, of = mailView(record)): EmailDetail {
  const from = readText(of, F.headerFrom);
  const envelopeFrom = mailAddress(readText(of, F.envelopeFrom));
  const header = mailAddress(from);
  const recipients = addressesAt(record, pathsTo(of, F.recipients));
  const attachments = attachmentsOf(of);
  return {
    messageId: trimmedId(readText(of, F.messageId)),
    direction: directionOf(readText(of, F.direction)),
    envelopeFrom: envelopeFrom === '' ? header : envelopeFrom,
    from: header === '' ? envelopeFrom : header,
    fromDisplayName: readText(of, F.displayName) || mailDisplayName(from),
    replyTo: mailAddress(readText(of, F.replyTo)),
    recipients: recipients.length > 0 ? recipients : addressesAt(record, pathsTo(of, F.copies)),
    subject: readText(of, F.subject),
    ...authenticationOf(of),
    linkDomains: linkDomains(of),
    attachmentNames: attachments.names,
    attachmentHashes: attachments.hashes,
    sizeBytes: asCount(readText(of, F.size)),
    verdict: verdictOf(of),
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

function authenticationOf(of: MailView): MailAuthentication {
  const header = parseAuthenticationResults(readText(of, F.results));
  // Microsoft Defender's advanced hunting keeps the three results as a JSON text.
  const details = parseJson(asText(of.record.AuthenticationDetails));
  const told = isObject(details) ? mailView(details) : of;
  const result = (method: keyof MailAuthentication) =>
    header[method] === 'unknown' ? authenticationResult(readText(told, F[method])) : header[method];
  return { spf: result('spf'), dkim: result('dkim'), dmarc: result('dmarc') };
}

function linkDomains(of: MailView): readonly string[] {
  const { record } = of;
  if (pathsTo(of, F.urls).length + pathsTo(of, F.threats).length === 0) return NONE;
  const hosts = new Set<string>();
  const add = (url: string) => {
    const host = urlHost(url);
    if (host.includes('.') && hosts.size < MAX_LINKS) hosts.add(host);
  };
  for (const path of pathsTo(of, F.urls)) for (const url of lookupAll(record, path)) add(asText(url));
  for (const path of pathsTo(of, F.threats)) {
    for (const threat of listAt(record, path)) {
      const inner = isObject(threat) && isObject(threat.threat) ? threat.threat : threat;
      if (asText(lookup(inner, 'threatType') ?? lookup(inner, 'type')).toLowerCase() === 'url') {
        add(asText(lookup(inner, 'artifact') ?? lookup(inner, 'threat')));
      }
    }
  }
  return [...hosts];
}

function attachmentsOf(of: MailView): { readonly names: readonly string[]; readonly hashes: readonly string[] } {
  const { record } = of;
  if (pathsTo(of, F.parts).length + pathsTo(of, F.names).length + pathsTo(of, F.hashes).length === 0) return NO_ATTACHMENTS;
  const names = new Set<string>();
  const hashes = new Set<string>();
  const add = (set: Set<string>, text: string) => {
    if (text !== '' && set.size < MAX_LINKS) set.add(text);
  };
  for (const path of pathsTo(of, F.parts)) {
    for (const part of asList(lookup(record, path))) {
      if (typeof part === 'string') add(names, asText(part));
      if (!isObject(part) || asText(part.disposition ?? part.dispositionType).toLowerCase() === 'inline') continue;
      add(names, firstText(part, ['file.name', 'filename', 'detectedName', 'name', 'Name', 'FileName']));
      add(hashes, firstText(part, ['file.hash.sha256', 'sha256', 'detectedSha256', 'SHA256', 'file.hash.md5', 'md5']).toLowerCase());
    }
  }
  for (const path of pathsTo(of, F.names)) for (const name of lookupAll(record, path)) add(names, asText(name));
  for (const path of pathsTo(of, F.hashes)) for (const hash of lookupAll(record, path)) add(hashes, asText(hash).toLowerCase());
  return { names: [...names], hashes: [...hashes] };
}
