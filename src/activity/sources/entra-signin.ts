import type { ActorType } from '../activity.js';
import type { ActionClass, Outcome } from '../domains.js';
import { parseAddress } from '../fields/address.js';
import { asBoolean, asText, textAt } from '../fields/coerce.js';
import { countryCode } from '../fields/country.js';
import { autonomousSystem, ecsOrigin, ecsTime, isEcs, latitude, longitude, untoldFrom } from '../fields/ecs.js';
import type { Origin } from '../fields/ecs.js';
import { guid, mailAddress, oneIdentifier, resourceTenant, tenantId, withIdentifier } from '../fields/identity.js';
import { asList, asObject, isObject, nestedRecord, ownValue } from '../fields/lookup.js';
import type { JsonObject } from '../fields/lookup.js';
import { NO_TIME, dead, mappedAll } from '../fields/mapped.js';
import { recordHash } from '../fields/record-hash.js';
import { parseTime } from '../fields/time.js';
import type { Mapped, RawRecord, SourceMapping } from '../source-mapping.js';
import { F, read, readText, signInView } from './entra-signin-fields.js';
import type { SignInView } from './entra-signin-fields.js';

/** Codes that interrupt a sign-in to ask for something; the sign-in has neither failed nor succeeded. */
const INTERRUPTS: ReadonlySet<string> = new Set([
  ...[
    '16000',
    '16001',
    '16003',
    '50055',
    '50058',
    '50059',
    '50072',
    '50074',
    '50076',
    '50079',
    '50097',
    '50125',
    '50127',
    '50129',
    '50132',
  ],
  ...['50133', '50140', '50143', '50144', '50158', '50199', '65001', '70044', '81010', '9002341', '51006', '53004'],
]);
/** Strong authentication was asked for and not given. */
const MFA_FAILURES: ReadonlySet<string> = new Set(['500121', '50088', '50089']);
const LEGACY = [
  'imap',
  'pop',
  'authenticated smtp',
  'exchange activesync',
  'mapi',
  'autodiscover',
  'exchange web services',
  'other clients',
];

/** Names of the log of interactive sign-ins; the operation of all its records is `Sign-in activity`. */
const INTERACTIVE: ReadonlySet<string> = new Set(['', 'signinlogs']);

function mapSignIn(raw: RawRecord): Mapped {
  const ecs = isEcs(raw);
  const record = ecs ? nestedRecord(raw) : raw;
  const of = signInView(record);
  const steps = asList(read(of, F.steps));
  const time = parseTime(read(of, F.created)) ?? (ecs ? ecsTime(record) : parseTime(read(of, F.time))) ?? stepTime(steps);
  if (time === undefined) return dead(NO_TIME);
  const upn = readText(of, F.upn);
  const userId = guid(read(of, F.userId));
  const principalId = readText(of, F.principalId);
  const appId = readText(of, F.appId);
  const appName = readText(of, F.appName);
  if (upn === '' && userId === '' && principalId === '' && appId === '' && appName === '') return dead('no account and no application');
  const category = readText(of, F.category);
  const machine =
    category.startsWith('ServicePrincipal') ||
    category.startsWith('ManagedIdentity') ||
    (principalId !== '' && upn === '' && userId === '');
  const status = asObject(read(of, F.status));
  const code = resultCode(status, readText(of, F.resultType));
  const outcome = signInOutcome(code);
  const named = machine
    ? withIdentifier(oneIdentifier('app', appId), 'entra-object', principalId)
    : withIdentifier(oneIdentifier('upn', upn), 'entra-object', userId);
  const actor = machine ? named : withIdentifier(named, 'upn', mailAddress(read(of, F.alternate)));
  const device = asObject(read(of, F.device));
  const devices = withIdentifier(
    oneIdentifier('device', ownValue(device, 'deviceId') ?? ownValue(device, 'device_id')),
    'hostname',
    ownValue(device, 'displayName') ?? ownValue(device, 'display_name'),
  );
  const principalName = readText(of, F.principalName);
  const resource = readText(of, F.resourceName);
  const origin = ecs ? storedOrigin(record, of) : rawOrigin(of);
  const failure = asText(ownValue(status, 'failureReason') ?? ownValue(status, 'failure_reason'));
  return mappedAll([
    {
      ...untoldFrom(origin),
      id: readText(of, F.id) || recordHash(raw),
      source: 'entra.signin',
      domain: 'identity',
      time,
      action: INTERACTIVE.has(category.toLowerCase()) ? 'Sign-in activity' : category,
      actionClass: signInClass(of, category, machine, code),
      outcome,
      reason:
        outcome === 'success'
          ? ''
          : [code, failure === '' || failure === 'Other.' ? readText(of, F.resultText) : failure]
              .filter((part) => part !== '' && part !== 'None')
              .join(' '),
      organization: tenant(of, record),
      actorType: machine ? machineType(category) : userType(upn),
      actor,
      actorName: machine ? principalName || appName : readText(of, F.displayName) || upn,
      actorGroups: readText(of, F.userType).toLowerCase() === 'guest' ? ['guest'] : [],
      client: appName || (machine ? principalName : ''),
      clientIds: oneIdentifier('app', appId),
      device: devices,
      userAgent: readText(of, F.agent) || asText(ownValue(device, 'browser')),
      session: readText(of, F.session),
      authentication: authentication(of, steps),
      service: resource || appName,
      resource,
      resourceType: readText(of, F.clientApp),
    },
  ]);
}

