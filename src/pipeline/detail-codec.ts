import type {
  Activity,
  AlertDetail,
  ChangeDetail,
  DnsDetail,
  EmailDetail,
  FileDetail,
  HttpDetail,
  NetworkDetail,
  TlsDetail,
} from '../activity/activity.js';
import type { WireReader, WireWriter } from './wire.js';

/** The details an activity may carry. */
export interface Details {
  readonly network: NetworkDetail | undefined;
  readonly dns: DnsDetail | undefined;
  readonly http: HttpDetail | undefined;
  readonly tls: TlsDetail | undefined;
  readonly file: FileDetail | undefined;
  readonly email: EmailDetail | undefined;
  readonly change: ChangeDetail | undefined;
  readonly alert: AlertDetail | undefined;
}

const NETWORK = 1;
const DNS = 2;
const HTTP = 4;
const TLS = 8;
const FILE = 16;
const EMAIL = 32;
const CHANGE = 64;
const ALERT = 128;

export function writeDetails(writer: WireWriter, activity: Activity): void {
  const { network, dns, http, tls, file, email, change, alert } = activity;
  writer.unsigned(
    (network === undefined ? 0 : NETWORK) |
      (dns === undefined ? 0 : DNS) |
      (http === undefined ? 0 : HTTP) |
      (tls === undefined ? 0 : TLS) |
      (file === undefined ? 0 : FILE) |
      (email === undefined ? 0 : EMAIL) |
      (change === undefined ? 0 : CHANGE) |
      (alert === undefined ? 0 : ALERT),
  );
  if (network !== undefined) {
    writer.text(network.transport);
    writer.text(network.protocol);
    writer.text(network.state);
    writer.number(network.durationMs);
    writer.unsigned(network.internal === undefined ? 0 : network.internal ? 1 : 2);
  }
  if (dns !== undefined) {
    writer.text(dns.query);
    writer.text(dns.type);
    writer.text(dns.rcode);
    writer.texts(dns.answers);
  }
  if (http !== undefined) {
    writer.text(http.method);
    writer.text(http.host);
    writer.text(http.path);
    writer.optionalNumber(http.status);
    writer.text(http.mimeType);
  }
  if (tls !== undefined) for (const text of [tls.serverName, tls.ja3, tls.ja3s, tls.issuer, tls.subject, tls.validation]) writer.text(text);
  if (file !== undefined) {
    for (const text of [file.name, file.mimeType, file.sha256]) writer.text(text);
    writer.optionalNumber(file.size);
  }
  if (email !== undefined) writeEmail(writer, email);
  if (change !== undefined) {
    writer.text(change.kind);
    writer.texts(change.attributes);
  }
  if (alert !== undefined) {
    for (const text of [alert.vendor, alert.rule, alert.ruleId, alert.message]) writer.text(text);
    writer.number(alert.severity);
    writer.texts(alert.techniques);
    writer.texts(alert.tactics);
  }
}

export const NO_DETAILS: Details = {
  network: undefined,
  dns: undefined,
  http: undefined,
  tls: undefined,
  file: undefined,
  email: undefined,
  change: undefined,
  alert: undefined,
};

/** `NO_DETAILS` itself where there are none. */
export function readDetails(reader: WireReader): Details {
  const present = reader.unsigned();
  if (present === 0) return NO_DETAILS;
  return {
    network: (present & NETWORK) === 0 ? undefined : readNetwork(reader),
    dns: (present & DNS) === 0 ? undefined : { query: reader.text(), type: reader.text(), rcode: reader.text(), answers: reader.texts() },
    http:
      (present & HTTP) === 0
        ? undefined
        : {
            method: reader.text(),
            host: reader.text(),
            path: reader.text(),
            status: reader.optionalNumber(),
            mimeType: reader.text(),
          },
    tls:
      (present & TLS) === 0
        ? undefined
        : {
            serverName: reader.text(),
            ja3: reader.text(),
            ja3s: reader.text(),
            issuer: reader.text(),
            subject: reader.text(),
            validation: reader.text(),
          },
    file:
      (present & FILE) === 0
        ? undefined
        : { name: reader.text(), mimeType: reader.text(), sha256: reader.text(), size: reader.optionalNumber() },
    email: (present & EMAIL) === 0 ? undefined : readEmail(reader),
    change: (present & CHANGE) === 0 ? undefined : { kind: reader.text(), attributes: reader.texts() },
    alert: (present & ALERT) === 0 ? undefined : readAlert(reader),
  };
}

function readNetwork(reader: WireReader): NetworkDetail {
  const transport = reader.text();
  const protocol = reader.text();
  const state = reader.text();
  const durationMs = reader.number();
  const inside = reader.unsigned();
  return { transport, protocol, state, durationMs, internal: inside === 0 ? undefined : inside === 1 };
}

function readAlert(reader: WireReader): AlertDetail {
  const [vendor, rule, ruleId, message] = [reader.text(), reader.text(), reader.text(), reader.text()];
  return { vendor, rule, ruleId, severity: reader.number(), techniques: reader.texts(), tactics: reader.texts(), message };
}

function writeEmail(writer: WireWriter, email: EmailDetail): void {
  const { messageId, direction, envelopeFrom, from, fromDisplayName, replyTo, subject, spf, dkim, dmarc, verdict } = email;
  for (const text of [messageId, direction, envelopeFrom, from, fromDisplayName, replyTo]) writer.text(text);
  writer.texts(email.recipients);
  for (const text of [subject, spf, dkim, dmarc]) writer.text(text);
  writer.texts(email.linkDomains);
  writer.texts(email.attachmentNames);
  writer.texts(email.attachmentHashes);
  writer.optionalNumber(email.sizeBytes);
  writer.text(verdict);
}

function readEmail(reader: WireReader): EmailDetail {
  return {
    messageId: reader.text(),
    direction: reader.text() as EmailDetail['direction'],
    envelopeFrom: reader.text(),
    from: reader.text(),
    fromDisplayName: reader.text(),
    replyTo: reader.text(),
    recipients: reader.texts(),
    subject: reader.text(),
    spf: reader.text() as EmailDetail['spf'],
    dkim: reader.text() as EmailDetail['dkim'],
    dmarc: reader.text() as EmailDetail['dmarc'],
    linkDomains: reader.texts(),
    attachmentNames: reader.texts(),
    attachmentHashes: reader.texts(),
    sizeBytes: reader.optionalNumber(),
    verdict: reader.text(),
  };
}
