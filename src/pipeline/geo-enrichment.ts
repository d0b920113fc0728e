import { readFileSync } from 'node:fs';
import { type AsnResponse, type CityResponse, Reader } from 'mmdb-lib';
import type { Activity } from '../activity/activity.js';
import { ConfigError } from '../errors.js';

/** Fills in country, place and network of the address acted from, where a record does not tell them. */
export type GeoEnrichment = (activity: Activity) => Activity;

/** Paths of MMDB databases. */
export interface GeoPaths {
  readonly city: string | undefined;
  readonly asn: string | undefined;
}

/** Addresses whose answer is kept. */
const MOST_REMEMBERED = 100_000;

type Place = Pick<Activity, 'country' | 'city' | 'latitude' | 'longitude' | 'asn' | 'asOrganization'>;

/**
 * Reads the MMDB databases that the configuration names. What a record says itself always wins.
 *
 * @returns undefined if none is configured
 * @throws ConfigError if a file is missing or no MMDB database
 */
export function geoEnrichment(paths: GeoPaths): GeoEnrichment | undefined {
  const city = paths.city === undefined ? undefined : open<CityResponse>(paths.city, 'mmdb.city');
  const asn = paths.asn === undefined ? undefined : open<AsnResponse>(paths.asn, 'mmdb.asn');
  if (city === undefined && asn === undefined) return undefined;
  const remembered = new Map<string, Place>();
  return (activity) => {
    if (activity.sourceIp === '' || (activity.country !== '' && activity.asn !== '')) return activity;
    let place = remembered.get(activity.sourceIp);
    if (place === undefined) {
      place = placeOf(city?.get(activity.sourceIp) ?? null, asn?.get(activity.sourceIp) ?? null);
      if (remembered.size >= MOST_REMEMBERED) remembered.clear();
      remembered.set(activity.sourceIp, place);
    }
    return {
      ...activity,
      ...(activity.country === '' ? { country: place.country, city: activity.city || place.city } : {}),
      ...(activity.latitude === undefined ? { latitude: place.latitude, longitude: place.longitude } : {}),
      ...(activity.asn === '' ? { asn: place.asn, asOrganization: activity.asOrganization || place.asOrganization } : {}),
    };
  };
}

function placeOf(city: CityResponse | null, asn: AsnResponse | null): Place {
  return {
    country: city?.country?.iso_code ?? '',
    city: city?.city?.names.en ?? '',
    latitude: city?.location?.latitude,
    longitude: city?.location?.longitude,
    asn: asn === null ? '' : `AS${asn.autonomous_system_number}`,
    asOrganization: asn?.autonomous_system_organization ?? '',
  };
}

function open<T extends CityResponse | AsnResponse>(path: string, key: string): Reader<T> {
  try {
    return new Reader<T>(readFileSync(path));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unknown reason';
    throw new ConfigError(
      `${key}: ${path} cannot be read as an MMDB database (${reason}). Name an existing .mmdb file or remove the key.`,
      { cause },
    );
  }
}
