import type { ActorType } from '../activity.js';
import type { ActionClass, Outcome } from '../domains.js';
import { addressFields, parseAddress } from '../fields/address.js';
import { asText } from '../fields/coerce.js';
import { ecsOrigin, ecsOutcome, ecsTime, isEcs, outcomeOf } from '../fields/ecs.js';
import { addIdentifier, resourceTenant, tenantId } from '../fields/identity.js';
import { NO_OBJECT, asList, asObject, isObject, nestedRecord, objectAt, ownValue } from '../fields/lookup.js';
import type { JsonObject } from '../fields/lookup.js';
import { NO_TIME, dead, mapped } from '../fields/mapped.js';
import { recordHash } from '../fields/record-hash.js';
import { NO_FIELDS, fieldTable, spelling } from '../fields/spelling.js';
import type { FieldValues } from '../fields/spelling.js';
import { parseTime } from '../fields/time.js';
import type { Identifier } from '../identifier.js';
import type { Mapped, RawRecord, SourceMapping } from '../source-mapping.js';
import { directoryChange } from './entra-change.js';
import type { ChangedProperty } from './entra-change.js';
import { directoryClass, directoryOperation } from './entra-operations.js';

const TABLE = fieldTable({
  id: spelling('id'),
  activityTime: spelling('activityDateTime', 'activityDatetime'),
  time: spelling('time', 'timeGenerated', 'timestamp', '@timestamp', '_time'),
  activity: spelling('activityDisplayName', 'operationName'),
  category: spelling('category'),
  result: spelling('result', 'resultType', 'resultSignature'),
  reason: spelling('resultReason', 'resultDescription'),
  initiated: spelling('initiatedBy'),
  targets: spelling('targetResources'),
  details: spelling('additionalDetails'),
  address: spelling('callerIpAddress', 'ipAddress', 'initiatingIpAddress'),
  agent: spelling('userAgent'),
  service: spelling('loggedByService'),
  correlation: spelling('correlationId'),
  identity: spelling('identity', 'initiatingUserOrApp'),
  tenant: spelling('aadTenantId', 'AADTenantId', 'tenantId'),
  tenantColumn: spelling('aadTenantId', 'AADTenantId'),
  resourceId: spelling('resourceId'),
});
const F = TABLE.slots;

interface View {
  readonly inner: FieldValues;
  readonly outer: FieldValues;
  readonly columns: boolean;
}

function view(record: JsonObject): View {
  const stored = objectAt(record, 'azure.auditlogs');
  if (stored !== NO_OBJECT) return { inner: TABLE.read(objectAt(stored, 'properties')), outer: TABLE.read(stored), columns: false };
  const inner = asObject(record.properties ?? record.Properties);
  if (inner !== NO_OBJECT) return { inner: TABLE.read(inner), outer: TABLE.read(record), columns: false };
  return {
    inner: TABLE.read(record),
    outer: NO_FIELDS,
    columns: record.OperationName !== undefined || record.ActivityDisplayName !== undefined,
  };
}

function read(of: View, slot: number): unknown {
  return of.inner[slot] ?? of.outer[slot];
}

/** Either spelling of a member: camelCase as the vendor writes it, snake_case as integrations store it. */
function member(object: JsonObject, camel: string, snake: string): unknown {
  return ownValue(object, camel) ?? ownValue(object, snake) ?? ownValue(object, camel.toLowerCase());
}

interface Target {
  readonly name: string;
  readonly type: string;
  readonly identifiers: readonly Identifier[];
  readonly properties: readonly ChangedProperty[];
}

function readTargets(value: unknown): readonly Target[] {
  const targets: Target[] = [];
  for (const element of asList(value)) {
    if (!isObject(element) || targets.length >= 16) continue;
    const upn = asText(member(element, 'userPrincipalName', 'user_principal_name'));
    const identifiers: Identifier[] = [];
    addIdentifier(identifiers, 'upn', upn);
    addIdentifier(identifiers, 'entra-object', element.id);
    const display = asText(member(element, 'displayName', 'display_name'));
    targets.push({
      name: display === '' ? upn : display,
      type: asText(element.type),
      identifiers,
      properties: readProperties(member(element, 'modifiedProperties', 'modified_properties')),
    });
  }
  return targets;
}

