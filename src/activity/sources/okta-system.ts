import type { ActorType, AlertDetail, ChangeDetail } from '../activity.js';
import type { ActionClass, Outcome } from '../domains.js';
import { parseAddress } from '../fields/address.js';
import { asText } from '../fields/coerce.js';
import { countryCode } from '../fields/country.js';
import { autonomousSystem, ecsOrigin, ecsTime, isEcs, latitude, longitude, untoldFrom } from '../fields/ecs.js';
import type { Origin } from '../fields/ecs.js';
import { addIdentifier } from '../fields/identity.js';
import { asList, asObject, isObject, nestedRecord, objectAt, ownValue } from '../fields/lookup.js';
import type { JsonObject } from '../fields/lookup.js';
import { NO_TIME, attribute, attributes, dead, mappedAll } from '../fields/mapped.js';
import { recordHash } from '../fields/record-hash.js';
import { parseTime } from '../fields/time.js';
import type { Identifier } from '../identifier.js';
import type { Mapped, RawRecord, SourceMapping } from '../source-mapping.js';
import { isPersistence } from './entra-change.js';
import { oktaClass } from './okta-operations.js';
import { oktaColumns } from './okta-columns.js';

/** A member in camelCase (vendor), lower case (some lakes) or snake_case (Elastic). */
function member(object: JsonObject, camel: string, snake: string): unknown {
  const value = object[camel];
  if (value !== undefined && value !== null) return value;
  const stored = object[snake];
  if (stored !== undefined && stored !== null) return stored;
  return object[camel.toLowerCase()];
}

function known(value: unknown): string {
  const text = asText(value);
  return text === 'unknown' || text === 'null' || text === 'Unknown' || text === 'UNKNOWN' ? '' : text;
}

interface Target {
  readonly id: string;
  readonly type: string;
  readonly login: string;
  readonly name: string;
}

function readTargets(value: unknown): readonly Target[] {
  const targets: Target[] = [];
  for (const element of asList(value)) {
    if (!isObject(element) || targets.length >= 32) continue;
    targets.push({
      id: asText(element.id),
      type: asText(element.type),
      login: known(member(element, 'alternateId', 'alternate_id')),
      name: known(member(element, 'displayName', 'display_name')),
    });
  }
  return targets;
}

function mapSystem(raw: RawRecord): Mapped {
  const ecs = isEcs(raw);
  const record = ecs ? nestedRecord(raw) : raw;
  const event = ecs ? objectAt(record, 'okta') : raw.eventType_s === undefined ? raw : oktaColumns(raw);
  const time = ecs ? ecsTime(record) : parseTime(event.published ?? event._time);
  if (time === undefined) return dead(NO_TIME);
  const eventType = asText(member(event, 'eventType', 'event_type')) || (ecs ? asText(ownValue(record.event, 'action')) : '');
  if (eventType === '') return dead('no event type');
  const actor = asObject(event.actor);
  const client = asObject(event.client);
  const outcome = asObject(event.outcome);
  const debug = asObject(member(asObject(member(event, 'debugContext', 'debug_context')), 'debugData', 'debug_data'));
  const flattened = asObject(debug.flattened);
  const context = asObject(member(event, 'authenticationContext', 'authentication_context'));
  const targets = readTargets(event.target);
  const actionClass = oktaClass(eventType);
  const identifiers: Identifier[] = [];
  const actorId = known(actor.id);
  const login = known(member(actor, 'alternateId', 'alternate_id'));
  const type = actorType(asText(actor.type));
  if (type === 'app') addIdentifier(identifiers, 'app', actorId);
  else {
    if (type !== 'system') addIdentifier(identifiers, 'upn', login);
    addIdentifier(identifiers, 'okta', actorId);
    if (identifiers.length === 0) addIdentifier(identifiers, 'account-name', login.toLowerCase());
  }
  const user = targets.find((target) => target.type === 'User' && (target.id !== actorId || actionClass !== 'sign-in'));
  const app = targets.find((target) => target.type === 'AppInstance');
  const target = user ?? (PRINCIPAL.has(actionClass) ? targets[0] : undefined);
  const targetIds: Identifier[] = [];
  if (target !== undefined) {
    addIdentifier(targetIds, 'upn', target.login);
    addIdentifier(targetIds, target.type === 'User' ? 'okta' : 'app', target.id);
  }
  const object = targets.find((candidate) => candidate !== user && candidate !== app && candidate.type !== 'AppUser') ?? app;
  const result = outcomeOf(asText(outcome.result), ecs ? asText(ownValue(record.event, 'outcome')) : '');
  const agent = asObject(member(client, 'userAgent', 'user_agent'));
  const transaction = asObject(event.transaction);
  return mappedAll([
    {
      ...untoldFrom(ecs ? storedOrigin(record, event) : rawOrigin(event, client)),
      id: asText(event.uuid) || (ecs ? asText(ownValue(record.event, 'id')) : '') || recordHash(raw),
      source: 'okta.system',
      domain: actionClass === 'alert' ? 'alert' : 'identity',
      time,
      action: eventType,
      actionClass,
      outcome: result,
      reason: result === 'success' ? '' : asText(outcome.reason),
      organization: asText(ownValue(record.organization, 'id')),
      actorType: type,
      actor: identifiers,
      actorName: known(member(actor, 'displayName', 'display_name')) || login,
      client: '',
      device: deviceOf(event, debug, flattened),
      userAgent: known(member(agent, 'rawUserAgent', 'raw_user_agent')),
      session: known(member(context, 'externalSessionId', 'external_session_id')) || asText(transaction.id),
      authentication: authentication(context, debug, flattened, eventType),
      service: app?.name ?? 'Okta',
      resource: object?.name ?? '',
      resourceType: object?.type ?? '',
      container: app?.login ?? '',
      target: targetIds,
      targetType: target === undefined ? 'unknown' : target.type === 'User' ? 'user' : 'app',
      targetName: target?.name ?? '',
      change: changeOf(eventType, actionClass, targets, debug, flattened),
      alert: actionClass === 'alert' ? alertOf(event, eventType) : undefined,
    },
  ]);
}

