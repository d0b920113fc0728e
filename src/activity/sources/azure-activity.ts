import type { ActorType, ChangeDetail } from '../activity.js';
import type { ActionClass, Outcome } from '../domains.js';
import { addressFields, parseAddress } from '../fields/address.js';
import { asText, textAt } from '../fields/coerce.js';
import { ecsOrigin, ecsOutcome, ecsTime, isEcs } from '../fields/ecs.js';
import { addIdentifier, guid } from '../fields/identity.js';
import { NO_OBJECT, asObject, nestedRecord, objectAt, ownValue } from '../fields/lookup.js';
import type { JsonObject } from '../fields/lookup.js';
import { NO_TIME, attribute, attributes, dead, mapped, skipped } from '../fields/mapped.js';
import { recordHash } from '../fields/record-hash.js';
import { fieldTable, spelling } from '../fields/spelling.js';
import type { FieldValues } from '../fields/spelling.js';
import { parseTime } from '../fields/time.js';
import type { Identifier } from '../identifier.js';
import type { Mapped, RawRecord, RecordHint, SourceMapping } from '../source-mapping.js';
import { azureClass } from './azure-operations.js';
import { isPersistence, operationKind } from './entra-change.js';
import { entraSignIn } from './entra-signin.js';

const TABLE = fieldTable({
  time: spelling('time', 'eventTimestamp', 'timeGenerated', 'eventSubmissionTimestamp', '@timestamp', '_time'),
  operation: spelling('operationNameValue', 'operationName'),
  category: spelling('categoryValue', 'category'),
  caller: spelling('caller'),
  identity: spelling('identity'),
  address: spelling('callerIpAddress'),
  request: spelling('httpRequest', 'HTTPRequest'),
  correlation: spelling('correlationId'),
  operationId: spelling('operationId'),
  status: spelling('activityStatusValue', 'activityStatus', 'resultType', 'status'),
  substatus: spelling('activitySubstatusValue', 'activitySubstatus', 'resultSignature', 'subStatus'),
  description: spelling('resultDescription'),
  resource: spelling('_ResourceId', 'resourceId', 'resourceUri'),
  group: spelling('resourceGroup', 'resourceGroupName'),
  provider: spelling('resourceProviderValue', 'resourceProvider'),
  claims: spelling('claims'),
  authorization: spelling('authorization'),
  properties: spelling('properties'),
  hierarchy: spelling('hierarchy'),
  tenant: spelling('tenantId'),
  eventId: spelling('eventDataId', 'id'),
});
const F = TABLE.slots;

const CLAIM = {
  upn: ['http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn', 'http://schemas_xmlsoap_org/ws/2005/05/identity/claims/upn', 'upn'],
  unique: [
    'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name',
    'http://schemas_xmlsoap_org/ws/2005/05/identity/claims/name',
    'unique_name',
  ],
  object: [
    'http://schemas.microsoft.com/identity/claims/objectidentifier',
    'http://schemas_microsoft_com/identity/claims/objectidentifier',
    'oid',
  ],
  tenant: ['http://schemas.microsoft.com/identity/claims/tenantid', 'http://schemas_microsoft_com/identity/claims/tenantid', 'tid'],
  methods: [
    'http://schemas.microsoft.com/claims/authnmethodsreferences',
    'http://schemas_microsoft_com/claims/authnmethodsreferences',
    'amr',
  ],
  app: ['appid', 'azp'],
  name: ['name'],
  address: ['ipaddr'],
} as const;

function claim(claims: JsonObject, names: readonly string[]): string {
  for (const name of names) {
    const text = asText(claims[name]);
    if (text !== '') return text;
  }
  return '';
}

/** The main value of a property that exports give either as text or as `{value, localizedValue}`. */
function value(of: unknown): string {
  return typeof of === 'object' && of !== null && !Array.isArray(of) ? asText(ownValue(of, 'value')) : asText(of);
}

type Phase = 'start' | 'accepted' | 'success' | 'failure' | 'unknown';

const PHASES: ReadonlyMap<string, Phase> = new Map<string, Phase>([
  ...(['start', 'started'] as const).map((text): [string, Phase] => [text, 'start']),
  ...(['accept', 'accepted', 'running', 'in progress', 'updated', 'active', 'resolved', 'created'] as const).map(
    (text): [string, Phase] => [text, 'accepted'],
  ),
  ...(['success', 'succeeded', '0'] as const).map((text): [string, Phase] => [text, 'success']),
  ...(['failure', 'failed', 'error', 'canceled', 'cancelled', 'clienterror', 'servererror'] as const).map((text): [string, Phase] => [
    text,
    'failure',
  ]),
]);

function outcomeOf(phase: Phase): Outcome {
  if (phase === 'failure') return 'failure';
  return phase === 'success' || phase === 'accepted' ? 'success' : 'unknown';
}

interface View {
  readonly fields: FieldValues;
  readonly columns: boolean;
}