function readProperties(value: unknown): readonly ChangedProperty[] {
  const properties: ChangedProperty[] = [];
  for (const element of asList(value)) {
    if (!isObject(element) || properties.length >= 64) continue;
    properties.push({
      name: asText(member(element, 'displayName', 'display_name')),
      newValue: asText(member(element, 'newValue', 'new_value')),
      oldValue: asText(member(element, 'oldValue', 'old_value')),
    });
  }
  return properties;
}

interface Initiator {
  readonly actor: readonly Identifier[];
  readonly type: ActorType;
  readonly name: string;
  readonly address: string;
  readonly roles: readonly string[];
}

function readInitiator(of: View): Initiator {
  const value = asObject(read(of, F.initiated));
  const user = asObject(value.user);
  const actor: Identifier[] = [];
  const upn = asText(member(user, 'userPrincipalName', 'user_principal_name'));
  addIdentifier(actor, 'upn', upn);
  addIdentifier(actor, 'entra-object', user.id);
  if (actor.length > 0) {
    return {
      actor,
      type: 'user',
      name: asText(member(user, 'displayName', 'display_name')) || upn,
      address: asText(member(user, 'ipAddress', 'ip_address')),
      roles: [],
    };
  }
  const app = asObject(value.app);
  const name = asText(member(app, 'displayName', 'display_name'));
  addIdentifier(actor, 'app', member(app, 'appId', 'app_id'));
  addIdentifier(actor, 'entra-object', member(app, 'servicePrincipalId', 'service_principal_id'));
  if (actor.length === 0) addIdentifier(actor, 'app', name);
  if (actor.length > 0) return { actor, type: 'app', name, address: asText(member(user, 'ipAddress', 'ip_address')), roles: [] };
  const identity = asText(read(of, F.identity));
  addIdentifier(actor, 'upn', identity);
  if (actor.length === 0) addIdentifier(actor, 'account-name', identity);
  return {
    actor,
    type: identity.includes('@') ? 'user' : 'unknown',
    name: identity,
    address: asText(member(user, 'ipAddress', 'ip_address')),
    roles: [],
  };
}

function detail(details: readonly unknown[], key: string): string {
  for (const element of details) if (isObject(element) && element.key === key) return asText(element.value);
  return '';
}

const TARGETS_USER: ReadonlySet<ActionClass> = new Set(['role-granted', 'role-revoked', 'group-changed', 'app-changed']);

function mainTarget(targets: readonly Target[], actionClass: ActionClass): Target | undefined {
  const user = TARGETS_USER.has(actionClass) ? targets.find((target) => target.type === 'User') : undefined;
  return user ?? targets.find((target) => target.identifiers.length > 0) ?? targets[0];
}

function targetType(target: Target | undefined): ActorType {
  switch (target?.type) {
    case 'User':
      return 'user';
    case 'Device':
      return 'device';
    case 'Application':
    case 'ServicePrincipal':
      return 'app';
    default:
      return 'unknown';
  }
}

/** `Update user` stands for several things; the changed properties tell which. */
function refine(actionClass: ActionClass, properties: readonly ChangedProperty[]): ActionClass {
  if (actionClass !== 'account-changed' && actionClass !== 'app-changed') return actionClass;
  for (const property of properties) {
    if (property.name.startsWith('StrongAuthentication')) return 'mfa-changed';
    if (property.name === 'KeyDescription' && actionClass === 'app-changed') {
      return property.newValue.length >= property.oldValue.length ? 'credential-added' : 'credential-removed';
    }
    if (property.name === 'AccountEnabled')
      return property.newValue.toLowerCase().includes('true') ? 'account-enabled' : 'account-disabled';
  }
  return actionClass;
}

function result(record: JsonObject, of: View, ecs: boolean): Outcome {
  const text = asText(read(of, F.result));
  const outcome = text === '0' ? 'success' : outcomeOf(text);
  return outcome === 'unknown' && ecs ? ecsOutcome(record) : outcome;
}

