import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { asText } from './coerce.js';
import { memoized } from './memoized.js';

/** An address as a record writes it. `ip` is canonical text or '' if it is none; `raw` is kept only if `ip` is ''. */
export interface ParsedAddress {
  readonly ip: string;
  readonly raw: string;
  readonly port: number | undefined;
}

/** Fields of `Activity` that an address fills. */
export interface AddressFields {
  readonly sourceIp: string;
  readonly sourceAddressRaw: string;
  readonly sourcePort: number | undefined;
}

export const NO_ADDRESS: ParsedAddress = Object.freeze({ ip: '', raw: '', port: undefined });

const parsedText = memoized(8192, 128, (text) => parseText(asText(text)));

/**
 * Reads an address: plain, with port (`1.2.3.4:443`, `[2001:db8::1]:443`), with zone (`fe80::1%eth0`), IPv4 in IPv6 form.
 * Octets with leading zeros are not IPv4 (they must never be read as octal). Blanks around it are dropped.
 */
export function parseAddress(value: unknown): ParsedAddress {
  const text = typeof value === 'string' ? value : asText(value);
  return text === '' ? NO_ADDRESS : parsedText(text);
}

/** The address as the fields of an activity. */
export function addressFields(address: ParsedAddress): AddressFields {
  return { sourceIp: address.ip, sourceAddressRaw: address.raw, sourcePort: address.port };
}

/** Canonical text of an address without port, or ''. */
export function ipText(value: unknown): string {
  return parseAddress(value).ip;
}

function parseText(text: string): ParsedAddress {
  if (text === '' || text === '-' || text === 'null' || text === 'N/A' || text === '::' || text === '0.0.0.0') return NO_ADDRESS;
  const bare = canonical(text);
  if (bare !== '') return { ip: bare, raw: '', port: undefined };
  const bracket = text.startsWith('[') ? text.indexOf(']') : -1;
  if (bracket > 0) {
    const inside = canonical(text.slice(1, bracket));
    const rest = text.slice(bracket + 1);
    if (inside !== '' && (rest === '' || rest.startsWith(':'))) return { ip: inside, raw: '', port: portNumber(rest.slice(1)) };
  }
  const colon = text.lastIndexOf(':');
  if (colon > 0) {
    const before = text.slice(0, colon);
    const ip = isIP(before) === 4 ? canonical(before) : '';
    if (ip !== '') return { ip, raw: '', port: portNumber(text.slice(colon + 1)) };
  }
  return { ip: '', raw: text, port: undefined };
}

function canonical(text: string): string {
  const version = isIP(text);
  if (version === 4) return text;
  if (version === 0) return '';
  const zone = text.indexOf('%');
  const address = ipaddr.IPv6.parse(zone < 0 ? text : text.slice(0, zone));
  return address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : address.toString();
}

/** A port number 1–65535, or undefined. */
export function portNumber(value: unknown): number | undefined {
  const number = Number(asText(value));
  return Number.isInteger(number) && number > 0 && number <= 65_535 ? number : undefined;
}