function read(of: View, slot: number): unknown {
  return of.fields[slot];
}

function mapActivity(raw: RawRecord, hint: RecordHint): Mapped {
  const ecs = isEcs(raw);
  const record = ecs ? nestedRecord(raw) : raw;
  const stored = objectAt(record, 'azure.activitylogs');
  const of: View =
    stored === NO_OBJECT
      ? { fields: TABLE.read(raw), columns: raw.Caller !== undefined || raw.OperationNameValue !== undefined }
      : { fields: TABLE.read(stored), columns: false };
  const azure = ecs ? objectAt(record, 'azure') : NO_OBJECT;
  const time = ecs ? ecsTime(record) : parseTime(read(of, F.time));
  if (time === undefined) return dead(NO_TIME);
  const properties = asObject(read(of, F.properties));
  const operation = value(read(of, F.operation));
  if (operation === '') return dead('no operation');
  const category = value(read(of, F.category)) || asText(ownValue(properties, 'eventCategory'));
  if (category.endsWith('SignInLogs')) return entraSignIn.map(raw, hint);
  if (category === 'ResourceHealth' || category === 'ServiceHealth') return skipped('state of a resource, nobody acted');
  const status = value(read(of, F.status));
  const phase = PHASES.get(status.toLowerCase()) ?? 'unknown';
  if (phase === 'start') return skipped('start of an operation that a later row completes');
  const identity = asObject(read(of, F.identity));
  const initiated = objectAt(identity, 'claims_initiated_by_user');
  const claims = identity === NO_OBJECT ? asObject(read(of, F.claims)) : asObject(identity.claims);
  const authorization = identity === NO_OBJECT ? asObject(read(of, F.authorization)) : asObject(identity.authorization);
  const actor: Identifier[] = [];
  const caller =
    asText(read(of, F.caller)) || asText(ownValue(initiated, 'name')) || claim(claims, CLAIM.upn) || claim(claims, CLAIM.unique);
  addIdentifier(actor, 'upn', caller);
  addIdentifier(actor, 'upn', claim(claims, CLAIM.upn));
  addIdentifier(actor, 'entra-object', guid(caller) === '' ? claim(claims, CLAIM.object) : caller);
  const appId = claim(claims, CLAIM.app);
  const person = actor.some((identifier) => identifier.scheme === 'upn');
  if (!person) addIdentifier(actor, 'app', appId);
  const clientIds: Identifier[] = [];
  addIdentifier(clientIds, 'app', appId);
  const resource =
    asText(read(of, F.resource)) ||
    asText(ownValue(azure.resource, 'id')) ||
    asText(ownValue(properties, 'entity')) ||
    asText(ownValue(authorization, 'scope'));
  const correlation = asText(read(of, F.correlation)) || asText(ownValue(azure, 'correlation_id')) || asText(read(of, F.operationId));
  const actionClass = azureClass(operation.includes('/') ? operation : asText(ownValue(authorization, 'action')) || operation);
  const outcome = phase === 'unknown' && ecs ? ecsOutcome(record) : outcomeOf(phase);
  const parts = resourceParts(resource);
  const address =
    asText(read(of, F.address)) || asText(ownValue(asObject(read(of, F.request)), 'clientIpAddress')) || claim(claims, CLAIM.address);
  const parsed = parseAddress(address);
  const origin = ecs ? ecsOrigin(record) : undefined;
  return mapped(
    {
      id: operationId(correlation, operation, resource, outcome) || asText(read(of, F.eventId)) || recordHash(raw),
      source: 'azure.activity',
      domain: 'cloud',
      time,
      action: operation,
      actionClass,
      outcome,
      reason: outcome === 'failure' ? value(read(of, F.substatus)) || asText(read(of, F.description)) : '',
      organization: organization(of, azure, claims, properties),
      actorType: actorType(caller, person, actor),
      actor,
      actorName: asText(ownValue(initiated, 'fullname')) || (person ? claim(claims, CLAIM.name) : '') || caller,
      client: appId === '' ? '' : clientName(appId),
      clientIds,
      session: correlation,
      authentication: methods(claim(claims, CLAIM.methods)),
      service: value(read(of, F.provider)) || asText(ownValue(azure.resource, 'provider')) || providerOf(operation),
      resource: parts.name,
      resourceType: parts.type,
      container: (asText(read(of, F.group)) || asText(ownValue(azure.resource, 'group')) || parts.group).toLowerCase(),
      change: change(operation, actionClass, properties, parts.name),
    },
    origin,
    origin === undefined || origin.sourceIp === '' ? addressFields(parsed) : undefined,
  );
}

/** One id for all rows of one operation on one resource; a failure counts apart from an earlier acceptance. */
function operationId(correlation: string, operation: string, resource: string, outcome: Outcome): string {
  if (correlation === '') return '';
  return `${correlation}|${operation.toLowerCase()}|${resource.toLowerCase()}${outcome === 'failure' ? '|failed' : ''}`;
}

