import type { Identifier, IdentifierScheme } from '../activity/identifier.js';

/**
 * Names that are compared with each other share a namespace: a UPN and a mail address with the same text are one name.
 * The order is part of the snapshot's format: append, never reorder.
 */
export const NAMESPACES = [
  'address',
  'sam',
  'kerberos',
  'sid',
  'entra-object',
  'okta',
  'salesforce',
  'google',
  'aws-principal',
  'aws-arn',
  'aws-access-key',
  'app',
  'hostname',
  'mac',
  'device',
  'ip',
  'domain',
  'account-name',
] as const;
export type Namespace = (typeof NAMESPACES)[number];

/** What a name is worth: who it can stand for, and what it proves when a record gives it beside another name. */
export interface NamespaceRule {
  /** Canonical names are chosen by the smallest rank: names, then directory ids, then what may be shared. */
  readonly rank: number;
  readonly family: 'account' | 'app' | 'device' | 'address' | 'domain';
  /**
   * `name`: a person's or host's readable name; two of them in one entity need a reason. `code`: a directory's own id, never
   * given to another thing. `weak`: may be shared or reused, so it never joins two entities.
   */
  readonly strength: 'name' | 'code' | 'weak';
}

export const RULES: Readonly<Record<Namespace, NamespaceRule>> = {
  address: { rank: 0, family: 'account', strength: 'name' },
  sam: { rank: 2, family: 'account', strength: 'name' },
  kerberos: { rank: 3, family: 'account', strength: 'name' },
  'entra-object': { rank: 12, family: 'account', strength: 'code' },
  okta: { rank: 13, family: 'account', strength: 'code' },
  google: { rank: 14, family: 'account', strength: 'code' },
  salesforce: { rank: 15, family: 'account', strength: 'code' },
  sid: { rank: 16, family: 'account', strength: 'code' },
  'aws-arn': { rank: 10, family: 'account', strength: 'code' },
  'aws-principal': { rank: 17, family: 'account', strength: 'code' },
  'aws-access-key': { rank: 19, family: 'account', strength: 'weak' },
  'account-name': { rank: 18, family: 'account', strength: 'weak' },
  app: { rank: 20, family: 'app', strength: 'weak' },
  hostname: { rank: 0, family: 'device', strength: 'name' },
  device: { rank: 11, family: 'device', strength: 'code' },
  mac: { rank: 12, family: 'device', strength: 'weak' },
  ip: { rank: 13, family: 'address', strength: 'weak' },
  domain: { rank: 0, family: 'domain', strength: 'weak' },
};

const SCHEME_NAMESPACE: ReadonlyMap<IdentifierScheme, Namespace> = new Map<IdentifierScheme, Namespace>([
  ['upn', 'address'],
  ['mail', 'address'],
  ...NAMESPACES.filter((namespace) => namespace !== 'address').map((namespace) => [namespace, namespace] as const),
]);

export function namespaceOf(scheme: IdentifierScheme): Namespace {
  return SCHEME_NAMESPACE.get(scheme) ?? 'account-name';
}

/** A name ready to be compared. */
export interface CanonicalName {
  readonly namespace: Namespace;
  readonly scheme: IdentifierScheme;
  readonly value: string;
  /** Nobody in particular: never joins anything. */
  readonly shared: boolean;
  /** Held by whoever assumes it (a cloud role): stands for the actor only if nothing else does. */
  readonly role: boolean;
}

