import type { Activity } from '../activity/activity.js';
import { memoized } from '../activity/fields/memoized.js';
import { hashText } from '../baselines/hash.js';

/** A range of addresses. */
export interface AddressRange {
  /** `198.51.100.0/24`, `2001:db8:1::/48`, or ''. */
  readonly text: string;
  /** Hashes of the text, as a network where no autonomous system is known, and as a range. */
  readonly network: number;
  readonly prefix: number;
}

/** Addresses whose range is remembered, about 1 MB, and the longest of them. */
const MOST_ADDRESSES = 8_192;
const LONGEST_ADDRESS = 64;

/** The range an address belongs to: /24 of IPv4, /48 of IPv6; '' for none. */
export const rangeOf: (address: string) => AddressRange = memoized(MOST_ADDRESSES, LONGEST_ADDRESS, (address) => {
  const text = prefixOf(address);
  return { text, network: hashText(text, 6), prefix: hashText(text, 7) };
});

/** The range an address belongs to in words. Stands in for the network where no ASN is known. */
export const addressPrefix = (address: string): string => rangeOf(address).text;

function prefixOf(address: string): string {
  if (address === '') return '';
  const dot = address.lastIndexOf('.');
  if (dot > 0 && !address.includes(':')) return `${address.slice(0, dot)}.0/24`;
  const groups = address.split(':');
  return `${groups.slice(0, 3).join(':')}::/48`;
}

/** An autonomous system, e.g. AS64500, and whose it is. */
export type AutonomousSystem = Pick<Activity, 'asn' | 'asOrganization'>;

/** The autonomous system that other records tell an address to belong to, if any does. */
export type SystemOf = (address: string) => AutonomousSystem | undefined;

const EARTH_RADIUS_KM = 6371;

/** Great-circle distance in kilometres (haversine, Sinnott 1984). Degrees in. */
export function distanceKm(latitude1: number, longitude1: number, latitude2: number, longitude2: number): number {
  const radians = Math.PI / 180;
  const dLat = ((latitude2 - latitude1) * radians) / 2;
  const dLon = ((longitude2 - longitude1) * radians) / 2;
  const h = Math.sin(dLat) ** 2 + Math.cos(latitude1 * radians) * Math.cos(latitude2 * radians) * Math.sin(dLon) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** A stretch of activity from one network. */
export interface OriginStretch {
  readonly network: number;
  readonly from: number;
  to: number;
  readonly latitude: number | undefined;
  readonly longitude: number | undefined;
  /** Position of the first activity of the stretch. */
  readonly index: number;
}

/** What was done from one address range in a window. */
export interface OriginVisit {
  /** Hashes of the network and of the address range. */
  readonly network: number;
  readonly prefix: number;
  /** Hashes of the classes of what was done there, `machine-client` among them, each once. */
  readonly classes: number[];
  /** Something succeeded there. */
  proven: boolean;
  /** Position of the first activity. */
  readonly index: number;
}