/** Classes whose first target is what was acted upon even if it is no user. */
const PRINCIPAL: ReadonlySet<ActionClass> = new Set([
  'credential-added',
  'credential-removed',
  'consent-granted',
  'app-registered',
  'app-changed',
  'trust-changed',
  'role-granted',
] as const);

function actorType(type: string): ActorType {
  switch (type) {
    case 'SystemPrincipal':
      return 'system';
    case 'User':
    case '':
      return 'user';
    default:
      return type.includes('App') || type.includes('Client') ? 'app' : 'unknown';
  }
}

function outcomeOf(result: string, stored: string): Outcome {
  switch (result.toUpperCase()) {
    case 'SUCCESS':
    case 'ALLOW':
      return 'success';
    case 'FAILURE':
    case 'DENY':
      return 'failure';
    case '':
      return stored === 'success' || stored === 'failure' ? stored : 'unknown';
    default:
      return 'unknown';
  }
}

function deviceOf(event: JsonObject, debug: JsonObject, flattened: JsonObject): readonly Identifier[] {
  const found: Identifier[] = [];
  const device = asObject(event.device);
  addIdentifier(found, 'device', device.id);
  if (found.length === 0)
    addIdentifier(found, 'device', known(member(debug, 'deviceFingerprint', 'device_fingerprint') ?? flattened.deviceFingerprint));
  return found;
}

function authentication(context: JsonObject, debug: JsonObject, flattened: JsonObject, eventType: string): string {
  const factor = asText(debug.factor ?? flattened.factor).toUpperCase();
  if (eventType.includes('auth_via_mfa') || factor !== '') return factor === '' || factor !== 'PASSWORD' ? 'mfa' : 'password';
  const credential = known(member(context, 'credentialType', 'credential_type')).toUpperCase();
  if (credential === 'PASSWORD') return 'password';
  if (credential === 'ASSERTION' || eventType.toLowerCase().includes('idp')) return 'federated';
  if (credential === 'CERTIFICATE') return 'key';
  return credential === 'OTP' || credential === 'SMS' || credential === 'EMAIL' ? 'mfa' : '';
}

