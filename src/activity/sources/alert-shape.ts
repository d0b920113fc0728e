import { createActivity, type EmailDetail } from '../activity.js';
import { parseAddress, portNumber } from '../fields/address.js';
import { firstText, textsAt } from '../fields/coerce.js';
import { addIdentifier, hostName, mailAddress } from '../fields/identity.js';
import { lookup } from '../fields/lookup.js';
import { dead, NO_TIME, skipped } from '../fields/mapped.js';
import { recordHash } from '../fields/record-hash.js';
import { parseTime } from '../fields/time.js';
import type { Identifier } from '../identifier.js';
import type { Mapped, RawRecord, RecordHint, SourceMapping } from '../source-mapping.js';
import { urlHost } from './mail-fields.js';

/** Where one product's alerts keep what an alert tells. Every list holds dotted paths, the best first. */
export interface AlertShape {
  /** `product.stream`. */
  readonly name: string;
  readonly title: string;
  readonly vendor: string | ((record: RawRecord) => string);
  readonly datasets: readonly string[];
  readonly detects: (record: RawRecord, hint: RecordHint) => boolean;
  /** Why a record is no alert although it is of this product, or ''. */
  readonly skips?: (record: RawRecord) => string;
  readonly time: readonly string[];
  readonly id: readonly string[];
  readonly rule: readonly string[];
  readonly ruleId: readonly string[];
  readonly message: readonly string[];
  /** 0–100, or `undefined` if the record does not rank itself. */
  readonly severity: (record: RawRecord) => number | undefined;
  readonly techniques?: readonly string[];
  readonly tactics?: readonly string[];
  /** Names of the account the alert is about; all of the paths name one account. */
  readonly users?: readonly string[];
  /** The account in full, where the product keeps its domain apart; comes before `users`. */
  readonly account?: (record: RawRecord) => string;
  readonly accessKeys?: readonly string[];
  readonly hosts?: readonly string[];
  readonly deviceIds?: readonly string[];
  readonly macs?: readonly string[];
  /** Address of the device the alert is about, or from which the actor came. */
  readonly source: readonly string[];
  readonly destination?: readonly string[];
  readonly destinationPort?: readonly string[];
  readonly destinationDomain?: readonly string[];
  readonly organization?: readonly string[];
  readonly sha256?: readonly string[];
  readonly fileName?: readonly string[];
  readonly email?: (record: RawRecord) => EmailDetail;
}

/** What an alert without a rank of its own counts. */
const UNRANKED = 50;
const MAX_MESSAGE = 1024;
const TECHNIQUE = /\bT\d{4}(?:\.\d{3})?\b/g;

export function alertMapping(shape: AlertShape): SourceMapping {
  return {
    name: shape.name,
    title: shape.title,
    datasets: shape.datasets,
    detects: shape.detects,
    map: (record) => mapAlert(shape, record),
  };
}