function actorType(caller: string, person: boolean, actor: readonly Identifier[]): ActorType {
  if (person) return 'user';
  if (caller.startsWith('Microsoft.') || caller.includes('Policy')) return 'system';
  return actor.length > 0 ? 'app' : 'unknown';
}

function organization(of: View, azure: JsonObject, claims: JsonObject, properties: JsonObject): string {
  const claimed = claim(claims, CLAIM.tenant) || asText(ownValue(azure, 'tenant_id'));
  if (claimed !== '') return claimed.toLowerCase();
  const issuer = /sts\.windows\.net\/([0-9a-f-]{36})/i.exec(asText(claims.iss))?.[1];
  const hierarchy = asText(read(of, F.hierarchy)) || asText(ownValue(properties, 'hierarchy'));
  const slash = hierarchy.indexOf('/');
  return (issuer ?? (slash > 0 ? hierarchy.slice(0, slash) : of.columns ? '' : asText(read(of, F.tenant)))).toLowerCase();
}

/** `…/resourceGroups/g/providers/Microsoft.Web/sites/s` → name `s`, type `microsoft.web/sites`, group `g`. */
function resourceParts(id: string): { readonly name: string; readonly type: string; readonly group: string } {
  const lower = id.toLowerCase();
  const segments = lower.split('/');
  const name = segments[segments.length - 1] ?? '';
  const groupAt = segments.indexOf('resourcegroups');
  const providerAt = segments.lastIndexOf('providers');
  const provider = providerAt < 0 ? '' : (segments[providerAt + 1] ?? '');
  const kind = segments[providerAt + 2];
  const type = providerAt < 0 ? (groupAt < 0 ? '' : 'resourcegroups') : kind === undefined ? provider : `${provider}/${kind}`;
  return { name, type, group: groupAt < 0 ? '' : (segments[groupAt + 1] ?? '') };
}

function providerOf(operation: string): string {
  const slash = operation.indexOf('/');
  return slash > 0 ? operation.slice(0, slash) : '';
}

function clientName(appId: string): string {
  switch (appId) {
    case 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c':
      return 'Azure Portal';
    case '04b07795-8ddb-461a-bbee-02f9e1bf7b46':
      return 'Azure CLI';
    case '1950a258-227b-4e31-a9cf-717495945fc2':
      return 'Azure PowerShell';
    default:
      return '';
  }
}

function methods(text: string): string {
  const lower = text.toLowerCase();
  if (lower.includes('mfa')) return 'mfa';
  if (lower.includes('pwd')) return 'password';
  return lower.includes('rsa') || lower.includes('fido') ? 'key' : '';
}

function change(operation: string, actionClass: ActionClass, properties: JsonObject, name: string): ChangeDetail | undefined {
  if (
    !isPersistence(actionClass) &&
    actionClass !== 'network-exposed' &&
    actionClass !== 'sharing-changed' &&
    actionClass !== 'code-changed'
  )
    return undefined;
  const request = asObject(ownValue(properties, 'requestbody') ?? ownValue(properties, 'requestBody'));
  const body = asObject(ownValue(request, 'Properties') ?? ownValue(request, 'properties'));
  const role = asText(ownValue(body, 'RoleDefinitionId') ?? ownValue(body, 'roleDefinitionId'));
  return {
    kind: operationKind(operation),
    attributes: attributes([
      attribute('role', role.slice(role.lastIndexOf('/') + 1)),
      attribute('principalType', asText(ownValue(body, 'PrincipalType') ?? ownValue(body, 'principalType'))),
      attribute('access', asText(ownValue(body, 'access'))),
      attribute('sourceAddressPrefix', asText(ownValue(body, 'sourceAddressPrefix'))),
      attribute('port', asText(ownValue(body, 'destinationPortRange'))),
      actionClass === 'role-granted' || actionClass === 'role-revoked' ? '' : attribute('object', name),
    ]),
  };
}

/** Azure activity log: what was done to resources through the resource manager. */
export const azureActivity: SourceMapping = {
  name: 'azure.activity',
  title: 'Azure activity logs',
  datasets: ['azure.activitylogs', 'mscs:azure:audit', 'azure:monitor:activity', 'azureactivity'],
  detects(record) {
    if (ownValue(record.azure, 'activitylogs') !== undefined) return !textAt(record, 'azure.activitylogs.category').endsWith('SignInLogs');
    if (record['azure.activitylogs.operation_name'] !== undefined) return true;
    if (record.Type === 'AzureActivity' || record.$table === 'AzureActivity') return true;
    if (record.Caller !== undefined && record.CorrelationId !== undefined && record.SubscriptionId !== undefined) return true;
    if (record.caller !== undefined && record.eventDataId !== undefined) return true;
    const operation = record.operationName;
    if (typeof operation !== 'string' || record.resourceId === undefined || record.correlationId === undefined) return false;
    return operation.includes('/') && /^microsoft\./i.test(operation);
  },
  map: mapActivity,
};