const SHARED_NAMES: ReadonlySet<string> = new Set([
  'anonymous',
  'anonymous logon',
  'system',
  'root',
  'local service',
  'network service',
  'nobody',
  'daemon',
  'guest',
  'unknown',
  'app@sharepoint',
  'sharepoint\\system',
  'sharepoint app',
  'iusr',
  's-1-0-0',
  's-1-1-0',
  's-1-5-7',
  's-1-5-18',
  's-1-5-19',
  's-1-5-20',
  'microsoftoffice365',
  'microsoft system account',
  'fim_password_service@support.onmicrosoft.com',
  'hidden_for_security_reasons',
  'awsservice',
]);
const SHARED_AUTHORITIES: readonly string[] = [
  'nt authority\\',
  'nt service\\',
  'nt virtual machine\\',
  'window manager\\',
  'font driver host\\',
  'builtin\\',
  'iis apppool\\',
];
/** Texts with which products say that they do not know. */
const NO_NAME: ReadonlySet<string> = new Set([
  '',
  '-',
  '--',
  'n/a',
  'na',
  'null',
  'none',
  'undefined',
  'not available',
  'not applicable',
  '(empty)',
  '(none)',
  '<none>',
  '0',
  '*',
  '00000000-0000-0000-0000-000000000000',
  'localhost',
  'localhost.localdomain',
  '00:00:00:00:00:00',
  'ff:ff:ff:ff:ff:ff',
  '0.0.0.0',
  '::',
]);

/** The comparable form of an identifier, or undefined if it names nothing. */
export function canonicalName(identifier: Identifier): CanonicalName | undefined {
  const raw = identifier.value.trim();
  const lower = raw.toLowerCase();
  if (raw.length > 1024 || NO_NAME.has(lower)) return undefined;
  const namespace = namespaceOf(identifier.scheme);
  const rule = RULES[namespace];
  if (rule.family === 'account') return accountName(identifier.scheme, namespace, raw, lower);
  const value =
    namespace === 'hostname' || namespace === 'domain' ? withoutFinalDot(lower) : namespace === 'mac' ? lower.replaceAll('-', ':') : raw;
  return value === ''
    ? undefined
    : plain(namespace, identifier.scheme, namespace === 'device' || namespace === 'app' ? lowerIfGuid(value) : value);
}

function accountName(scheme: IdentifierScheme, namespace: Namespace, raw: string, lower: string): CanonicalName | undefined {
  if (SHARED_NAMES.has(lower) || SHARED_AUTHORITIES.some((authority) => lower.startsWith(authority))) {
    return { namespace: 'account-name', scheme: 'account-name', value: lower, shared: true, role: false };
  }
  if (namespace === 'aws-arn') return awsName(raw);
  if (namespace === 'aws-principal') return awsPrincipal(raw);
  if (namespace === 'aws-access-key' || namespace === 'salesforce') {
    // An 18-character Salesforce id is the 15-character one and a checksum.
    const value = namespace === 'salesforce' && raw.length === 18 && !raw.includes('@') ? raw.slice(0, 15) : raw;
    if (namespace === 'salesforce' && isMailLike(lower)) return plain('address', 'upn', lower);
    return plain(namespace, scheme, value);
  }
  const person = withoutClaim(lower);
  if (namespace === 'sid' || namespace === 'entra-object') {
    return isMailLike(person) ? plain('address', 'upn', person) : plain(namespace, scheme, namespace === 'sid' ? raw.toUpperCase() : lower);
  }
  const host = machineHost(namespace, lower);
  if (host !== '') return plain('hostname', 'hostname', host);
  if (namespace === 'address') return isMailLike(person) ? plain('address', scheme, person) : plain('account-name', 'account-name', person);
  if (namespace !== 'kerberos' && namespace !== 'sam' && isMailLike(person))
    return plain('address', namespace === 'google' ? 'mail' : 'upn', person);
  return plain(namespace, scheme, namespace === 'okta' || namespace === 'google' ? raw : person);
}

function plain(namespace: Namespace, scheme: IdentifierScheme, value: string): CanonicalName {
  return { namespace, scheme, value, shared: false, role: false };
}

/**
 * `arn:aws:sts::1:assumed-role/Role/session` is the role; a session name that is a mail address is the person behind it
 * (the convention of identity-centre and federated sign-in).
 */