function rawOrigin(event: JsonObject, client: JsonObject): Origin {
  const request = asObject(event.request);
  const first = asList(member(request, 'ipChain', 'ip_chain'))[0];
  const chain = isObject(first) ? first : undefined;
  const address = parseAddress(member(client, 'ipAddress', 'ip') ?? chain?.ip);
  const geo = asObject(member(client, 'geographicalContext', 'geographical_context') ?? chain?.geographicalContext);
  const point = asObject(geo.geolocation);
  const security = asObject(member(event, 'securityContext', 'security_context'));
  return {
    sourceIp: address.ip,
    sourceAddressRaw: address.raw,
    sourcePort: address.port,
    country: countryCode(known(geo.country)),
    city: known(geo.city),
    latitude: latitude(point.lat),
    longitude: longitude(point.lon),
    asn: autonomousSystem(member(security, 'asNumber', 'as_number')),
    asOrganization: known(member(security, 'asOrg', 'as_org')),
  };
}

/** Okta's own place is in `client.geo`; the enrichment of the address in `source.geo` may contradict it and comes second. */
function storedOrigin(record: JsonObject, event: JsonObject): Origin {
  const origin = ecsOrigin(record, ['client', 'source']);
  const system = asObject(asObject(event.security_context).as);
  const enriched = origin.country.length === 2 ? origin : { ...origin, country: ecsOrigin(record).country || origin.country };
  if (origin.asn !== '') return enriched;
  return {
    ...enriched,
    asn: autonomousSystem(system.number),
    asOrganization: asText(asObject(system.organization).name) || origin.asOrganization,
  };
}

function changeOf(
  eventType: string,
  actionClass: ActionClass,
  targets: readonly Target[],
  debug: JsonObject,
  flattened: JsonObject,
): ChangeDetail | undefined {
  if (!isPersistence(actionClass)) return undefined;
  const privilege = asText(
    member(debug, 'privilegeGranted', 'privilege_granted') ??
      flattened.privilegeGranted ??
      member(debug, 'privilegeRevoked', 'privilege_revoked'),
  );
  const found: string[] = privilege.split(',').map((role) => attribute('role', role.trim()));
  found.push(
    attribute('factor', asText(debug.factor ?? flattened.factor)),
    attribute('scope', asText(debug.grantedScopes ?? flattened.grantedScopes ?? debug.scopes)),
  );
  for (const target of targets) {
    const name = NAMED.get(target.type);
    if (name !== undefined) found.push(attribute(name, target.name || target.login || target.id));
  }
  return { kind: eventType, attributes: attributes(found) };
}

/** Kinds of targets that say what was set. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ['PolicyEntity', 'policy'],
  ['PolicyRule', 'rule'],
  ['UserGroup', 'group'],
  ['AppInstance', 'app'],
  ['PublicClientApp', 'app'],
  ['Token', 'key'],
  ['ROLE', 'role'],
  ['CUSTOM_ROLE', 'role'],
  ['Role', 'role'],
  ['AuthenticatorEnrollment', 'factor'],
  ['Factor', 'factor'],
  ['IdentityProvider', 'idp'],
  ['IDP', 'idp'],
  ['Scope', 'scope'],
  ['NetworkZone', 'zone'],
  ['ZONE', 'zone'],
  ['LogStream', 'logStream'],
  ['Client Secret', 'key'],
]);

function alertOf(event: JsonObject, eventType: string): AlertDetail {
  const severity = asText(event.severity).toUpperCase();
  const message = asText(member(event, 'displayMessage', 'display_message'));
  return {
    vendor: 'Okta',
    rule: message || eventType,
    ruleId: eventType,
    severity: severity === 'ERROR' ? 80 : severity === 'WARN' ? 60 : 40,
    techniques: [],
    tactics: [],
    message: [message, asText(asObject(event.outcome).reason)].filter((text) => text !== '').join(': '),
  };
}

/** Okta system log. */
export const oktaSystem: SourceMapping = {
  name: 'okta.system',
  title: 'Okta system log',
  datasets: ['okta.system', 'oktaim2:log', 'okta:im2:log', 'okta_cl', 'okta'],
  detects(record) {
    if (isObject(record.okta) || record['okta.event_type'] !== undefined) return true;
    if (record.eventType_s !== undefined && record.published_t !== undefined) return true;
    const type = record.eventType ?? record.eventtype;
    if (typeof type !== 'string') return false;
    const told = record.displayMessage ?? record.displaymessage ?? record.published ?? record.uuid;
    return told !== undefined && (record.actor !== undefined || record.outcome !== undefined);
  },
  map: mapSystem,
};
