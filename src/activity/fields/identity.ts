import type { Identifier, IdentifierScheme } from '../identifier.js';
import { asText } from './coerce.js';
import { memoized } from './memoized.js';

/** Longest address that SMTP allows (RFC 5321: 64 + 1 + 255). */
const MAX_ADDRESS = 320;
const NOBODY: readonly Identifier[] = [];
const FORBIDDEN_IN_ADDRESS = /[\s<>"(),;\\]/;

const addressIn = memoized(8192, MAX_ADDRESS, (text) => readAddress(asText(text)));

/**
 * A mail address or user principal name in canonical form (lower case), or '' if it has no local part or no domain.
 * Takes `Name <a@b>`, `SMTP:a@b`, `sip:a@b`, `mailto:a@b`; a guest's `a_b.com#EXT#@tenant` becomes `a@b.com`.
 */
export function mailAddress(value: unknown): string {
  const text = typeof value === 'string' ? value : asText(value);
  // What is no address, such as the path of a file, does not push addresses out of what is remembered.
  return text.includes('@') ? addressIn(text) : '';
}

function readAddress(value: string): string {
  if (!value.includes('@')) return '';
  let text = value;
  const open = text.lastIndexOf('<');
  if (open >= 0) {
    const close = text.indexOf('>', open);
    text = text.slice(open + 1, close < 0 ? undefined : close).trim();
  }
  text = text.toLowerCase();
  if (text.startsWith("'") || text.startsWith('"')) text = text.slice(1, text.endsWith("'") || text.endsWith('"') ? -1 : undefined);
  const colon = text.indexOf(':');
  if (colon > 0 && colon <= 6) {
    const prefix = text.slice(0, colon);
    if (prefix === 'smtp' || prefix === 'sip' || prefix === 'mailto' || prefix === 'spo') text = text.slice(colon + 1);
  }
  const guest = text.indexOf('#ext#');
  if (guest > 0) {
    const home = text.slice(0, guest);
    const separator = home.lastIndexOf('_');
    if (separator > 0 && separator < home.length - 1) text = `${home.slice(0, separator)}@${home.slice(separator + 1)}`;
  }
  const at = text.lastIndexOf('@');
  if (at <= 0 || at >= text.length - 1 || text.length > MAX_ADDRESS) return '';
  if (text.endsWith('.')) text = text.slice(0, -1);
  return FORBIDDEN_IN_ADDRESS.test(text) ? '' : text;
}

/** Display name of `Name <a@b>`, without quotes, or ''. */
export function mailDisplayName(value: unknown): string {
  const text = asText(value);
  const open = text.lastIndexOf('<');
  if (open <= 0) return '';
  return text
    .slice(0, open)
    .trim()
    .replace(/^["']|["']$/g, '')
    .trim();
}

/** Host name or domain in lower case, without trailing dots; '' if it holds blanks or separators that no name has. */
export function hostName(value: unknown): string {
  let text = asText(value).toLowerCase();
  while (text.endsWith('.')) text = text.slice(0, -1);
  if (text === '' || text === '-' || text.length > 255 || /[\s/\\@:"<>]/.test(text)) return '';
  return text;
}

/** `DOMAIN\name` in lower case from `DOMAIN\name`, `DOMAIN/name` or the two parts; '' unless both are there. */
export function domainUser(value: unknown, domain?: unknown): string {
  const text = asText(value).toLowerCase();
  const slash = text.indexOf('\\');
  if (slash > 0 && slash < text.length - 1) return text.slice(0, slash) + text.slice(slash);
  const prefix = asText(domain).toLowerCase();
  return prefix === '' || text === '' || slash >= 0 || text.includes('@') ? '' : `${prefix}\\${text}`;
}

const HEX_GUID = /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i;
const ZERO_GUID = '00000000-0000-0000-0000-000000000000';

/** A GUID in lower case without braces; '' for anything else and for the all-zero one. */
export function guid(value: unknown): string {
  const text = asText(value);
  if (text.length < 36 || text.length > 38 || !HEX_GUID.test(text)) return '';
  const bare = (text.startsWith('{') ? text.slice(1, -1) : text).toLowerCase();
  return bare === ZERO_GUID ? '' : bare;
}

/** Id of a tenant or organisation in lower case; '' for the all-zero one. */
export function tenantId(value: unknown): string {
  const text = asText(value).toLowerCase();
  return text === ZERO_GUID ? '' : text;
}

const tenantIn = memoized(256, 512, (resource) => ({ tenant: /\/tenants\/([^/]+)\//i.exec(resource)?.[1] }));

/** Id of the tenant in the path of an Azure resource, `/tenants/<id>/…`; undefined if it names none. */
export function resourceTenant(resource: string): string | undefined {
  const { tenant } = tenantIn(resource);
  return tenant === undefined ? undefined : tenantId(tenant);
}

/** The value in the canonical form of its scheme, or '' if it cannot be a name under that scheme. */
export function canonicalIdentifier(scheme: IdentifierScheme, value: unknown): string {
  switch (scheme) {
    case 'upn':
    case 'mail':
      return mailAddress(value);
    case 'kerberos':
    case 'mac':
    case 'domain':
      return asText(value).toLowerCase();
    case 'sam':
      return domainUser(value);
    case 'hostname':
      return hostName(value);
    case 'entra-object':
      return guid(value);
    case 'sid': {
      const text = asText(value).toUpperCase();
      return text.startsWith('S-1-') ? text : '';
    }
    case 'salesforce':
      return salesforceId(asText(value));
    default:
      return asText(value);
  }
}

/** Salesforce ids come with 15 or, with a checksum for systems that ignore case, 18 characters: the first 15 identify. */
function salesforceId(text: string): string {
  return text.length === 18 && /^[0-9a-zA-Z]{18}$/.test(text) ? text.slice(0, 15) : text;
}

/** Appends an identifier in canonical form unless the value is empty, unfit for its scheme or already in the list. */
export function addIdentifier(list: Identifier[], scheme: IdentifierScheme, value: unknown): void {
  if (value === undefined || value === null || value === '') return;
  const canonical = canonicalIdentifier(scheme, value);
  if (canonical === '') return;
  for (const known of list) if (known.scheme === scheme && known.value === canonical) return;
  list.push({ scheme, value: canonical });
}

/** Appends an identifier as `addIdentifier` does, to a list that is kept as short as it is: one that grows takes room for sixteen more. */
export function withIdentifier(list: readonly Identifier[], scheme: IdentifierScheme, value: unknown): readonly Identifier[] {
  const [known] = list;
  if (known === undefined) return oneIdentifier(scheme, value);
  const [added] = oneIdentifier(scheme, value);
  if (added === undefined || list.some((other) => other.scheme === scheme && other.value === added.value)) return list;
  return list.length === 1 ? [known, added] : [...list, added];
}

/** A list with the given identifier, or an empty one if the value is unfit. */
export function oneIdentifier(scheme: IdentifierScheme, value: unknown): readonly Identifier[] {
  const canonical = value === undefined || value === null || value === '' ? '' : canonicalIdentifier(scheme, value);
  return canonical === '' ? NOBODY : [{ scheme, value: canonical }];
}