function awsName(arn: string): CanonicalName | undefined {
  const parts = arn.split(':');
  const [kind = '', name = '', session = ''] = (parts[5] ?? '').split('/');
  if (kind === 'assumed-role') {
    if (isMailLike(session)) return plain('address', 'mail', session.toLowerCase());
    return {
      namespace: 'aws-arn',
      scheme: 'aws-arn',
      value: `arn:${parts[1] ?? 'aws'}:iam::${parts[4] ?? ''}:role/${name}`,
      shared: false,
      role: true,
    };
  }
  return { namespace: 'aws-arn', scheme: 'aws-arn', value: arn, shared: false, role: kind === 'role' };
}

function awsPrincipal(raw: string): CanonicalName {
  const colon = raw.indexOf(':');
  const session = colon < 0 ? '' : raw.slice(colon + 1);
  if (isMailLike(session)) return plain('address', 'mail', session.toLowerCase());
  const principal = colon < 0 ? raw : raw.slice(0, colon);
  return { namespace: 'aws-principal', scheme: 'aws-principal', value: principal, shared: false, role: principal.startsWith('AROA') };
}

/** Host behind a machine account (`CORP\WS01$`, `ws01$@corp.example`), or ''. */
function machineHost(namespace: Namespace, lower: string): string {
  const dollar = lower.indexOf('$');
  if (dollar <= 0 || (dollar !== lower.length - 1 && lower[dollar + 1] !== '@')) return '';
  if (namespace !== 'sam' && namespace !== 'kerberos' && namespace !== 'account-name' && namespace !== 'address') return '';
  return lower.slice(lower.indexOf('\\') + 1, dollar);
}

/** SharePoint writes claims in front of the name: `i:0#.f|membership|ada@example.com`, `urn:spo:guest#bob@partner.example`. */
function withoutClaim(lower: string): string {
  if (lower.startsWith('i:0') || lower.startsWith('c:0')) return lower.slice(lower.lastIndexOf('|') + 1);
  return lower.startsWith('urn:spo:guest#') ? lower.slice(14) : lower;
}

export function isMailLike(text: string): boolean {
  const at = text.lastIndexOf('@');
  return at > 0 && text.indexOf('.', at + 2) > 0 && !text.endsWith('.') && !text.includes(' ');
}

export function localPart(address: string): string {
  return address.slice(0, address.lastIndexOf('@'));
}

export function mailDomain(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/** What stands before the first dot of a name, the whole name if there is none. */
export function firstLabel(host: string): string {
  const dot = host.indexOf('.');
  return dot < 0 ? host : host.slice(0, dot);
}

const GUEST_MARK = '#ext#@';

/** Home mail address behind a guest account (`bob_partner.example#ext#@tenant.example` → `bob@partner.example`), or ''. */
export function guestHome(address: string): string {
  const mark = address.indexOf(GUEST_MARK);
  const underscore = address.lastIndexOf('_', mark);
  return mark < 0 || underscore <= 0 ? '' : `${address.slice(0, underscore)}@${address.slice(underscore + 1, mark)}`;
}

export function isGuest(address: string): boolean {
  return address.includes(GUEST_MARK);
}

export function isGuid(text: string): boolean {
  return text.length === 36 && text[8] === '-' && text[13] === '-' && text[18] === '-' && text[23] === '-';
}

const lowerIfGuid = (text: string): string => (isGuid(text) ? text.toLowerCase() : text);
const withoutFinalDot = (text: string): string => (text.endsWith('.') ? text.slice(0, -1) : text);

/**
 * What two names of one namespace must agree on to be comparable: the tenant for a directory id, the domain part of a SID.
 * Two different values in one scope are two things.
 */
export function exclusiveScope(namespace: Namespace, value: string, organization: number): string {
  if (namespace === 'sid') return `sid ${value.slice(0, value.lastIndexOf('-'))}`;
  if (namespace === 'sam') return `sam ${value.slice(0, value.indexOf('\\'))}`;
  if (namespace === 'aws-arn') return `aws-arn ${value.split(':')[4] ?? ''}`;
  if (namespace === 'app') return isGuid(value) ? 'app' : '';
  if (namespace === 'hostname') return `hostname`;
  return RULES[namespace].strength === 'code' && namespace !== 'device' ? `${namespace} ${organization}` : '';
}
