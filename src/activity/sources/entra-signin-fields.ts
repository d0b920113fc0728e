import { asText } from '../fields/coerce.js';
import { NO_OBJECT, asObject, objectAt } from '../fields/lookup.js';
import type { JsonObject } from '../fields/lookup.js';
import { NO_FIELDS, fieldTable, spelling } from '../fields/spelling.js';
import type { FieldValues } from '../fields/spelling.js';

const TABLE = fieldTable({
  id: spelling('id', 'uniqueTokenIdentifier'),
  created: spelling('createdDateTime', 'createdAt'),
  time: spelling('time', 'timeGenerated', 'timestamp', '@timestamp', '_time'),
  category: spelling('category', 'type'),
  upn: spelling('userPrincipalName'),
  alternate: spelling('alternateSignInName', 'signInIdentifier'),
  userId: spelling('userId'),
  displayName: spelling('userDisplayName', 'identity'),
  userType: spelling('userType'),
  appName: spelling('appDisplayName'),
  appId: spelling('appId'),
  clientApp: spelling('clientAppUsed'),
  address: spelling('ipAddress', 'IPAddress', 'callerIpAddress'),
  place: spelling('location', 'locationDetails'),
  placeColumn: spelling('locationDetails', 'location'),
  system: spelling('autonomousSystemNumber'),
  status: spelling('status'),
  resultType: spelling('resultType'),
  resultText: spelling('resultDescription'),
  requirement: spelling('authenticationRequirement'),
  steps: spelling('authenticationDetails'),
  protocol: spelling('authenticationProtocol'),
  incoming: spelling('incomingTokenType'),
  issuer: spelling('tokenIssuerType'),
  device: spelling('deviceDetail'),
  interactive: spelling('isInteractive'),
  agent: spelling('userAgent'),
  principalId: spelling('servicePrincipalId'),
  principalName: spelling('servicePrincipalName'),
  resourceName: spelling('resourceDisplayName'),
  tenant: spelling('aadTenantId', 'AADTenantId', 'tenantId', 'resourceTenantId', 'homeTenantId'),
  tenantColumn: spelling('AADTenantId', 'resourceTenantId', 'homeTenantId'),
  resourceId: spelling('resourceId'),
  session: spelling('sessionId'),
  eventTypes: spelling('signInEventTypes'),
});
/** Where each field stands in what `signInView` reads. */
export const F = TABLE.slots;

/** The properties, the record around them, and whether they are table columns. */
export interface SignInView {
  readonly inner: FieldValues;
  readonly outer: FieldValues;
  readonly columns: boolean;
}

/** Opens a record as Elastic stores it, as the interface gives it, or as a table row. */
export function signInView(record: JsonObject): SignInView {
  const own = objectAt(record, 'azure.signinlogs');
  const stored = own === NO_OBJECT ? objectAt(record, 'azure.activitylogs') : own;
  if (stored !== NO_OBJECT) return { inner: TABLE.read(objectAt(stored, 'properties')), outer: TABLE.read(stored), columns: false };
  const inner = asObject(record.properties ?? record.Properties);
  if (inner !== NO_OBJECT) return { inner: TABLE.read(inner), outer: TABLE.read(record), columns: false };
  return {
    inner: TABLE.read(record),
    outer: NO_FIELDS,
    columns: record.AppDisplayName !== undefined || record.UserPrincipalName !== undefined,
  };
}

export function read(of: SignInView, slot: number): unknown {
  return of.inner[slot] ?? of.outer[slot];
}

/** A field as trimmed text, or ''. */
export function readText(of: SignInView, slot: number): string {
  return asText(read(of, slot));
}
