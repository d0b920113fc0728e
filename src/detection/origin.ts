import type { Activity } from '../activity/activity.js';

/** The range an address belongs to: /24 of IPv4, /48 of IPv6; '' for none. Stands in for the network where no ASN is known. */
export function addressPrefix(address: string): string {
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
