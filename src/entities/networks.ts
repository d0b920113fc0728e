import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { ConfigError } from '../errors.js';

/** RFC 1918, RFC 6598, RFC 4193, link-local and loopback. */
export const DEFAULT_INTERNAL_NETWORKS: readonly string[] = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '127.0.0.0/8',
  'fc00::/7',
  'fe80::/10',
  '::1/128',
];

/**
 * A dotted quad as an unsigned 32-bit number, or -1 if the text is not one. Leading zeros are refused: some parsers read
 * them as octal, so that `010.0.0.1` would become another address.
 */
export function parseIpv4(text: string): number {
  let value = 0;
  let octet = -1;
  let dots = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 46) {
      if (octet < 0 || ++dots > 3) return -1;
      value = value * 256 + octet;
      octet = -1;
    } else if (code >= 48 && code <= 57 && octet !== 0) {
      octet = octet < 0 ? code - 48 : octet * 10 + code - 48;
      if (octet > 255) return -1;
    } else {
      return -1;
    }
  }
  return dots === 3 && octet >= 0 ? value * 256 + octet : -1;
}

/** True for an IPv4 or IPv6 address in canonical or shortened text. */
export function isAddress(text: string): boolean {
  return parseIpv4(text) >= 0 || (text.includes(':') && isIP(text) === 6);
}

/** A set of CIDR blocks. */
export class Networks {
  readonly #starts: readonly number[];
  readonly #ends: readonly number[];
  readonly #ipv6: readonly (readonly [ipaddr.IPv6, number])[];

  /** @throws ConfigError for a text that is not a CIDR block or an address. */
  constructor(blocks: readonly string[]) {
    const ipv4: [number, number][] = [];
    const ipv6: [ipaddr.IPv6, number][] = [];
    for (const block of blocks) {
      const [address, bits] = parseBlock(block);
      if (address instanceof ipaddr.IPv6) {
        ipv6.push([address, bits]);
      } else {
        const size = 2 ** (32 - bits);
        const start = Math.floor(parseIpv4(address.toString()) / size) * size;
        ipv4.push([start, start + size - 1]);
      }
    }
    ipv4.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    this.#starts = ipv4.map(([start]) => start);
    this.#ends = ipv4.map(([, end]) => end);
    this.#ipv6 = ipv6;
  }

  /** False for text that is not an address. */
  includes(address: string): boolean {
    const value = parseIpv4(address);
    if (value >= 0) {
      for (let index = 0; index < this.#starts.length; index++) {
        if (value < (this.#starts[index] ?? 0)) return false;
        if (value <= (this.#ends[index] ?? 0)) return true;
      }
      return false;
    }
    if (!address.includes(':') || isIP(address) !== 6) return false;
    const parsed = ipaddr.IPv6.parse(address);
    if (parsed.isIPv4MappedAddress()) return this.includes(parsed.toIPv4Address().toString());
    return this.#ipv6.some(([network, bits]) => parsed.match(network, bits));
  }
}

function parseBlock(block: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const [address = '', bits] = block.trim().split('/');
  const version = isIP(address);
  const width = version === 6 ? 128 : 32;
  const length = bits === undefined ? width : Number(bits);
  if (version === 0 || bits === '' || !Number.isInteger(length) || length < 0 || length > width) {
    throw new ConfigError(`"${block}" is not a network. Write it as an address and a prefix length, such as 10.0.0.0/8.`);
  }
  return [ipaddr.parse(address), length];
}