function mapAudit(raw: RawRecord): Mapped {
  const ecs = isEcs(raw);
  const record = ecs ? nestedRecord(raw) : raw;
  const of = view(record);
  const time = parseTime(read(of, F.activityTime)) ?? (ecs ? ecsTime(record) : parseTime(read(of, F.time)));
  if (time === undefined) return dead(NO_TIME);
  const activity = asText(read(of, F.activity));
  if (activity === '') return dead('no operation');
  const targets = readTargets(read(of, F.targets));
  const properties = targets.flatMap((target) => target.properties);
  const actionClass = refine(directoryClass(activity), properties);
  const initiator = readInitiator(of);
  const main = mainTarget(targets, actionClass);
  const details = asList(read(of, F.details));
  const role = targets.find((target) => target.type === 'Role');
  const shown = role ?? main;
  const extra = actionClass === 'mfa-changed' ? [{ name: 'method', newValue: asText(read(of, F.reason)), oldValue: '' }] : [];
  const roleProperty = role === undefined ? [] : [{ name: 'RoleName', newValue: role.name, oldValue: '' }];
  const change = directoryChange(activity, actionClass, [...properties, ...roleProperty], main?.name ?? '');
  const outcome = result(record, of, ecs);
  const address = ecs ? undefined : parseAddress(initiator.address || read(of, F.address));
  const stored = ecs ? ecsOrigin(record) : undefined;
  const inner = stored?.sourceIp === '' ? parseAddress(initiator.address) : undefined;
  return mapped(
    {
      id: asText(read(of, F.id)) || recordHash(raw),
      source: 'entra.audit',
      domain: 'identity',
      time,
      action: directoryOperation(activity) === activity.toLowerCase() ? activity : activity.trim(),
      actionClass,
      outcome,
      reason: outcome === 'failure' ? asText(read(of, F.reason)) : '',
      organization: organization(of, record),
      actorType: initiator.type,
      actor: initiator.actor,
      actorName: initiator.name,
      userAgent: asText(read(of, F.agent)) || detail(details, 'User-Agent'),
      session: asText(read(of, F.correlation)),
      service: asText(read(of, F.service)) || 'Core Directory',
      resource: shown?.name ?? '',
      resourceType: shown?.type ?? asText(read(of, F.category)),
      container: asText(read(of, F.category)),
      target: main?.identifiers ?? [],
      targetType: targetType(main),
      targetName: main?.name ?? '',
      change:
        change === undefined || extra.length === 0
          ? change
          : {
              ...change,
              attributes: [...change.attributes, ...extra.map((part) => `method=${part.newValue}`).filter((text) => text !== 'method=')],
            },
    },
    stored,
    address === undefined ? undefined : addressFields(address),
    inner === undefined ? undefined : addressFields(inner),
  );
}

function organization(of: View, record: JsonObject): string {
  const resource = asText(read(of, F.resourceId));
  const found = resourceTenant(resource);
  if (found !== undefined) return found;
  const stored = asText(ownValue(record.azure, 'tenant_id'));
  return tenantId(stored || asText(of.columns ? of.inner[F.tenantColumn] : read(of, F.tenant)));
}

/** Entra directory audit: accounts, groups, roles, applications, consent, credentials, policies, federation. */
export const entraAudit: SourceMapping = {
  name: 'entra.audit',
  title: 'Microsoft Entra ID audit logs',
  datasets: ['azure.auditlogs', 'azure:aad:audit', 'auditlogs'],
  detects(record) {
    if (ownValue(record.azure, 'auditlogs') !== undefined || record['azure.auditlogs.operation_name'] !== undefined) return true;
    if (record.Type === 'AuditLogs' || record.category === 'AuditLogs') return true;
    const resource = record.resourceId ?? record.resourceid;
    if (typeof resource === 'string' && /\/microsoft\.aadiam$/i.test(resource)) return !asText(record.category).endsWith('SignInLogs');
    const initiated = record.initiatedBy ?? record.InitiatedBy;
    if (initiated === undefined || initiated === null || initiated === '') return false;
    return record.activityDisplayName !== undefined || record.ActivityDisplayName !== undefined || record.TargetResources !== undefined;
  },
  map: mapAudit,
};