/** The time of the first authentication step: the only time in some exports. */
function stepTime(steps: readonly unknown[]): number | undefined {
  const first = steps[0];
  return isObject(first) ? parseTime(first.authenticationStepDateTime) : undefined;
}

function resultCode(status: JsonObject, resultType: string): string {
  const code = asText(ownValue(status, 'errorCode') ?? ownValue(status, 'error_code'));
  const text = code === '' ? resultType : code;
  return text.toLowerCase() === 'success' ? '0' : text;
}

function signInOutcome(code: string): Outcome {
  if (code === '0') return 'success';
  return code === '' || INTERRUPTS.has(code) ? 'unknown' : 'failure';
}

function signInClass(of: SignInView, category: string, machine: boolean, code: string): ActionClass {
  if (MFA_FAILURES.has(code)) return 'mfa-challenge';
  if (category.startsWith('ManagedIdentity') || category.startsWith('NonInteractive') || category.includes('NonInteractive'))
    return 'token-issued';
  if (machine) return 'sign-in';
  const kinds = asText(read(of, F.eventTypes)).toLowerCase();
  if (kinds === 'noninteractiveuser') return 'token-issued';
  return category === '' && asBoolean(read(of, F.interactive)) === false ? 'token-issued' : 'sign-in';
}

function machineType(category: string): ActorType {
  return category.startsWith('ManagedIdentity') ? 'service' : 'app';
}

function userType(upn: string): ActorType {
  return upn.toLowerCase().startsWith('sync_') ? 'service' : 'user';
}

function authentication(of: SignInView, steps: readonly unknown[]): string {
  const protocol = readText(of, F.protocol).toLowerCase();
  if (protocol === 'devicecode') return 'device-code';
  if (protocol === 'ropc') return 'ropc';
  const client = readText(of, F.clientApp).toLowerCase();
  if (client !== '' && LEGACY.some((name) => client.startsWith(name))) return 'legacy';
  if (readText(of, F.requirement).toLowerCase() === 'multifactorauthentication') return 'mfa';
  const incoming = readText(of, F.incoming).toLowerCase();
  if (incoming.includes('refresh')) return 'refresh-token';
  const first = steps[0];
  const method = isObject(first) ? asText(first.authenticationMethod ?? first.authentication_method).toLowerCase() : '';
  if (method === 'password') return 'password';
  if (method === 'previously satisfied') return 'token';
  if (method.includes('fido') || method.includes('passkey') || method.includes('hello') || method.includes('certificate')) return 'key';
  return readText(of, F.issuer) === 'ADFederationServices' || method.includes('federat') ? 'federated' : method;
}

