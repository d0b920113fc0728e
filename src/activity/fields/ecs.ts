import { UNTOLD, type Untold } from '../activity.js';
import type { Outcome } from '../domains.js';
import { NO_ADDRESS, parseAddress, portNumber } from './address.js';
import type { ParsedAddress } from './address.js';
import { asNumber, asText, textAt } from './coerce.js';
import { countryCode } from './country.js';
import { NO_OBJECT, isObject, lookup, objectAt } from './lookup.js';
import type { JsonObject } from './lookup.js';
import { parseTime } from './time.js';

/** Where an actor acted from: the fields of `Activity` with the same names. */
export interface Origin {
  readonly sourceIp: string;
  readonly sourceAddressRaw: string;
  readonly sourcePort: number | undefined;
  readonly country: string;
  readonly city: string;
  readonly latitude: number | undefined;
  readonly longitude: number | undefined;
  readonly asn: string;
  readonly asOrganization: string;
}

const NOWHERE: Origin = {
  sourceIp: '',
  sourceAddressRaw: '',
  sourcePort: undefined,
  country: '',
  city: '',
  latitude: undefined,
  longitude: undefined,
  asn: '',
  asOrganization: '',
};

/** An origin of which no more is known than the address, if that. */
export const originAt = (address: ParsedAddress): Origin => withAddress(NOWHERE, address);

/** The origin with another address. */
export function withAddress(origin: Origin, { ip, raw, port }: ParsedAddress): Origin {
  return { ...origin, sourceIp: ip, sourceAddressRaw: raw, sourcePort: port ?? origin.sourcePort };
}

/** What `UNTOLD` or another activity is with the origin. To be spread first, as `UNTOLD` is. */
export function untoldFrom(origin: Origin, untold: Untold = UNTOLD): Untold {
  return {
    ...untold,
    sourceIp: origin.sourceIp,
    sourceAddressRaw: origin.sourceAddressRaw,
    sourcePort: origin.sourcePort ?? untold.sourcePort,
    country: origin.country,
    city: origin.city,
    latitude: origin.latitude ?? untold.latitude,
    longitude: origin.longitude ?? untold.longitude,
    asn: origin.asn,
    asOrganization: origin.asOrganization,
  };
}

/** True if a record has the shape that Elastic integrations store (`ecs.version` or `event.kind/category/dataset`). */
export function isEcs(record: JsonObject): boolean {
  const event = record.event;
  if (isObject(event)) {
    if (event.kind !== undefined || event.dataset !== undefined || event.category !== undefined || event.module !== undefined) return true;
    if (record.ecs !== undefined || event.original !== undefined || event.action !== undefined) return true;
  }
  return (
    isObject(record.ecs) ||
    record['ecs.version'] !== undefined ||
    record['event.kind'] !== undefined ||
    record['event.dataset'] !== undefined
  );
}

/** `event.dataset`, else `data_stream.dataset`, lower case, or ''. */
export function ecsDataset(record: JsonObject): string {
  const dataset = textAt(record, 'event.dataset');
  return (dataset === '' ? textAt(record, 'data_stream.dataset') : dataset).toLowerCase();
}

/** `@timestamp`, else `event.created`; the time of ingest is no event time. */
export function ecsTime(record: JsonObject): number | undefined {
  return parseTime(record['@timestamp']) ?? parseTime(lookup(record, 'event.start')) ?? parseTime(lookup(record, 'event.created'));
}

/**
 * Address, place and network of an ECS endpoint. `roles` are tried in order (`source`, then `client`), the place and the
 * network separately, since products fill `source.ip` but `client.geo`.
 */
export function ecsOrigin(record: JsonObject, roles: readonly string[] = ['source', 'client']): Origin {
  let address: ParsedAddress = NO_ADDRESS;
  let geo: JsonObject = NO_OBJECT;
  let system: JsonObject = NO_OBJECT;
  let port: number | undefined;
  for (const role of roles) {
    const endpoint = objectAt(record, role);
    const nested = endpoint !== NO_OBJECT;
    if (address.ip === '') {
      const found = parseAddress(nested ? lookup(endpoint, 'ip') : lookup(record, `${role}.ip`));
      const named = found === NO_ADDRESS ? parseAddress(nested ? lookup(endpoint, 'address') : lookup(record, `${role}.address`)) : found;
      if (named.ip !== '' || address === NO_ADDRESS) address = named;
    }
    port ??= portNumber(nested ? lookup(endpoint, 'port') : lookup(record, `${role}.port`));
    if (geo === NO_OBJECT) geo = objectAt(endpoint, 'geo');
    if (system === NO_OBJECT) system = objectAt(endpoint, 'as');
  }
  const location = lookup(geo, 'location');
  const code = textAt(geo, 'country_iso_code');
  return {
    sourceIp: address.ip,
    sourceAddressRaw: address.raw,
    sourcePort: port ?? address.port,
    country: countryCode(code === '' ? textAt(geo, 'country_name') : code),
    city: textAt(geo, 'city_name'),
    latitude: latitude(isObject(location) ? location.lat : undefined),
    longitude: longitude(isObject(location) ? location.lon : undefined),
    asn: autonomousSystem(lookup(system, 'number')),
    asOrganization: textAt(system, 'organization.name'),
  };
}

/** Degrees −90 … 90, or undefined. */
export function latitude(value: unknown): number | undefined {
  const degrees = asNumber(value);
  return degrees !== undefined && degrees >= -90 && degrees <= 90 ? degrees : undefined;
}

/** Degrees −180 … 180, or undefined. */
export function longitude(value: unknown): number | undefined {
  const degrees = asNumber(value);
  return degrees !== undefined && degrees >= -180 && degrees <= 180 ? degrees : undefined;
}

/** `AS64500` from a number, digits or `AS64500 Name`; '' if there is none. */
export function autonomousSystem(value: unknown): string {
  const text = asText(value);
  const digits = /^(?:AS)?(\d{1,10})\b/i.exec(text)?.[1];
  return digits === undefined || Number(digits) === 0 ? '' : `AS${String(Number(digits))}`;
}

/** `user_agent.original`, else its name, or ''. */
export function ecsUserAgent(record: JsonObject): string {
  const original = textAt(record, 'user_agent.original');
  return original === '' ? textAt(record, 'user_agent.name') : original;
}

const SUCCESS: ReadonlySet<string> = new Set([
  ...['success', 'succeeded', 'successful', 'succeed', 'ok', 'allow', 'allowed', 'pass', 'passed', 'true', 'completed', 'delivered'],
  ...['accept', 'accepted', 'permit', 'permitted', 'granted', 'partiallysucceeded', 'yes'],
]);
const FAILURE: ReadonlySet<string> = new Set([
  ...['failure', 'failed', 'fail', 'error', 'deny', 'denied', 'blocked', 'block', 'reject', 'rejected', 'false', 'unauthorized'],
  ...['forbidden', 'timeout', 'dropped', 'drop', 'no', 'interrupted'],
]);

/** Outcome from the words products use for it, in any case. */
export function outcomeOf(value: unknown): Outcome {
  const text = asText(value).toLowerCase();
  if (text === '') return 'unknown';
  if (SUCCESS.has(text)) return 'success';
  return FAILURE.has(text) ? 'failure' : 'unknown';
}

/** `event.outcome`, also where products write their own words there. */
export function ecsOutcome(record: JsonObject): Outcome {
  return outcomeOf(lookup(record, 'event.outcome'));
}