function mapAlert(shape: AlertShape, record: RawRecord): Mapped {
  const reason = shape.skips?.(record) ?? '';
  if (reason !== '') return skipped(reason);
  const time = firstTime(record, shape.time);
  if (time === undefined) return dead(NO_TIME);
  const rule = firstText(record, shape.rule);
  if (rule === '') return dead('alert without a rule or title');
  const actor = accountIdentifiers(record, shape);
  const source = parseAddress(firstText(record, shape.source));
  const device = deviceIdentifiers(record, shape, source.ip);
  const destination = parseAddress(firstText(record, shape.destination ?? []));
  const message = firstText(record, shape.message);
  const fileName = firstText(record, shape.fileName ?? []);
  const sha256 = firstText(record, shape.sha256 ?? []).toLowerCase();
  const vendor = typeof shape.vendor === 'string' ? shape.vendor : shape.vendor(record);
  const activity = createActivity({
    id: firstText(record, shape.id) || recordHash(record),
    source: shape.name,
    domain: 'alert',
    time,
    action: rule,
    actionClass: 'alert',
    organization: firstText(record, shape.organization ?? []),
    actorType: actor.length > 0 ? 'user' : device.length > 0 ? 'device' : 'unknown',
    actor,
    actorName: actor.length > 0 ? firstText(record, shape.users ?? []) : '',
    device,
    sourceIp: source.ip,
    sourceAddressRaw: source.raw,
    sourcePort: source.port,
    service: vendor,
    resource: fileName,
    resourceType: fileName === '' ? '' : 'file',
    destinationIp: destination.ip,
    destinationPort: portNumber(firstText(record, shape.destinationPort ?? [])) ?? destination.port,
    destinationDomain: domainOf(firstText(record, shape.destinationDomain ?? [])),
    file: fileName === '' && sha256 === '' ? undefined : { name: fileName, mimeType: '', sha256, size: undefined },
    email: shape.email?.(record),
    alert: {
      vendor,
      rule,
      ruleId: firstText(record, shape.ruleId) || rule,
      severity: shape.severity(record) ?? UNRANKED,
      techniques: techniquesOf(record, shape.techniques ?? []),
      tactics: distinct(record, shape.tactics ?? []),
      message: message.length > MAX_MESSAGE ? message.slice(0, MAX_MESSAGE) : message,
    },
  });
  return { kind: 'activities', activities: [activity] };
}

function firstTime(record: RawRecord, paths: readonly string[]): number | undefined {
  for (const path of paths) {
    const time = parseTime(lookup(record, path));
    if (time !== undefined) return time;
  }
  return undefined;
}

/** Names that products write where they mean nobody. */
const NOBODY: ReadonlySet<string> = new Set([
  '-',
  'n/a',
  'none',
  'unknown',
  'null',
  'system',
  'nt authority\\system',
  'local service',
  'network service',
]);

/** Identifiers of an account by the look of its name: address, `DOMAIN\name`, SID, GUID, else a bare account name. */
export function addAccount(list: Identifier[], name: string): void {
  if (name === '' || NOBODY.has(name.toLowerCase())) return;
  if (mailAddress(name) !== '') addIdentifier(list, 'upn', name);
  else if (name.includes('\\')) addIdentifier(list, 'sam', name);
  else if (/^S-1-\d/i.test(name)) addIdentifier(list, 'sid', name);
  else if (name.startsWith('arn:aws')) addIdentifier(list, 'aws-arn', name);
  else if (/^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(name)) addIdentifier(list, 'entra-object', name);
  else addIdentifier(list, 'account-name', name);
}

function accountIdentifiers(record: RawRecord, shape: AlertShape): readonly Identifier[] {
  const actor: Identifier[] = [];
  const full = shape.account?.(record) ?? '';
  addAccount(actor, full);
  for (const path of shape.users ?? []) {
    const name = firstText(record, [path]);
    if (full === '' || name.includes('@') || name.includes('\\') || /^S-1-/i.test(name)) addAccount(actor, name);
  }
  for (const path of shape.accessKeys ?? []) addIdentifier(actor, 'aws-access-key', firstText(record, [path]));
  return actor;
}

function deviceIdentifiers(record: RawRecord, shape: AlertShape, ip: string): readonly Identifier[] {
  const device: Identifier[] = [];
  for (const path of shape.hosts ?? []) addIdentifier(device, 'hostname', firstText(record, [path]));
  for (const path of shape.deviceIds ?? []) addIdentifier(device, 'device', firstText(record, [path]));
  for (const path of shape.macs ?? []) addIdentifier(device, 'mac', firstText(record, [path]));
  if (ip !== '') device.push({ scheme: 'ip', value: ip });
  return device;
}

function domainOf(text: string): string {
  return text.includes('/') ? urlHost(text) : hostName(text);
}

function techniquesOf(record: RawRecord, paths: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const path of paths) for (const text of textsAt(record, path)) for (const id of text.match(TECHNIQUE) ?? []) found.add(id);
  return [...found].sort();
}

function distinct(record: RawRecord, paths: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const path of paths) for (const text of textsAt(record, path)) if (text.length <= 80) found.add(text);
  return [...found].sort();
}