/** The customer's tenant: `/tenants/<id>/` of the resource first, since `TenantId` of an export names a workspace. */
function tenant(of: SignInView, record: JsonObject): string {
  const inner = readText(of, F.resourceId);
  const outer = asText(of.outer[F.resourceId]);
  const found = resourceTenant(inner.includes('/') ? inner + outer : outer);
  if (found !== undefined) return found;
  const stored = asText(ownValue(record.azure, 'tenant_id'));
  return tenantId(stored || asText(of.columns ? of.inner[F.tenantColumn] : read(of, F.tenant)));
}

function rawOrigin(of: SignInView): Origin {
  const address = parseAddress(read(of, F.address));
  const details = read(of, of.columns ? F.placeColumn : F.place);
  const place = asObject(details);
  const point = asObject(ownValue(place, 'geoCoordinates') ?? ownValue(place, 'geo_coordinates'));
  const north = latitude(ownValue(point, 'latitude'));
  const east = longitude(ownValue(point, 'longitude'));
  const country = asText(ownValue(place, 'countryOrRegion') ?? ownValue(place, 'country_or_region'));
  const shown = country === '' && typeof details === 'string' && details.length === 2 ? details : country;
  return {
    sourceIp: address.ip,
    sourceAddressRaw: address.raw,
    sourcePort: address.port,
    country: countryCode(shown),
    city: asText(ownValue(place, 'city')),
    latitude: north !== undefined && east !== undefined ? north : undefined,
    longitude: north !== undefined && east !== undefined ? east : undefined,
    asn: autonomousSystem(read(of, F.system)),
    asOrganization: '',
  };
}

/** `source.geo` first; the provider's own location (top-level `geo`) only where there is none. */
function storedOrigin(record: JsonObject, of: SignInView): Origin {
  const origin = ecsOrigin(record);
  const asn = origin.asn === '' ? autonomousSystem(read(of, F.system)) : origin.asn;
  if (origin.country !== '') return { ...origin, asn };
  const own = ecsOrigin({ source: { geo: record.geo } });
  return { ...origin, asn, country: own.country, city: own.city, latitude: own.latitude, longitude: own.longitude };
}

/** Entra sign-ins: interactive, non-interactive, service principal and managed identity. */
export const entraSignIn: SourceMapping = {
  name: 'entra.signin',
  title: 'Microsoft Entra ID sign-in logs',
  datasets: [
    'azure.signinlogs',
    'azure:aad:signin',
    'azure:monitor:aad',
    'signinlogs',
    'aadnoninteractiveusersigninlogs',
    'aadserviceprincipalsigninlogs',
    'aadmanagedidentitysigninlogs',
  ],
  detects(record) {
    if (ownValue(record.azure, 'signinlogs') !== undefined || record['azure.signinlogs.operation_name'] !== undefined) return true;
    if (record.azure !== undefined) return textAt(record, 'azure.activitylogs.category').endsWith('SignInLogs');
    const category = asText(record.category ?? record.Category);
    if (category.endsWith('SignInLogs')) return true;
    const type = record.Type;
    if (type === 'SigninLogs' || (typeof type === 'string' && type.startsWith('AAD') && type.endsWith('SignInLogs'))) return true;
    if (record.userPrincipalName !== undefined && record.appDisplayName !== undefined) return record.clientAppUsed !== undefined;
    if (record.AppDisplayName === undefined || record.OperationNameValue !== undefined) return false;
    return record.UserPrincipalName !== undefined && (record.ResultType !== undefined || record.ClientAppUsed !== undefined);
  },
  map: mapSignIn,
};
